#include "codec/keys.h"
#include "codec/sample_bytes.h"

#include <QSet>
#include <QTest>

#include <new>

using namespace backspool::codec;

class TestKeys : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hkdfGivesThePublishedResults_data()
    {
        QTest::addColumn<QByteArray>("secret");
        QTest::addColumn<QByteArray>("salt");
        QTest::addColumn<QByteArray>("info");
        QTest::addColumn<QByteArray>("expected");
        const auto run = [](char from, int count) {
            QByteArray bytes;
            for (int i = 0; i < count; ++i)
                bytes.append(char(from + i));
            return bytes;
        };
        QTest::newRow("RFC 5869, A.1") << QByteArray(22, '\x0b') << run('\x00', 13) << run('\xf0', 10)
                                       << QByteArray::fromHex("3cb25f25faacd57a90434f64d0362f2a"
                                                              "2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
                                                              "34007208d5b887185865");
        QTest::newRow("RFC 5869, A.2") << run('\x00', 80) << run('\x60', 80) << run('\xb0', 80)
                                       << QByteArray::fromHex("b11e398dc80327a1c8e7f78c596a4934"
                                                              "4f012eda2d4efad8a050cc4c19afa97c"
                                                              "59045a99cac7827271cb41c65e590e09"
                                                              "da3275600c2f09b8367793a9aca3db71"
                                                              "cc30c58179ec3e87c14c01d5c1f3434f"
                                                              "1d87");
        QTest::newRow("RFC 5869, A.3 (no salt, no info)") << QByteArray(22, '\x0b') << QByteArray() << QByteArray()
                                                          << QByteArray::fromHex("8da4e775a563c18f715f802a063c5a31"
                                                                                 "b8a11f5c5ee1879ec3454e5f3c738d2d"
                                                                                 "9d201395faa4b61a96c8");
    }
    void hkdfGivesThePublishedResults()
    {
        QFETCH(QByteArray, secret);
        QFETCH(QByteArray, salt);
        QFETCH(QByteArray, info);
        QFETCH(QByteArray, expected);
        QCOMPARE(hkdf(secret, salt, info, expected.size()), expected);
    }

    void deriveKeyIsHkdfOfTheKey()
    {
        const SecretKey key = sampleKey();
        QCOMPARE(deriveKey(key, "salt", "info").view().toByteArray(), hkdf(key.view(), "salt", "info", 32));
        QVERIFY(deriveKey(key, "salt", "info") != deriveKey(key, "salt", "other"));
        QVERIFY(deriveKey(key, "salt", "info") != deriveKey(key, "other", "info"));
        QVERIFY(deriveKey(key, "salt", "info") != deriveKey(sampleKey(2), "salt", "info"));
    }

    void keysOfADomainDifferFromEachOtherAndFollowFromIt()
    {
        const DomainKeys keys(sampleKey());
        const DomainKeys same(sampleKey());
        QSet<QByteArray> all{sampleKey().view().toByteArray()};
        for (const SecretKey *key : {&keys.chunk(), &keys.tree(), &keys.node(), &keys.boundary()})
            all.insert(key->view().toByteArray());
        QCOMPARE(all.size(), 5);
        QVERIFY(keys.chunk() == same.chunk());
        QVERIFY(keys.boundary() == same.boundary());
        QCOMPARE(keys.node().view().toByteArray(), hkdf(sampleKey().view(), {}, "backspool node", 32));
    }

    void randomKeysDiffer()
    {
        QVERIFY(SecretKey::random() != SecretKey::random());
        QVERIFY(randomBytes(32) != randomBytes(32));
        QCOMPARE(randomBytes(0).size(), 0);
        QCOMPARE(randomBytes(1000).size(), 1000);
    }

    void aKeyIsOverwrittenAtItsEnd()
    {
        alignas(SecretKey) static std::array<char, sizeof(SecretKey)> place;
        auto *key = new (place.data()) SecretKey(sampleKey());
        QVERIFY(QByteArrayView(place) == QByteArrayView(sampleBytes(32)));
        key->~SecretKey();
        QVERIFY(QByteArrayView(place) == QByteArrayView(QByteArray(32, '\0')));
    }
};

QTEST_APPLESS_MAIN(TestKeys)
#include "tst_keys.moc"
