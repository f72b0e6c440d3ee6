#include "difference/known_version.h"
#include "engine/sample_fingerprint_set.h"
#include "support/files.h"
#include "support/verify_ok.h"

#include <QTest>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::test;

namespace {

const codec::Digester kDigester(codec::SecretKey::fromBytes(QByteArray(32, 'd')));

KnownVersion sample(qsizetype size)
{
    KnownVersion version = fingerprintSetOf(kDigester, randomBytes(1, size), 1_KiB);
    version.extents.back() = {{}, 0, version.extents.back().length}; // a hole, whatever the leaf has
    return version;
}

} // namespace

class KnownVersionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatWasEncodedIsDecoded_data()
    {
        QTest::addColumn<qsizetype>("size");
        for (const qsizetype size : {1, 65'536, 65'537, 3'000'001})
            QTest::addRow("%lld bytes", qlonglong(size)) << size;
    }
    void whatWasEncodedIsDecoded()
    {
        QFETCH(qsizetype, size);
        const auto version = sample(size);
        const auto decoded = KnownVersion::decode(version.encode(), kDigester);
        VERIFY_OK(decoded);
        QCOMPARE(decoded->content, version.content);
        QCOMPARE(decoded->size, version.size);
        QCOMPARE(decoded->record, version.record);
        QCOMPARE(decoded->extents, version.extents);
        QCOMPARE(decoded->leaves, version.leaves);
    }

    void whatIsDamagedIsNotBelieved()
    {
        const auto whole = sample(200'000).encode();
        for (qsizetype at = 0; at < whole.size(); ++at) {
            VERIFY_FAILS(ErrorKind::Damaged, KnownVersion::decode(whole.first(at), kDigester));
            auto damaged = whole;
            damaged[at] = char(damaged[at] ^ 0x20);
            VERIFY_FAILS(ErrorKind::Damaged, KnownVersion::decode(damaged, kDigester));
        }
        VERIFY_FAILS(ErrorKind::Damaged, KnownVersion::decode(whole + 'x', kDigester));
    }

    void norIsWhatDoesNotFitTogether()
    {
        const auto isRefused = [](const KnownVersion &version) {
            return !KnownVersion::decode(version.encode(), kDigester);
        };
        const auto good = sample(200'000);
        QVERIFY(!isRefused(good));
        auto version = good;
        version.extents.pop_back();
        QVERIFY(isRefused(version));
        version = good;
        version.extents.front().length += 1;
        QVERIFY(isRefused(version));
        version = good;
        version.extents.insert(version.extents.begin(), {version.extents.front().chunk, 0, 0});
        QVERIFY(isRefused(version));
        version = good;
        version.leaves.chop(ObjectName::kSize);
        QVERIFY(isRefused(version));
        version = good;
        version.leaves.front() = char(version.leaves.front() + 1); // of another content
        QVERIFY(isRefused(version));
        version = good;
        version.size = 0;
        version.extents.clear();
        version.leaves.clear();
        QVERIFY(isRefused(version));
    }

    void thatOfAnotherRepositoryIsNotBelieved()
    {
        const codec::Digester another(codec::SecretKey::fromBytes(QByteArray(32, 'e')));
        QVERIFY(!KnownVersion::decode(sample(200'000).encode(), another));
    }
};

QTEST_APPLESS_MAIN(KnownVersionTest)
#include "tst_known_version.moc"
