#include "difference/fingerprint_cache.h"
#include "engine/sample_fingerprint_set.h"
#include "support/files.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::test;

namespace {

const codec::Digester kDigester(codec::SecretKey::fromBytes(QByteArray(32, 'd')));

FingerprintSet setOf(uint32_t seed, qsizetype size = 200'000)
{
    return fingerprintSetOf(kDigester, randomBytes(seed, size), 1_KiB);
}

} // namespace

class FingerprintCacheTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;
    QString path() const { return folder_->filePath(QStringLiteral("fingerprints")); }
    QStringList files() const { return QDir(path()).entryList(QDir::Files); }

private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void whatWasCommittedIsFoundAsItWas()
    {
        const auto set = setOf(1, 5'000'000);
        {
            FingerprintCache cache(path());
            cache.add(set);
            QVERIFY(!cache.find(set.content, kDigester));
            cache.commit();
        }
        const auto found = FingerprintCache(path()).find(set.content, kDigester);
        QVERIFY(found);
        QCOMPARE(found->content, set.content);
        QCOMPARE(found->record, set.record);
        QCOMPARE(found->size, set.size);
        QVERIFY(found->key == set.key);
        QCOMPARE(found->blockSize, set.blockSize);
        QCOMPARE(found->extents, set.extents);
        QCOMPARE(found->leaves, set.leaves);
        QCOMPARE(found->fingerprints, set.fingerprints);
    }

    void whatWasNotCommittedIsGone()
    {
        {
            FingerprintCache cache(path());
            cache.add(setOf(1));
            QCOMPARE(files().size(), 1);
        }
        QVERIFY(files().isEmpty());
        QFile left(path() + QStringLiteral("/abc.new")); // by one that was killed
        QVERIFY(left.open(QIODevice::WriteOnly));
        const FingerprintCache cache(path());
        QVERIFY(files().isEmpty());
    }

    void aDamagedOneIsNoneAndGoes()
    {
        const auto set = setOf(1, 70'000);
        FingerprintCache cache(path());
        cache.add(set);
        cache.commit();
        QFile file(path() + QLatin1Char('/') + QLatin1StringView(set.content.toHex()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto whole = file.readAll();
        file.close();
        for (qsizetype at = 0; at < whole.size(); at += 7) {
            auto damaged = whole;
            damaged[at] = char(damaged[at] ^ 0x10);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(at % 2 ? damaged : whole.first(at));
            file.close();
            QVERIFY(!cache.find(set.content, kDigester));
            QVERIFY(!file.exists());
        }
    }

    void theLeastRecentlyUsedGo()
    {
        const auto first = setOf(1), second = setOf(2), third = setOf(3);
        const ByteCount one = first.memory();
        FingerprintCache all(path(), 8 * one);
        all.add(first);
        all.add(second);
        all.commit();
        for (const auto &name : files()) {
            QFile file(path() + QLatin1Char('/') + name);
            QVERIFY(file.open(QIODevice::ReadWrite));
            QVERIFY(file.setFileTime(QDateTime::currentDateTimeUtc().addDays(-1), QFileDevice::FileModificationTime));
        }
        QVERIFY(all.find(first.content, kDigester)); // used just now
        QFile large(path() + QStringLiteral("/large"));
        QVERIFY(large.open(QIODevice::WriteOnly) && large.resize(6 * one - 100));
        large.close();
        all.add(third);
        all.commit();
        QVERIFY(all.find(first.content, kDigester));
        QVERIFY(all.find(third.content, kDigester));
        QVERIFY(!all.find(second.content, kDigester));
    }

    void aVersionWithoutFingerprintsIsFoundUntilItIsReplaced()
    {
        const KnownVersion first = setOf(1), second = setOf(2);
        FingerprintCache cache(path());
        cache.addVersion(first, {});
        QVERIFY(!cache.findVersion(first.content, kDigester));
        cache.commit();
        const auto found = cache.findVersion(first.content, kDigester);
        QVERIFY(found);
        QCOMPARE(found->leaves, first.leaves);
        QCOMPARE(found->extents, first.extents);
        QVERIFY(!cache.find(first.content, kDigester)); // it has no fingerprints
        cache.addVersion(second, first.content);
        QVERIFY(cache.findVersion(first.content, kDigester)); // the new one does not count yet
        cache.commit();
        QVERIFY(!cache.findVersion(first.content, kDigester));
        QVERIFY(cache.findVersion(second.content, kDigester));
        cache.addVersion(second, second.content); // looked at again
        cache.commit();
        QVERIFY(cache.findVersion(second.content, kDigester));
        QCOMPARE(files().size(), 1);
    }

    /// A first backup adds as many as there are large files, and commits once.
    void whatIsAddedHasABoundBeforeItIsCommitted()
    {
        const ByteCount one = setOf(1).encode().size();
        FingerprintCache cache(path(), 5 * one);
        for (uint32_t seed = 1; seed <= 9; ++seed)
            cache.addVersion(setOf(seed), {});
        QCOMPARE(files().size(), 5);
        cache.commit();
        QCOMPARE(files().size(), 5);
        cache.addVersion(setOf(10), {});
        cache.commit();
        QVERIFY(cache.findVersion(setOf(10).content, kDigester));
    }

    void aSetServesAsAVersion()
    {
        const auto set = setOf(1);
        FingerprintCache cache(path());
        cache.add(set);
        cache.commit();
        const auto found = cache.findVersion(set.content, kDigester);
        QVERIFY(found);
        QCOMPARE(found->leaves, set.leaves);
    }

    void aVersionThatIsDamagedForeignOrStaleIsNone()
    {
        const KnownVersion version = setOf(1), other = setOf(2);
        FingerprintCache cache(path());
        QFile file(path() + QLatin1Char('/') + QLatin1StringView(version.content.toHex()) + QStringLiteral(".version"));
        const codec::Digester another(codec::SecretKey::fromBytes(QByteArray(32, 'e')));
        const auto whole = version.encode();
        auto damaged = whole;
        damaged[100] = char(damaged[100] ^ 1);
        for (const auto &bytes : {QByteArray(), whole.first(whole.size() - 1), damaged, other.encode()}) {
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
            file.close();
            QVERIFY(!cache.findVersion(version.content, kDigester));
            QVERIFY(!file.exists());
        }
        cache.addVersion(version, {});
        cache.commit();
        QVERIFY(!cache.findVersion(version.content, another));
    }

    void oneIsNotKeptAtTheCostOfAllOthers()
    {
        const auto set = setOf(1);
        FingerprintCache cache(path(), 3 * set.memory());
        cache.add(set);
        cache.commit();
        QVERIFY(files().isEmpty());
    }

    void aFolderThatCannotBeMadeIsNoError()
    {
        FingerprintCache cache(QStringLiteral("/proc/no/such/folder"));
        const auto set = setOf(1);
        cache.add(set);
        cache.commit();
        QVERIFY(!cache.find(set.content, kDigester));
    }
};

QTEST_APPLESS_MAIN(FingerprintCacheTest)
#include "tst_fingerprint_cache.moc"
