#include "codec/sample_bytes.h"
#include "codec/seal.h"

#include <QTest>

#include <atomic>
#include <thread>
#include <vector>

using namespace backspool;
using namespace backspool::codec;

class TestSeal : public QObject
{
    Q_OBJECT

    static void verifyDamaged(const Result<QByteArray> &result)
    {
        QVERIFY(!result);
        QCOMPARE(result.error().kind(), ErrorKind::Damaged);
    }

private Q_SLOTS:
    void openUndoesSeal_data()
    {
        QTest::addColumn<qsizetype>("size");
        QTest::addColumn<QByteArray>("associated");
        for (const qsizetype size : {0, 1, 15, 16, 17, 65536, 1 << 20}) {
            QTest::addRow("%lld bytes", static_cast<long long>(size)) << size << QByteArray("format, id, counter");
            QTest::addRow("%lld bytes, nothing associated", static_cast<long long>(size)) << size << QByteArray();
        }
    }
    void openUndoesSeal()
    {
        QFETCH(qsizetype, size);
        QFETCH(QByteArray, associated);
        const QByteArray plain = sampleBytes(size);
        const Sealer sealer(sampleKey());
        for (const uint64_t counter : {uint64_t(0), uint64_t(1), ~uint64_t(0)}) {
            const QByteArray sealed = sealer.seal(counter, associated, plain);
            QCOMPARE(sealed.size(), plain.size() + kSealOverhead);
            QVERIFY(size < 16 || !sealed.contains(plain.first(16)));
            const Result<QByteArray> opened = sealer.open(counter, associated, sealed);
            QVERIFY(opened);
            QCOMPARE(*opened, plain);
        }
    }

    void equalsThePublishedResult()
    {
        // The GCM specification (McGrew, Viega), test cases 13 and 14: a key and a nonce of zeros, no associated data.
        const Sealer sealer{SecretKey()};
        QCOMPARE(sealer.seal(0, {}, {}).toHex(), QByteArray("530f8afbc74536b9a963b4f1c4cb738b"));
        QCOMPARE(sealer.seal(0, {}, QByteArray(16, '\0')).toHex(),
                 QByteArray("cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"));
    }

    void everyChangedBitIsNoticed()
    {
        const Sealer sealer(sampleKey());
        const QByteArray associated("associated");
        const QByteArray sealed = sealer.seal(7, associated, sampleBytes(100));
        const auto changed = [](QByteArray bytes, qsizetype bit) {
            bytes[bit / 8] = char(bytes[bit / 8] ^ 1 << bit % 8);
            return bytes;
        };
        for (qsizetype bit = 0; bit < sealed.size() * 8; ++bit)
            verifyDamaged(sealer.open(7, associated, changed(sealed, bit)));
        for (qsizetype bit = 0; bit < associated.size() * 8; ++bit)
            verifyDamaged(sealer.open(7, changed(associated, bit), sealed));
        for (int bit = 0; bit < 64; ++bit)
            verifyDamaged(sealer.open(7 ^ uint64_t(1) << bit, associated, sealed));
        for (qsizetype size = 0; size < sealed.size(); ++size)
            verifyDamaged(sealer.open(7, associated, QByteArrayView(sealed).first(size)));
        verifyDamaged(sealer.open(7, associated, sealed + '\0'));
        verifyDamaged(Sealer(sampleKey(2)).open(7, associated, sealed));
        QVERIFY(sealer.open(7, associated, sealed));
    }

    void oneSealerServesManyThreads()
    {
        const Sealer sealer(sampleKey());
        std::atomic<int> wrong = 0;
        {
            std::vector<std::jthread> threads;
            threads.reserve(4);
            for (uint32_t thread = 0; thread < 4; ++thread)
                threads.emplace_back([&, thread] {
                    const Sealer other(sampleKey(thread + 10));
                    for (uint32_t i = 0; i < 300; ++i) {
                        const QByteArray plain = sampleBytes(i, thread);
                        const uint64_t counter = thread * 1000 + i;
                        const QByteArray sealed = sealer.seal(counter, "a", plain);
                        const QByteArray sealedByOther = other.seal(counter, "b", plain);
                        wrong += sealer.open(counter, "a", sealed) != plain;
                        wrong += other.open(counter, "b", sealedByOther) != plain;
                    }
                });
        }
        QCOMPARE(wrong.load(), 0);
    }
};

QTEST_APPLESS_MAIN(TestSeal)
#include "tst_seal.moc"
