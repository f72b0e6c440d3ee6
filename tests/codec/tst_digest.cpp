#include "codec/digest.h"
#include "codec/sample_bytes.h"

#include <QTest>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <atomic>
#include <thread>
#include <vector>

using namespace backspool;
using namespace backspool::codec;

static QByteArray naiveHmac(QByteArrayView key, QByteArrayView bytes)
{
    QByteArray digest(32, '\0');
    HMAC(EVP_sha256(), key.data(), int(key.size()), reinterpret_cast<const unsigned char *>(bytes.data()),
         size_t(bytes.size()), reinterpret_cast<unsigned char *>(digest.data()), nullptr);
    return digest;
}

static QByteArray bytesOf(const ObjectName &name)
{
    return name.view().toByteArray();
}

class TestDigest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesAreHmacsUnderTheKeysOfTheDomain_data()
    {
        QTest::addColumn<qsizetype>("size");
        for (const qsizetype size : {0, 1, 31, 55, 56, 63, 64, 65, 100, 119, 120, 4096, 8192, 65535, 65536, 1000000})
            QTest::addRow("%lld bytes", static_cast<long long>(size)) << size;
    }
    void namesAreHmacsUnderTheKeysOfTheDomain()
    {
        QFETCH(qsizetype, size);
        const QByteArray bytes = sampleBytes(size);
        const DomainKeys keys(sampleKey());
        const Digester digester(sampleKey());
        for (int again = 0; again < 2; ++again) {
            QCOMPARE(bytesOf(digester.chunk(bytes)), naiveHmac(keys.chunk().view(), bytes));
            QCOMPARE(bytesOf(digester.node(bytes)), naiveHmac(keys.node().view(), bytes));
            QCOMPARE(bytesOf(digester.treeNode(bytes)), naiveHmac(keys.tree().view(), bytes));
        }
    }

    void digestersOfManyDomainsMayBeMixedInOneThread()
    {
        std::vector<Digester> digesters;
        digesters.reserve(20);
        for (uint32_t domain = 0; domain < 20; ++domain)
            digesters.emplace_back(sampleKey(domain));
        for (uint32_t round = 0; round < 200; ++round) {
            const uint32_t domain = round * 7 % 20;
            const QByteArray bytes = sampleBytes(round, round);
            QCOMPARE(bytesOf(digesters[domain].chunk(bytes)),
                     naiveHmac(DomainKeys(sampleKey(domain)).chunk().view(), bytes));
        }
    }

    void aCopyOutlivesItsOriginal()
    {
        auto original = std::make_unique<Digester>(sampleKey());
        const Digester copy = *original;
        const ObjectName name = original->chunk("x");
        original.reset();
        QVERIFY(copy.chunk("x") == name);
    }

    void oneDigesterServesManyThreads()
    {
        const Digester digester(sampleKey());
        const QByteArray key = DomainKeys(sampleKey()).chunk().view().toByteArray();
        std::atomic<int> wrong = 0;
        {
            std::vector<std::jthread> threads;
            threads.reserve(4);
            for (uint32_t thread = 0; thread < 4; ++thread)
                threads.emplace_back([&, thread] {
                    for (uint32_t i = 0; i < 500; ++i) {
                        const QByteArray bytes = sampleBytes(i, thread * 1000 + i);
                        wrong += bytesOf(digester.chunk(bytes)) != naiveHmac(key, bytes);
                    }
                });
        }
        QCOMPARE(wrong.load(), 0);
    }

    void proofIsHmacKeyedWithTheNonce_data()
    {
        QTest::addColumn<QByteArray>("nonce");
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("usual") << sampleBytes(32) << sampleBytes(65536);
        QTest::newRow("long nonce") << sampleBytes(200) << sampleBytes(10);
        QTest::newRow("no bytes") << sampleBytes(32) << QByteArray();
        QTest::newRow("no nonce") << QByteArray() << sampleBytes(10);
    }
    void proofIsHmacKeyedWithTheNonce()
    {
        QFETCH(QByteArray, nonce);
        QFETCH(QByteArray, bytes);
        QCOMPARE(Digester::proof(nonce, bytes),
                 naiveHmac(nonce.isEmpty() ? QByteArrayView("") : nonce, bytes).first(16));
    }

    void proofGivesThePublishedResult()
    {
        // RFC 4231, 4.6 (test case 5)
        QCOMPARE(Digester::proof(QByteArray(20, '\x0c'), "Test With Truncation").toHex(),
                 QByteArray("a3b6167473100ee06e0c796c2955552b"));
    }
};

QTEST_APPLESS_MAIN(TestDigest)
#include "tst_digest.moc"
