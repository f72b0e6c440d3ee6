/// Large files by clones, on real btrfs and XFS: whatever was done to a file, the point has every byte of it, and what
/// is read is in proportion to what was written.
#include "api/host.h"
#include "backup/backup_run.h"
#include "codec/signature.h"
#include "difference/known_version.h"
#include "difference/tree_cache.h"
#include "support/files.h"
#include "support/verify_ok.h"
#include "watch/mounted_image.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <algorithm>
#include <set>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::test;

namespace {

constexpr qsizetype kSize = 8'000'000; // the last block is not whole
constexpr uint64_t kLeaf = 65'536;

FileDescriptor openFile(const QString &path, int flags = O_RDWR)
{
    return FileDescriptor(::open(QFile::encodeName(path).constData(), flags | O_CLOEXEC, 0600));
}

void writeAt(const QString &path, off_t offset, const QByteArray &bytes)
{
    const auto file = openFile(path);
    QCOMPARE(::pwrite(file.get(), bytes.constData(), size_t(bytes.size()), offset), bytes.size());
}

void store(const QString &path, off_t offset, char byte)
{
    constexpr off_t kPage = 4'096;
    const auto file = openFile(path);
    auto *page = static_cast<char *>(
        ::mmap(nullptr, kPage, PROT_READ | PROT_WRITE, MAP_SHARED, file.get(), offset / kPage * kPage));
    QVERIFY(page != MAP_FAILED);
    page[offset % kPage] = byte;
    ::munmap(page, kPage);
}

void punch(const QString &path, off_t offset, off_t length)
{
    const auto file = openFile(path);
    QCOMPARE(::fallocate(file.get(), FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset, length), 0);
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// By a tool of the file system; whatever comes of it.
void rearrange(const QString &path)
{
    for (const auto &command : {QStringList{QStringLiteral("btrfs"), QStringLiteral("filesystem"),
                                            QStringLiteral("defragment"), QStringLiteral("-f"), path},
                                QStringList{QStringLiteral("xfs_fsr"), path}}) {
        QProcess process;
        process.start(command.first(), command.sliced(1));
        process.waitForFinished(60'000);
    }
}

using Edit = std::function<void(const QString &path)>;

struct Case
{
    const char *what;
    Edit edit;
    uint64_t mostRead; ///< leaves; 0: no bound
};

std::vector<Case> cases()
{
    return {
        {"nothing", [](const QString &) {}, 1},
        {"scattered pages",
         [](const QString &path) {
             for (int i = 0; i < 20; ++i)
                 writeAt(path, 350'000 * i + 1'000, randomBytes(uint32_t(i + 5), 4'096));
         },
         45},
        {"the same bytes again", [](const QString &path) { writeAt(path, 100'000, contentOf(path).mid(100'000, 10)); },
         2},
        {"stores through a mapping",
         [](const QString &path) {
             for (int i = 0; i < 10; ++i)
                 store(path, 700'000 * i + 77, char(i));
         },
         0}, // on XFS, all of a large folio
        {"holes",
         [](const QString &path) {
             punch(path, 1'048'576, 262'144);
             punch(path, 5'000'000, 100);
         },
         8},
        {"an append", [](const QString &path) { writeAt(path, kSize, randomBytes(3, 100'000)); }, 5},
        {"cut off", [](const QString &path) { QVERIFY(QFile::resize(path, 3'333'333)); }, 2},
        {"cut off and grown",
         [](const QString &path) { QVERIFY(QFile::resize(path, 3'333'333) && QFile::resize(path, kSize)); }, 4},
        {"emptied and written anew",
         [](const QString &path) {
             const auto content = contentOf(path);
             QFile file(path);
             QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write("x" + content) > 0);
         },
         0},
        {"another file in its place",
         [](const QString &path) {
             QFile other(path + QStringLiteral(".new"));
             QVERIFY(other.open(QIODevice::WriteOnly) && other.write(randomBytes(9, kSize)) == kSize);
             other.close();
             QCOMPARE(::rename(QFile::encodeName(other.fileName()).constData(), QFile::encodeName(path).constData()),
                      0);
         },
         0},
        {"an edited clone in its place",
         [](const QString &path) {
             const auto copy = path + QStringLiteral(".new");
             {
                 const auto from = openFile(path), to = openFile(copy, O_RDWR | O_CREAT);
                 QCOMPARE(::ioctl(to.get(), FICLONE, from.get()), 0);
             }
             writeAt(copy, 4'000'000, "edited");
             QCOMPARE(::rename(QFile::encodeName(copy).constData(), QFile::encodeName(path).constData()), 0);
         },
         3},
        {"its own parts exchanged",
         [](const QString &path) {
             const auto file = openFile(path);
             file_clone_range range{
                 .src_fd = file.get(), .src_offset = 0, .src_length = 1 << 20, .dest_offset = 4 << 20};
             QCOMPARE(::ioctl(file.get(), FICLONERANGE, &range), 0);
         },
         20},
        {"room made within",
         [](const QString &path) {
             const auto file = openFile(path);
             punch(path, 2'097'152, 1'048'576);
             QCOMPARE(::fallocate(file.get(), 0, 2'097'152, 1'048'576), 0);
             writeAt(path, 2'500'000, "in it");
         },
         20},
        {"rearranged", [](const QString &path) { rearrange(path); }, 0},
    };
}

} // namespace

class ShadowFilesTest : public QObject
{
    Q_OBJECT

    std::map<QString, std::unique_ptr<MountedImage>> images_;
    std::unique_ptr<Host> host_;
    std::unique_ptr<QTemporaryDir> folder_;
    std::optional<protocol::Identity> identity_;
    std::unique_ptr<ShadowFiles> shadows_;
    QString tree_;

    QString file() const { return tree_ + QStringLiteral("/file"); }
    QString state() const { return folder_->filePath(QStringLiteral("state")); }

    /// False: the test is skipped, or has failed.
    bool begin(const QString &type)
    {
        auto &image = images_[type];
        if (!image)
            image = std::make_unique<MountedImage>(type);
        if (!image->error().isEmpty()) {
            [&] { QSKIP(qPrintable(image->error())); }();
            return false;
        }
        tree_ = image->path(QStringLiteral("tree"));
        QDir(tree_).removeRecursively();
        QFile first(file());
        const bool isMade =
            QDir().mkpath(tree_) && first.open(QIODevice::WriteOnly) && first.write(randomBytes(1, kSize)) == kSize;
        [&] { QVERIFY2(isMade, "the file cannot be made"); }();
        return isMade;
    }
    /// Files without a name that this process has open where the tree is: shadows and spare clones. With the number
    /// that tells an inode from the one that was there before.
    std::set<std::pair<uint64_t, int>> clones() const
    {
        struct stat tree{};
        if (::stat(QFile::encodeName(tree_).constData(), &tree) != 0)
            return {};
        std::set<std::pair<uint64_t, int>> found;
        for (const auto &name :
             QDir(QStringLiteral("/proc/self/fd")).entryList(QDir::NoDotAndDotDot | QDir::System | QDir::AllEntries)) {
            struct stat status{};
            int generation = 0;
            const int descriptor = name.toInt();
            if (::fstat(descriptor, &status) == 0 && status.st_dev == tree.st_dev && status.st_nlink == 0 &&
                ::ioctl(descriptor, FS_IOC_GETVERSION, &generation) == 0)
                found.emplace(status.st_ino, generation);
        }
        return found;
    }
    Result<BackupReport> backUp(const CancelToken &cancel = {}, std::vector<QByteArray> excludes = {})
    {
        const auto connection = TRY(protocol::ClientConnection::connect(*identity_, QStringLiteral("test 1")));
        BackupOptions options;
        options.paths = {QFile::encodeName(tree_)};
        options.excludes = std::move(excludes);
        options.racyWindow = {};
        options.shadows = shadows_.get();
        options.methodRule.most = 0; // regions, however much of the file they are
        NoProgress progress;
        return runBackup(*connection, *identity_, AgentState(state()), SystemClock(), options, progress, cancel);
    }
    /// What is kept in its state folder stays.
    void restartAgent()
    {
        shadows_ = std::make_unique<ShadowFiles>();
        shadows_->setLeastSize(1'000'000);
    }
    /// The last point has it as it is, and the service can put it together.
    void verifyContent()
    {
        const auto content = contentOf(file());
        const auto signature = codec::signatureOf(codec::Digester(identity_->domainSecret), content);
        const auto cache =
            TreeCache::open(state() + QStringLiteral("/cache"),
                            identity_->repository.toUtf8() + '/' + QByteArray::number(identity_->client.value))
                .value();
        uint64_t record = cache->point().rootRecord.offset;
        std::optional<format::DirectoryEntry> is;
        for (const auto &name : QFile::encodeName(file()).split('/').sliced(1)) {
            const auto folder = cache->read(record).value();
            const auto entry = std::ranges::find(folder.entries(), QByteArrayView(name), &CachedFolder::Entry::name);
            QVERIFY(entry != folder.entries().end());
            record = entry->child.offset;
            is = format::DirectoryEntry::decode(entry->entry).value();
        }
        QCOMPARE(is->size, uint64_t(content.size()));
        QCOMPARE(is->content, signature.name);
        VERIFY_OK(host_->appliance().trust().verify(is->content, is->size));
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
        restartAgent();
        QVERIFY(QDir().mkpath(state()));
    }
    void cleanup()
    {
        shadows_.reset();
        host_.reset();
        folder_.reset();
    }

    void whateverIsDoneEveryByteIsInThePoint_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<int>("number");
        const auto all = cases();
        for (const char *type : {"btrfs", "xfs"}) {
            for (size_t i = 0; i < all.size(); ++i)
                QTest::addRow("%s, %s", all[i].what, type) << QString::fromLatin1(type) << int(i);
        }
    }
    void whateverIsDoneEveryByteIsInThePoint()
    {
        QFETCH(QString, type);
        QFETCH(int, number);
        if (!begin(type))
            return;
        VERIFY_OK(backUp());
        for (int i = 0; i < 2; ++i) { // clones are made onto clones
            writeAt(file(), 3'000'000 + i * 100'000, "changed");
            VERIFY_OK(backUp());
            if (number % 2 == 0)
                shadows_->tidy();
        }
        QCOMPARE(shadows_->count(), size_t(1));
        const auto edited = cases()[size_t(number)];
        edited.edit(file());
        QFile::setPermissions(file(), QFile::ReadOwner); // looked at in any case
        for (int round = 0; round < 2; ++round) {        // the second by the shadow of the first
            const auto report = backUp();
            VERIFY_OK(report);
            verifyContent();
            const auto read = report->statistics.bytesRead;
            if (edited.mostRead > 0 || round > 0)
                QVERIFY2(read <= (round > 0 ? 2 : edited.mostRead) * kLeaf, qPrintable(QString::number(read)));
            writeAt(file(), 7'000, "again");
        }
    }

    /// The shadow and a spare one take turns: none is made anew.
    void aCloneIsMadeOntoTheOneBefore_data()
    {
        QTest::addColumn<bool>("isTidied");
        QTest::newRow("at once") << false;
        QTest::newRow("made like the newest in between") << true;
    }
    void aCloneIsMadeOntoTheOneBefore()
    {
        QFETCH(bool, isTidied);
        if (!begin(QStringLiteral("xfs")))
            return;
        const auto next = [&](int round) {
            writeAt(file(), 1'000'000 + round * 100'000, "changed");
            VERIFY_OK(backUp());
            if (isTidied)
                shadows_->tidy();
        };
        next(0);
        QCOMPARE(clones().size(), size_t(1));
        next(1);
        const auto both = clones();
        QCOMPARE(both.size(), size_t(2));
        for (int round = 2; round < 5; ++round) {
            next(round);
            QCOMPARE(clones(), both);
        }
        verifyContent();
    }

    /// What is known of the first version came off when it was sent: no fingerprints are made nor fetched.
    void theFirstChangeCostsAsLittleAsTheNext()
    {
        if (!begin(QStringLiteral("xfs")))
            return;
        VERIFY_OK(backUp());
        const auto kept = QDir(state() + QStringLiteral("/fingerprints"));
        for (int round = 0; round < 3; ++round) {
            writeAt(file(), 1'000'000 + round * 2'000'000, randomBytes(uint32_t(20 + round), 4'096));
            const auto report = backUp();
            VERIFY_OK(report);
            verifyContent();
            QVERIFY2(report->wire.received < 30'000, qPrintable(QString::number(report->wire.received)));
            QVERIFY(report->statistics.bytesRead <= 2 * kLeaf);
            QCOMPARE(kept.entryList(QDir::Files).size(), 1); // that of the version before has gone
        }
    }

    void afterARestartEveryByteIsInThePoint_data()
    {
        QTest::addColumn<int>("number");
        const auto all = cases();
        for (size_t i = 0; i < all.size(); ++i)
            QTest::newRow(all[i].what) << int(i);
    }
    void afterARestartEveryByteIsInThePoint()
    {
        QFETCH(int, number);
        if (!begin(QStringLiteral("xfs")))
            return;
        VERIFY_OK(backUp());
        const auto edited = cases()[size_t(number)];
        edited.edit(file());
        QFile::setPermissions(file(), QFile::ReadOwner);
        for (int round = 0; round < 2; ++round) {
            restartAgent();
            VERIFY_OK(backUp());
            verifyContent();
            writeAt(file(), 7'000, "again");
        }
    }

    /// The digests of the last version's leaves are kept: the file is read, and no fingerprints are fetched.
    void afterARestartAFileIsReadOnceAndOnlyChangedPagesAreSent()
    {
        if (!begin(QStringLiteral("xfs")))
            return;
        VERIFY_OK(backUp());
        for (int round = 0; round < 2; ++round) {
            for (int i = 0; i < 10; ++i) // in a tenth of the leaves at most: then their pages are asked for
                writeAt(file(), 700'000 * i + 1'000, randomBytes(uint32_t(50 * round + i), 100));
            restartAgent();
            const auto report = backUp();
            VERIFY_OK(report);
            verifyContent();
            QVERIFY2(report->statistics.bytesRead <= uint64_t(kSize) + 11 * kLeaf,
                     qPrintable(QString::number(report->statistics.bytesRead)));
            QVERIFY2(report->wire.received < 15'000, qPrintable(QString::number(report->wire.received)));
            QVERIFY2(report->wire.sent < 130'000, qPrintable(QString::number(report->wire.sent)));
        }
        const auto shadowed = backUp();
        VERIFY_OK(shadowed);
        QCOMPARE(shadows_->count(), size_t(1));
        QCOMPARE(shadowed->statistics.bytesRead, uint64_t(0));
    }

    /// As it was: nothing is asked but whether the version still is what it was.
    void afterARestartAnUnchangedFileCostsALook()
    {
        if (!begin(QStringLiteral("xfs")))
            return;
        VERIFY_OK(backUp());
        QFile::setPermissions(file(), QFile::ReadOwner);
        restartAgent();
        const auto report = backUp();
        VERIFY_OK(report);
        verifyContent();
        QCOMPARE(report->statistics.bytesRead, uint64_t(kSize));
        QVERIFY(report->wire.sent < 10'000);
    }

    void whatIsKnownOfAVersionMayBeOfNoUse_data()
    {
        QTest::addColumn<QString>("what");
        for (const char *what : {"lost", "cut off", "damaged", "of another version"})
            QTest::newRow(what) << QString::fromLatin1(what);
    }
    void whatIsKnownOfAVersionMayBeOfNoUse()
    {
        QFETCH(QString, what);
        if (!begin(QStringLiteral("xfs")))
            return;
        VERIFY_OK(backUp());
        const QDir kept(state() + QStringLiteral("/fingerprints"));
        const auto pathOfOnly = [&] { return kept.filePath(kept.entryList(QDir::Files).value(0)); };
        const auto stale = contentOf(pathOfOnly());
        writeAt(file(), 100'000, "changed");
        VERIFY_OK(backUp());
        const auto path = pathOfOnly();
        if (what == u"lost")
            QVERIFY(QFile::remove(path));
        else if (what == u"cut off")
            QVERIFY(QFile::resize(path, 1'000));
        else if (what == u"damaged")
            writeAt(path, 1'000, "damage");
        else
            QVERIFY(QFile::resize(path, 0) && (writeAt(path, 0, stale), true));
        for (int round = 0; round < 2; ++round) { // by fingerprints, and by the set that is kept then
            writeAt(file(), 3'000'000 + round * 1'000'000, randomBytes(uint32_t(30 + round), 4'096));
            const auto report = backUp();
            VERIFY_OK(report);
            verifyContent();
            QVERIFY(report->statistics.bytesRead <= 2 * kLeaf);
        }
    }

    /// Another record of the same version (put together anew by the service): its extents come with the set that the
    /// service makes, once.
    void aRecordThatIsNotTheKeptOneIsFetchedOnce()
    {
        if (!begin(QStringLiteral("xfs")))
            return;
        VERIFY_OK(backUp());
        const codec::Digester digester(identity_->domainSecret);
        const QDir kept(state() + QStringLiteral("/fingerprints"));
        QFile known(kept.filePath(kept.entryList(QDir::Files).value(0)));
        QVERIFY(known.open(QIODevice::ReadOnly));
        auto version = KnownVersion::decode(known.readAll(), digester);
        VERIFY_OK(version);
        known.close();
        version->record = digester.node("another record");
        QVERIFY(known.open(QIODevice::WriteOnly) && known.write(version->encode()) > 0);
        known.close();
        writeAt(file(), 3'000'000, "changed");
        const auto report = backUp();
        VERIFY_OK(report);
        verifyContent();
        const auto set =
            kSize / codec::fingerprintBlockSize(uint64_t(kSize)) * codec::kFingerprintSize + version->memory();
        QVERIFY2(report->wire.received < uint64_t(set + 30'000), qPrintable(QString::number(report->wire.received)));
    }

    /// Much of the file was written: what was moved in it is not sent.
    void whatMovesWithinLargeRegionsIsFound()
    {
        if (!begin(QStringLiteral("xfs")))
            return;
        VERIFY_OK(backUp());
        QByteArray turned;
        for (off_t at = 3'980'000; at >= 1'000'000; at -= 20'000)
            turned += contentOf(file()).sliced(at, 20'000);
        writeAt(file(), 1'000'000, turned);
        const auto report = backUp();
        VERIFY_OK(report);
        verifyContent();
        QVERIFY2(report->wire.sent < 500'000, qPrintable(QString::number(report->wire.sent)));
        QVERIFY(report->statistics.bytesRead <= uint64_t(turned.size()) + 3 * kLeaf);
    }

    /// What would take more memory than a version that the chunker cuts is not gathered.
    void ofAScatteredFileNothingIsKept()
    {
        if (!begin(QStringLiteral("xfs")))
            return;
        QVERIFY(QFile::resize(file(), 0) && QFile::resize(file(), kSize));
        for (off_t at = 0; at < kSize; at += 20'000)
            writeAt(file(), at, "data");
        VERIFY_OK(backUp());
        verifyContent();
        QVERIFY(QDir(state() + QStringLiteral("/fingerprints")).entryList(QDir::Files).isEmpty());
        writeAt(file(), 3'000'000, "changed");
        VERIFY_OK(backUp());
        verifyContent();
    }

    /// What a shadow says of the changes of a version that it is not of.
    void aShadowOfSomethingElseIsNotBelieved()
    {
        if (!begin(QStringLiteral("xfs")))
            return;
        VERIFY_OK(backUp());
        const auto content = codec::signatureOf(codec::Digester(identity_->domainSecret), contentOf(file())).name;
        writeAt(file(), 20 * kLeaf, "since the point");
        writeAt(file(), 50 * kLeaf, "since the point");
        {
            const auto folder = openFile(tree_, O_RDONLY | O_DIRECTORY);
            const auto changed = openFile(file());
            auto clone = shadows_->freeze(folder.get(), "file", FileContent(changed.get()));
            VERIFY_OK(clone);
            shadows_->keep(QFile::encodeName(file()), statusOf(changed.get()).value(), content, uint64_t(kSize),
                           *std::move(clone));
            shadows_->commit();
        }
        writeAt(file(), 50 * kLeaf, "and once more");
        VERIFY_OK(backUp());
        verifyContent();
        QCOMPARE(shadows_->count(), size_t(1)); // the right one
        writeAt(file(), 0, "changed");
        const auto report = backUp();
        VERIFY_OK(report);
        verifyContent();
        QVERIFY(report->statistics.bytesRead <= 2 * kLeaf);
    }

    void compressedFilesAreReadAsAWhole()
    {
        if (!begin(QStringLiteral("btrfs")))
            return;
        {
            const auto empty = openFile(file(), O_RDWR | O_TRUNC);
            int flags = FS_COMPR_FL;
            QCOMPARE(::ioctl(empty.get(), FS_IOC_SETFLAGS, &flags), 0);
        }
        writeAt(file(), 0, QByteArray("all the same ").repeated(100'000));
        VERIFY_OK(backUp());
        {
            // Other bytes of the same compressed extent, which has one place on the disk.
            const auto clone = openFile(file());
            file_clone_range range{
                .src_fd = clone.get(), .src_offset = 8'192, .src_length = 8'192, .dest_offset = 262'144};
            QCOMPARE(::ioctl(clone.get(), FICLONERANGE, &range), 0);
        }
        VERIFY_OK(backUp());
        verifyContent();
    }

    void filesThatAreWrittenInPlaceHaveNone()
    {
        if (!begin(QStringLiteral("btrfs")))
            return;
        {
            const auto empty = openFile(file(), O_RDWR | O_TRUNC);
            int flags = FS_NOCOW_FL;
            QCOMPARE(::ioctl(empty.get(), FS_IOC_SETFLAGS, &flags), 0);
        }
        writeAt(file(), 0, randomBytes(4, 2'000'000));
        VERIFY_OK(backUp());
        QCOMPARE(shadows_->count(), size_t(0));
        verifyContent();
    }

    void noneOutlivesItsFile_data()
    {
        QTest::addColumn<bool>("isReplaced");
        QTest::newRow("deleted") << false;
        QTest::newRow("replaced") << true;
    }
    void noneOutlivesItsFile()
    {
        QFETCH(bool, isReplaced);
        if (!begin(QStringLiteral("xfs")))
            return;
        VERIFY_OK(backUp());
        shadows_->tidy();
        QCOMPARE(shadows_->count(), size_t(1));
        if (isReplaced) {
            QVERIFY(QFile::copy(file(), file() + QStringLiteral(".new")));
            QCOMPARE(::rename(QFile::encodeName(file() + QStringLiteral(".new")).constData(),
                              QFile::encodeName(file()).constData()),
                     0);
        } else {
            QVERIFY(QFile::remove(file()));
        }
        shadows_->tidy();
        QCOMPARE(shadows_->count(), size_t(0));
    }

    void noneOutlivesTheFilesSelection()
    {
        if (!begin(QStringLiteral("xfs")))
            return;
        for (int i = 0; i < 2; ++i) {
            writeAt(file(), 1'000'000, "changed" + QByteArray::number(i));
            VERIFY_OK(backUp());
        }
        VERIFY_OK(backUp()); // of a file that is as it was nothing is read
        QCOMPARE(shadows_->count(), size_t(1));
        QCOMPARE(clones().size(), size_t(2));
        VERIFY_OK(backUp({}, {"file"}));
        QCOMPARE(shadows_->count(), size_t(0));
        QVERIFY(clones().empty());
    }

    void ofABackupThatFailsNoneIsKept()
    {
        if (!begin(QStringLiteral("xfs")))
            return;
        VERIFY_OK(backUp());
        writeAt(file(), 1'000'000, "changed");
        CancelToken cancel;
        cancel.cancel();
        QVERIFY(!backUp(cancel));
        QCOMPARE(shadows_->count(), size_t(1));
        const auto report = backUp(); // by the one that was kept before
        VERIFY_OK(report);
        verifyContent();
        QVERIFY(report->statistics.bytesRead <= 2 * kLeaf);
    }

    void onlyLargeFilesHaveOne()
    {
        if (!begin(QStringLiteral("xfs")))
            return;
        shadows_->setLeastSize(uint64_t(kSize) + 1);
        VERIFY_OK(backUp());
        QCOMPARE(shadows_->count(), size_t(0));
        shadows_->setLeastSize(uint64_t(kSize));
        writeAt(file(), 0, "changed");
        VERIFY_OK(backUp());
        QCOMPARE(shadows_->count(), size_t(1));
        shadows_->setLeastSize(0);
        QCOMPARE(shadows_->count(), size_t(0));
    }

    void whereThereAreNoClonesFilesAreReadAsEver()
    {
        if (!begin(QStringLiteral("ext4")))
            return;
        VERIFY_OK(backUp());
        writeAt(file(), 0, "changed");
        VERIFY_OK(backUp());
        QCOMPARE(shadows_->count(), size_t(0));
        verifyContent();
    }
};

QTEST_GUILESS_MAIN(ShadowFilesTest)
#include "tst_shadow_files.moc"
