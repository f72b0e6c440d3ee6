/// Modified files in whole backups, in one process, to a real service on a disk in memory: what is sent of them, and
/// that what the service puts together is what the file has.
#include "api/host.h"
#include "backup/backup_run.h"
#include "codec/signature.h"
#include "difference/tree_cache.h"
#include "support/files.h"
#include "support/verify_ok.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <unistd.h>

#include <algorithm>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::test;

namespace {

constexpr qsizetype kSize = 3'000'000;

using Edit = QByteArray (*)(QByteArray);

/// As it comes again and again, and as one long line of zeros.
QByteArray repeated(qsizetype size)
{
    return randomBytes(99, 5'000).repeated(size / 5'000);
}

QByteArray withInsertions(QByteArray bytes)
{
    for (int i = 0; i < 10; ++i)
        bytes.insert(100'000 + i * 271'828, QByteArrayView("ten bytes."));
    return bytes;
}

QByteArray withPagesChanged(QByteArray bytes)
{
    for (int i = 0; i < 10; ++i) {
        const auto page = randomBytes(uint32_t(1000 + i), 4'096);
        std::ranges::copy(page, bytes.begin() + i * 65 * 4'096);
    }
    return bytes;
}

} // namespace

class FileDifferenceTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<Host> host_;
    std::unique_ptr<QTemporaryDir> folder_;
    std::optional<protocol::Identity> identity_;
    BackupOptions options_;
    QString name_;

    QString tree() const { return folder_->filePath(QStringLiteral("tree")); }
    QString file() const { return tree() + QLatin1Char('/') + name_; }
    QString state() const { return folder_->filePath(QStringLiteral("state")); }
    QDir kept() const { return QDir(state() + QStringLiteral("/fingerprints")); }

    void write(const QByteArray &content) const
    {
        QFile file(this->file());
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
    }
    Result<BackupReport> backUp()
    {
        const auto connection = TRY(protocol::ClientConnection::connect(*identity_, QStringLiteral("test 1")));
        options_.paths = {QFile::encodeName(tree())};
        options_.racyWindow = {};
        NoProgress progress;
        const CancelToken cancel;
        return runBackup(*connection, *identity_, AgentState(state()), SystemClock(), options_, progress, cancel);
    }
    /// What the last point says of the file.
    format::DirectoryEntry entry() const
    {
        const auto cache =
            TreeCache::open(state() + QStringLiteral("/cache"),
                            identity_->repository.toUtf8() + '/' + QByteArray::number(identity_->client.value))
                .value();
        uint64_t record = cache->point().rootRecord.offset;
        for (const auto &name : QFile::encodeName(file()).split('/').sliced(1)) {
            const auto folder = cache->read(record).value();
            const auto entry = std::ranges::find(folder.entries(), QByteArrayView(name), &CachedFolder::Entry::name);
            if (entry == folder.entries().end())
                break;
            record = entry->child.offset;
            if (!entry->isFolder())
                return format::DirectoryEntry::decode(entry->entry).value();
        }
        qFatal("it is not in the point");
    }
    /// The point has @p content, and the service can put it together.
    void verifyContent(const QByteArray &content)
    {
        const auto is = entry();
        QCOMPARE(is.size, uint64_t(content.size()));
        QCOMPARE(is.content, codec::signatureOf(codec::Digester(identity_->domainSecret), content).name);
        VERIFY_OK(host_->appliance().trust().verify(is.content, is.size));
    }
    size_t extentsOfFile() const
    {
        const auto &store = host_->appliance().store();
        return format::VersionRecord::decode(store.readNode(entry().content).value())->extentCount;
    }

private Q_SLOTS:
    void init()
    {
        host_ = std::make_unique<Host>();
        VERIFY_OK(host_->start());
        auto identity = host_->client(QStringLiteral("desk"));
        VERIFY_OK(identity);
        identity_ = *std::move(identity);
        folder_ = std::make_unique<QTemporaryDir>();
        options_ = {};
        name_ = QStringLiteral("file");
        QVERIFY(QDir().mkpath(state()) && QDir().mkpath(tree()));
    }
    void cleanup()
    {
        host_.reset();
        folder_.reset();
    }

    void whatTheLastVersionHasIsNotSent_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<Edit>("edit");
        QTest::addColumn<qsizetype>("most"); // bytes on the wire
        const auto noise = randomBytes(1, kSize);
        // A connection, a point and a directory are about 6 KB.
        QTest::newRow("insertions") << noise << Edit(withInsertions) << qsizetype(60'000);
        QTest::newRow("pages") << noise << Edit(withPagesChanged) << qsizetype(75'000);
        QTest::newRow("a byte in front") << noise << Edit([](QByteArray b) { return "x" + b; }) << qsizetype(12'000);
        QTest::newRow("a deletion") << noise << Edit([](QByteArray b) { return b.remove(1'000'001, 77'777); })
                                    << qsizetype(16'000);
        QTest::newRow("halves swapped") << noise
                                        << Edit([](QByteArray b) { return b.sliced(1'234'567) + b.first(1'234'567); })
                                        << qsizetype(20'000);
        QTest::newRow("twice") << noise << Edit([](QByteArray b) { return b + b; }) << qsizetype(20'000);
        QTest::newRow("truncated") << noise << Edit([](QByteArray b) { return b.first(1'777'777); })
                                   << qsizetype(20'000);
        QTest::newRow("appended") << noise << Edit([](QByteArray b) { return b + randomBytes(2, 50'000); })
                                  << qsizetype(70'000);
        QTest::newRow("the last byte") << noise << Edit([](QByteArray b) {
            b.back() = char(b.back() + 1);
            return b;
        }) << qsizetype(14'000);
        QTest::newRow("touched") << noise << Edit([](QByteArray b) { return b; }) << qsizetype(10'000);
        QTest::newRow("zeros grow") << QByteArray(kSize, '\0')
                                    << Edit([](QByteArray b) { return b + QByteArray(2'000'001, '\0'); })
                                    << qsizetype(20'000);
        QTest::newRow("zeros cut through")
            << QByteArray(kSize, '\0') << Edit([](QByteArray b) { return b.insert(1'500'001, 'x'); })
            << qsizetype(20'000);
        QTest::newRow("repetition shifted")
            << repeated(kSize) << Edit([](QByteArray b) { return "shift" + b; }) << qsizetype(20'000);
        QTest::newRow("all new") << noise << Edit([](QByteArray) { return randomBytes(3, kSize); })
                                 << qsizetype(kSize + 80'000);
    }
    void whatTheLastVersionHasIsNotSent()
    {
        QFETCH(QByteArray, before);
        QFETCH(Edit, edit);
        QFETCH(qsizetype, most);
        write(before);
        VERIFY_OK(backUp());
        const auto after = edit(before);
        write(after);
        const auto first = backUp();
        VERIFY_OK(first);
        QCOMPARE(first->statistics.filesModified, uint64_t(1));
        verifyContent(after);
        qInfo("sent %lld, %zu extents", qlonglong(first->wire.sent), extentsOfFile());
        QVERIFY2(first->wire.sent < uint64_t(most), qPrintable(QString::number(first->wire.sent)));
        QVERIFY(!kept().isEmpty());

        // Back again, by the set that was kept.
        write(before);
        const auto second = backUp();
        VERIFY_OK(second);
        verifyContent(before);
        // What comes back is cut anew up to where the old cuts are found again, which depends on the repository's
        // secret.
        QVERIFY2(second->wire.sent < uint64_t(std::max(most, kSize / 4)),
                 qPrintable(QString::number(second->wire.sent)));
    }

    void aSparseFileStaysSparse()
    {
        const auto noise = randomBytes(1, 400'000);
        const auto make = [&](const QByteArray &middle) {
            QFile file(this->file());
            QVERIFY(file.open(QIODevice::WriteOnly));
            QVERIFY(file.write(noise) == noise.size());
            QVERIFY(file.seek(50'000'000) && file.write(middle) == middle.size());
            QVERIFY(file.seek(90'000'000) && file.write(noise) == noise.size() && file.resize(120'000'001));
        };
        const auto content = [&](const QByteArray &middle) {
            auto bytes = noise + QByteArray(119'600'001, '\0');
            std::ranges::copy(middle, bytes.begin() + 50'000'000);
            std::ranges::copy(noise, bytes.begin() + 90'000'000);
            return bytes;
        };
        make("one");
        VERIFY_OK(backUp());
        make("another");
        const auto report = backUp();
        VERIFY_OK(report);
        verifyContent(content("another"));
        QVERIFY(report->wire.sent < 20'000);
        QVERIFY(report->statistics.bytesRead < 3'000'000);
        QVERIFY(entry().flags & format::DirectoryEntry::Sparse);
        // What was written is a hole again, and a hole is written to.
        make({});
        VERIFY_OK(backUp());
        verifyContent(content({}));
    }

    void aFileThatShrinksToAChunkIsOne()
    {
        write(randomBytes(1, kSize));
        VERIFY_OK(backUp());
        write(randomBytes(1, 1'000));
        const auto report = backUp();
        VERIFY_OK(report);
        QCOMPARE(entry().content,
                 codec::signatureOf(codec::Digester(identity_->domainSecret), randomBytes(1, 1'000)).name);
    }

    void aLostOrDamagedSetIsFetchedAgain_data()
    {
        QTest::addColumn<bool>("isLost");
        QTest::newRow("lost") << true;
        QTest::newRow("damaged") << false;
    }
    void aLostOrDamagedSetIsFetchedAgain()
    {
        QFETCH(bool, isLost);
        auto content = randomBytes(1, kSize);
        write(content);
        VERIFY_OK(backUp());
        content = withInsertions(content);
        write(content);
        VERIFY_OK(backUp());
        for (const auto &name : kept().entryList(QDir::Files)) {
            QFile file(kept().filePath(name));
            if (isLost)
                QVERIFY(file.remove());
            else
                QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(5'000) && file.write("damage") == 6);
        }
        content = withPagesChanged(content);
        write(content);
        const auto report = backUp();
        VERIFY_OK(report);
        verifyContent(content);
        QVERIFY2(report->wire.sent < 90'000, qPrintable(QString::number(report->wire.sent)));
    }

    void setsOfABackupThatFailedAreNotKept()
    {
        auto content = randomBytes(1, kSize);
        write(content);
        VERIFY_OK(backUp());
        write(withInsertions(content));
        options_.regionsOf = [this](const QByteArray &, const FileStatus &) -> std::optional<ChangedRegions> {
            host_->stop(); // just before the file is read
            return std::nullopt;
        };
        QVERIFY(!backUp());
        QVERIFY(kept().isEmpty());
    }

    /// Fingerprints only propose. Here they are made to lie: a block that the file has now is said to be one that the
    /// last version has.
    void aWrongMatchIsFoundAndTheFileIsSent()
    {
        const codec::Digester digester(identity_->domainSecret);
        auto content = randomBytes(1, kSize);
        write(content);
        VERIFY_OK(backUp());
        content = withInsertions(content);
        write(content);
        VERIFY_OK(backUp());

        const auto alien = randomBytes(77, 200'000);
        {
            FingerprintCache cache(kept().path());
            auto set = cache.find(entry().content, digester);
            QVERIFY(set);
            codec::FingerprintBuilder builder(digester, set->key, set->blockSize);
            builder.addLeaf(QByteArrayView(alien).first(codec::kLeafSize));
            const auto lies = builder.takeFingerprints();
            set->fingerprints.replace(100 * codec::kFingerprintSize, lies.size(), lies);
            cache.add(*set);
            cache.commit();
        }
        content.insert(2'000'000, alien);
        write(content);
        const auto report = backUp();
        VERIFY_OK(report);
        verifyContent(content);
        // Cut anew: the chunks that are known are not sent all the same.
        QVERIFY(report->wire.sent < uint64_t(kSize));
    }

    void aScatteredVersionIsCutAnew()
    {
        auto content = randomBytes(1, kSize);
        write(content);
        VERIFY_OK(backUp());
        for (qsizetype at = 0; at < content.size(); at += 8'192)
            content[at] = char(content[at] + 1);
        write(content);
        VERIFY_OK(backUp());
        verifyContent(content);
        QVERIFY(extentsOfFile() > mostExtents(kSize));
        content += "more";
        write(content);
        VERIFY_OK(backUp());
        verifyContent(content);
        QVERIFY(extentsOfFile() < mostExtents(kSize) / 2);
    }

    void ofUntouchedRegionsNothingIsRead()
    {
        auto content = randomBytes(1, 20'000'000);
        write(content);
        VERIFY_OK(backUp());
        ChangedRegions log;
        for (int i = 0; i < 5; ++i) {
            const qsizetype at = 500'000 + i * 3'333'333;
            std::ranges::copy(randomBytes(uint32_t(50 + i), 4'096), content.begin() + at);
            log.push_back({uint64_t(at), 4'096});
        }
        content += "appended"; // what is beyond the old end need not be in the log
        write(content);
        QByteArray asked;
        options_.regionsOf = [&](const QByteArray &path, const FileStatus &) {
            asked = path;
            return std::optional(log);
        };
        const auto report = backUp();
        VERIFY_OK(report);
        QCOMPARE(asked, QFile::encodeName(file()));
        verifyContent(content);
        QVERIFY2(report->statistics.bytesRead <= 11 * uint64_t(codec::kLeafSize),
                 qPrintable(QString::number(report->statistics.bytesRead)));
        QVERIFY2(report->wire.sent < 60'000, qPrintable(QString::number(report->wire.sent)));

        // Cut off, by the set that was kept.
        content.truncate(10'000'000);
        write(content);
        log.clear();
        const auto second = backUp();
        VERIFY_OK(second);
        verifyContent(content);
        QVERIFY(second->statistics.bytesRead <= uint64_t(codec::kLeafSize));
    }

    void regionsOfASmallRewrittenFileAreNotTakenForAll()
    {
        const auto content = randomBytes(1, 1'000'000);
        write(content);
        VERIFY_OK(backUp());
        const auto shifted = "x" + content;
        write(shifted);
        options_.regionsOf = [&](const QByteArray &, const FileStatus &) {
            return std::optional(ChangedRegions{{0, uint64_t(shifted.size())}});
        };
        const auto report = backUp();
        VERIFY_OK(report);
        verifyContent(shifted);
        QVERIFY(report->wire.sent < 12'000);
    }

    void aNewFileIsDifferencedAgainstOneLikeIt()
    {
        auto content = randomBytes(1, kSize);
        write(content);
        QVERIFY(QFile::rename(file(), tree() + QStringLiteral("/dump-2026-11-24.sql")));
        VERIFY_OK(backUp());
        content = withInsertions(content);
        write(content);
        QVERIFY(QFile::rename(file(), tree() + QStringLiteral("/dump-2026-11-25.sql")));
        name_ = QStringLiteral("dump-2026-11-25.sql");
        const auto report = backUp();
        VERIFY_OK(report);
        QCOMPARE(report->statistics.filesNew, uint64_t(1));
        verifyContent(content);
        QVERIFY2(report->wire.sent < 60'000, qPrintable(QString::number(report->wire.sent)));
    }

    /// Chunks that another client sent: a file may go on referring to them, a new one may not.
    void ofAnothersChunksOnlyTheFileItselfIsMade()
    {
        auto content = randomBytes(1, kSize);
        write(content);
        VERIFY_OK(backUp());
        identity_ = host_->client(QStringLiteral("laptop")).value();
        QVERIFY(QDir(state()).removeRecursively() && QDir().mkpath(state()));
        const auto redundant = backUp();
        VERIFY_OK(redundant);
        QVERIFY(redundant->wire.sent < 30'000);

        content = withInsertions(content);
        write(content);
        const auto modified = backUp();
        VERIFY_OK(modified);
        verifyContent(content);
        QVERIFY2(modified->wire.sent < 60'000, qPrintable(QString::number(modified->wire.sent)));

        content = withPagesChanged(content);
        name_ = QStringLiteral("file 2");
        write(content);
        const auto fresh = backUp();
        VERIFY_OK(fresh);
        verifyContent(content);
        QVERIFY(fresh->wire.sent < uint64_t(kSize)); // by chunks
    }
};

QTEST_GUILESS_MAIN(FileDifferenceTest)
#include "tst_file_difference.moc"
