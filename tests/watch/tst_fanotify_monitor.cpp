/// The kernel's own word on what was written: every kind of change is in the cut, on each file system that can be made
/// here.
#include "support/verify_ok.h"
#include "watch/fanotify_monitor.h"
#include "watch/mounted_image.h"

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRandomGenerator>
#include <QTest>

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include <functional>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::test;

namespace {

constexpr qsizetype kSize = 64 << 10;

bool isIn(const ChangedSet &changes, const QString &path)
{
    const auto names = QFile::encodeName(QDir::cleanPath(path)).split('/').sliced(1);
    const auto *folder = &changes.root();
    for (qsizetype i = 0; folder; ++i) {
        if (folder->isAll)
            return true;
        if (i + 1 == names.size())
            return folder->mayHaveChanged(names[i]);
        folder = folder->folder(names[i]);
    }
    return false;
}

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
}

FileDescriptor openFile(const QString &path, int flags = O_RDWR)
{
    return FileDescriptor(::open(QFile::encodeName(path).constData(), flags | O_CLOEXEC, 0600));
}

/// What a backup would take up of a tree.
QMap<QString, QByteArray> contentOf(const QString &tree)
{
    QMap<QString, QByteArray> all;
    QDirIterator entries(tree, QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                         QDirIterator::Subdirectories);
    while (entries.hasNext()) {
        const auto path = entries.next();
        struct stat status{};
        if (::lstat(QFile::encodeName(path).constData(), &status) != 0)
            continue;
        QByteArray what = QByteArray::number(status.st_mode) + ' ' + QByteArray::number(quint64(status.st_ino));
        if (S_ISREG(status.st_mode)) {
            QFile file(path);
            if (file.open(QIODevice::ReadOnly))
                what += ' ' + QByteArray::number(quint64(status.st_nlink)) + ' ' +
                        QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha1).toHex();
        }
        all[path] = what;
    }
    return all;
}

} // namespace

class TestFanotifyMonitor : public QObject
{
    Q_OBJECT

    std::map<QString, std::unique_ptr<MountedImage>> images_;
    QString tree_;
    std::unique_ptr<FanotifyMonitor> monitor_;

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
        auto monitor = FanotifyMonitor::start();
        if (!monitor) {
            [&] { QSKIP(qPrintable(monitor.error().text())); }();
            return false;
        }
        monitor_ = *std::move(monitor);
        tree_ = image->path(QStringLiteral("tree"));
        QDir(tree_).removeRecursively();
        QDir().mkpath(tree_ + QStringLiteral("/a/b"));
        QDir().mkpath(tree_ + QStringLiteral("/quiet"));
        write(tree_ + QStringLiteral("/a/b/file"), QByteArray(kSize, 'x'));
        write(tree_ + QStringLiteral("/a/b/other"), QByteArray(kSize, 'y'));
        write(tree_ + QStringLiteral("/quiet/file"), "never touched");
        return settle();
    }
    /// As after a backup.
    bool settle()
    {
        const auto first = monitor_->cut();
        monitor_->accept();
        if (!first)
            qWarning().noquote() << first.error().text();
        return first.has_value();
    }
    QString path(const char *name) const { return tree_ + QLatin1Char('/') + QLatin1StringView(name); }

    using Action = std::function<void(const QString &tree)>;
    static const std::map<QByteArray, Action> &actions()
    {
        static const auto in = [](const QString &tree, const char *name) { return tree + QLatin1StringView(name); };
        static const std::map<QByteArray, Action> all = {
            {"write", [](const QString &tree) { write(in(tree, "/a/b/file"), "new"); }},
            {"truncate", [](const QString &tree) { QVERIFY(QFile::resize(in(tree, "/a/b/file"), 10)); }},
            {"punch a hole",
             [](const QString &tree) {
                 const auto file = openFile(in(tree, "/a/b/file"));
                 QCOMPARE(::fallocate(file.get(), FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, 4'096), 0);
             }},
            {"store through a mapping",
             [](const QString &tree) {
                 const auto file = openFile(in(tree, "/a/b/file"));
                 auto *bytes = static_cast<char *>(::mmap(nullptr, 4'096, PROT_WRITE, MAP_SHARED, file.get(), 0));
                 QVERIFY(bytes != MAP_FAILED);
                 bytes[7] = 'm';
                 ::munmap(bytes, 4'096);
             }},
            {"clone",
             [](const QString &tree) {
                 const auto from = openFile(in(tree, "/a/b/other"), O_RDONLY), to = openFile(in(tree, "/a/b/file"));
                 if (::ioctl(to.get(), FICLONE, from.get()) != 0)
                     QCOMPARE(::copy_file_range(from.get(), nullptr, to.get(), nullptr, size_t(kSize), 0), kSize);
             }},
            {"change the mode",
             [](const QString &tree) { QCOMPARE(::chmod(QFile::encodeName(in(tree, "/a/b/file")), 0640), 0); }},
            {"delete and make",
             [](const QString &tree) {
                 QVERIFY(QFile::remove(in(tree, "/a/b/file")));
                 write(in(tree, "/a/b/file"), "another");
             }},
            {"replace by rename",
             [](const QString &tree) {
                 write(in(tree, "/a/b/temporary"), "another");
                 QCOMPARE(
                     ::rename(QFile::encodeName(in(tree, "/a/b/temporary")), QFile::encodeName(in(tree, "/a/b/file"))),
                     0);
             }},
            {"delete", [](const QString &tree) { QVERIFY(QFile::remove(in(tree, "/a/b/file"))); }},
        };
        return all;
    }

private Q_SLOTS:
    void cleanup() { monitor_.reset(); }

    void whateverChangesAFileIsInTheCutAndNothingElse_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QByteArray>("action");
        for (const char *type : {"ext4", "btrfs", "xfs", "tmpfs"}) {
            for (const auto &[name, action] : actions())
                QTest::addRow("%s: %s", type, name.constData()) << QString::fromLatin1(type) << name;
        }
    }
    void whateverChangesAFileIsInTheCutAndNothingElse()
    {
        QFETCH(QString, type);
        QFETCH(QByteArray, action);
        if (!begin(type))
            return;
        actions().at(action)(tree_);
        const auto changes = monitor_->cut();
        VERIFY_OK(changes);
        QVERIFY(isIn(*changes, path("a/b/file")));
        QVERIFY(!isIn(*changes, path("quiet")) && !isIn(*changes, path("quiet/file")));
        if (action != "clone")
            QVERIFY(!isIn(*changes, path("a/b/other")));
        monitor_->accept();
        const auto nothing = monitor_->cut();
        VERIFY_OK(nothing);
        QVERIFY(!isIn(*nothing, tree_));
    }

    void aMovedFolderIsAllNewAtItsPlaceAndGoneFromTheOther()
    {
        if (!begin(QStringLiteral("ext4")))
            return;
        write(path("a/b/file"), "before the move");
        QVERIFY(QDir().rename(path("a"), path("quiet/moved")));
        write(path("quiet/moved/b/other"), "after it");
        const auto changes = monitor_->cut();
        VERIFY_OK(changes);
        for (const char *name : {"a", "quiet/moved", "quiet/moved/b", "quiet/moved/b/file", "quiet/moved/b/other"})
            QVERIFY2(isIn(*changes, path(name)), name);
        QVERIFY(!isIn(*changes, path("quiet/file")));
        QVERIFY(QDir().rename(path("quiet/moved"), path("a")));
    }

    void aFolderMadeAnewInPlaceOfADeletedOneIsAllNew()
    {
        if (!begin(QStringLiteral("ext4")))
            return;
        QVERIFY(QDir(path("a/b")).removeRecursively());
        QVERIFY(QDir().mkdir(path("a/b"))); // often with the same number
        const auto changes = monitor_->cut();
        VERIFY_OK(changes);
        QVERIFY(isIn(*changes, path("a/b/file")) && isIn(*changes, path("a/b/other")));
    }

    void aMappingIsInEachCutAsLongAsItLivesAndOnceMore()
    {
        if (!begin(QStringLiteral("ext4")))
            return;
        auto *bytes =
            static_cast<char *>(::mmap(nullptr, 4'096, PROT_WRITE, MAP_SHARED, openFile(path("a/b/file")).get(), 0));
        QVERIFY(bytes != MAP_FAILED);
        for (int round = 0; round < 3; ++round) {
            bytes[0] = char(round);
            const auto changes = monitor_->cut();
            VERIFY_OK(changes);
            monitor_->accept();
            QVERIFY2(isIn(*changes, path("a/b/file")), qPrintable(QString::number(round)));
        }
        bytes[0] = 'z';
        ::munmap(bytes, 4'096);
        const auto last = monitor_->cut();
        VERIFY_OK(last);
        monitor_->accept();
        QVERIFY(isIn(*last, path("a/b/file")));
        const auto after = monitor_->cut();
        VERIFY_OK(after);
        QVERIFY(!isIn(*after, path("a/b/file")));
    }

    void aFileThatIsOpenForWritingIsInEachCut()
    {
        if (!begin(QStringLiteral("ext4")))
            return;
        const auto file = openFile(path("a/b/file"));
        QVERIFY(settle());
        const auto changes = monitor_->cut();
        VERIFY_OK(changes);
        QVERIFY(isIn(*changes, path("a/b/file")));
        const auto reader = openFile(path("a/b/other"), O_RDONLY);
        const auto read = monitor_->cut();
        VERIFY_OK(read);
        QVERIFY(!isIn(*read, path("a/b/other")));
    }

    void theOtherNamesOfANewLinkAreKnownByTheirNumber()
    {
        if (!begin(QStringLiteral("ext4")))
            return;
        QCOMPARE(::link(QFile::encodeName(path("quiet/file")), QFile::encodeName(path("a/link"))), 0);
        struct stat status{};
        QCOMPARE(::stat(QFile::encodeName(path("a/link")), &status), 0);
        const auto changes = monitor_->cut();
        VERIFY_OK(changes);
        QVERIFY(isIn(*changes, path("a/link")));
        QVERIFY(changes->inodes().contains(status.st_ino));
        QVERIFY(QFile::remove(path("a/link")));
    }

    void whatAFailedBackupGivesBackIsInTheNextCut()
    {
        if (!begin(QStringLiteral("ext4")))
            return;
        write(path("a/b/file"), "first");
        VERIFY_OK(monitor_->cut());
        monitor_->giveBack();
        write(path("a/b/other"), "second");
        const auto changes = monitor_->cut();
        VERIFY_OK(changes);
        QVERIFY(isIn(*changes, path("a/b/file")) && isIn(*changes, path("a/b/other")));
    }

    void whatWasUnmountedBetweenIsLookedAtAsAWhole()
    {
        if (!begin(QStringLiteral("ext4")))
            return;
        auto &image = *images_.at(QStringLiteral("ext4"));
        QVERIFY(image.unmount());
        QVERIFY(image.mount());
        const auto changes = monitor_->cut();
        VERIFY_OK(changes);
        QVERIFY(isIn(*changes, path("quiet/file")));
        monitor_->accept();
        // From then on it is watched again.
        write(path("a/b/file"), "later");
        const auto later = monitor_->cut();
        VERIFY_OK(later);
        QVERIFY(isIn(*later, path("a/b/file")) && !isIn(*later, path("quiet/file")));
    }

    void aPathThatIsTooLongIsLookedAtFromAbove()
    {
        if (!begin(QStringLiteral("ext4")))
            return;
        FileDescriptor at(openFile(path("quiet"), O_RDONLY | O_DIRECTORY));
        const QByteArray name(200, 'n');
        for (int depth = 0; depth < 25; ++depth) {
            QCOMPARE(::mkdirat(at.get(), name.constData(), 0700), 0);
            at = FileDescriptor(::openat(at.get(), name.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        }
        QVERIFY(settle());
        {
            const FileDescriptor file(::openat(at.get(), "deep", O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
            QVERIFY(file.isOpen());
        }
        const auto changes = monitor_->cut();
        VERIFY_OK(changes);
        QVERIFY(isIn(*changes, path("quiet/") + QString::fromLatin1(name)));
        QVERIFY(!isIn(*changes, path("a")));
    }

    void theNextMonitorGoesOnWithTheSameQueue()
    {
        if (!begin(QStringLiteral("ext4")))
            return;
        write(path("a/b/file"), "heard by the first");
        FileDescriptor kept(::fcntl(monitor_->descriptor(), F_DUPFD_CLOEXEC, 3));
        const auto state = monitor_->save();
        VERIFY_OK(state);
        monitor_.reset();
        write(path("a/b/other"), "heard by nobody");
        auto next = FanotifyMonitor::start(FanotifyHandover{std::move(kept), *state});
        VERIFY_OK(next);
        const auto changes = (*next)->cut();
        VERIFY_OK(changes);
        QVERIFY(isIn(*changes, path("a/b/file")) && isIn(*changes, path("a/b/other")));
        QVERIFY(!isIn(*changes, path("quiet/file")));
    }

    void whatWasWrittenIsEstimated()
    {
        if (!begin(QStringLiteral("ext4")))
            return;
        QTRY_COMPARE_WITH_TIMEOUT(monitor_->amountWritten().value_or(-1), 0, 12'000);
        std::ignore = ::system(qPrintable(QStringLiteral("head -c 5000 /dev/zero > ") + path("a/b/file")));
        QTRY_VERIFY_WITH_TIMEOUT(monitor_->amountWritten().value_or(-1) >= 5'000, 12'000);
    }

    /// Against the whole truth: what differs between two looks at a tree is in the cut.
    void nothingThatChangedIsMissing_data()
    {
        QTest::addColumn<QString>("type");
        for (const char *type : {"ext4", "btrfs", "xfs", "tmpfs"})
            QTest::newRow(type) << QString::fromLatin1(type);
    }
    void nothingThatChangedIsMissing()
    {
        QFETCH(QString, type);
        if (!begin(type))
            return;
        const auto seed = QRandomGenerator::global()->generate();
        qInfo() << "seed" << seed;
        QRandomGenerator random(seed);
        const auto any = [&](int depth) {
            QString at = tree_;
            for (int i = 0; i < depth; ++i)
                at += QStringLiteral("/%1").arg(random.bounded(3));
            return at;
        };
        auto before = contentOf(tree_);
        for (int round = 0; round < 60; ++round) {
            for (int step = random.bounded(1, 25); step > 0; --step) {
                const auto at = any(random.bounded(1, 4)), to = any(random.bounded(1, 4));
                const auto bytes = QFile::encodeName(at), toBytes = QFile::encodeName(to);
                switch (random.bounded(10)) {
                case 0:
                case 1:
                case 2:
                    ::mkdir(bytes.constData(), 0700);
                    break;
                case 3:
                    ::rename(bytes.constData(), toBytes.constData());
                    break;
                case 4:
                    ::renameat2(AT_FDCWD, bytes.constData(), AT_FDCWD, toBytes.constData(), RENAME_EXCHANGE);
                    break;
                case 5:
                    ::link(bytes.constData(), toBytes.constData());
                    break;
                case 6:
                    if (random.bounded(4) == 0)
                        QDir(at).removeRecursively();
                    else
                        ::unlink(bytes.constData());
                    break;
                case 7:
                    ::chmod(bytes.constData(), mode_t(0700 + random.bounded(8)));
                    break;
                default:
                    if (!QFileInfo(at).isDir()) {
                        QFile file(at);
                        if (file.open(QIODevice::ReadWrite)) {
                            file.seek(random.bounded(100));
                            file.write(QByteArray::number(random.generate()));
                        }
                    }
                }
            }
            const auto changes = monitor_->cut();
            VERIFY_OK(changes);
            monitor_->accept();
            const auto after = contentOf(tree_);
            const auto check = [&](const QString &path, const QByteArray &what) {
                const auto number = what.split(' ').value(1).toULongLong();
                // Of a file with several names the walk looks at each; a new link is known by its number.
                const bool isLinked = before.contains(path) && before.value(path).split(' ').value(2).toInt() > 1;
                // Beneath a folder that is gone, or something else now, all is looked at. (The number may be the same:
                // file systems use it again at once.)
                bool isBeneath = false;
                const auto identity = [](const QByteArray &of) {
                    const auto words = of.split(' ');
                    return std::pair(words.value(0).toUInt() & S_IFMT, words.value(1));
                };
                for (auto above = QFileInfo(path).path(); above != tree_; above = QFileInfo(above).path())
                    isBeneath = isBeneath || (isIn(*changes, above) &&
                                              identity(before.value(above)) != identity(after.value(above)));
                return isIn(*changes, path) || isLinked || isBeneath || changes->inodes().contains(number);
            };
            for (const auto &[path, what] : after.asKeyValueRange()) {
                if (!before.contains(path) || before.value(path) != what)
                    QVERIFY2(check(path, what), qPrintable(QStringLiteral("round %1: %2").arg(round).arg(path)));
            }
            for (const auto &[path, what] : before.asKeyValueRange()) {
                if (!after.contains(path))
                    QVERIFY2(check(path, what), qPrintable(QStringLiteral("round %1: gone %2").arg(round).arg(path)));
            }
            before = after;
        }
    }
};

QTEST_GUILESS_MAIN(TestFanotifyMonitor)
#include "tst_fanotify_monitor.moc"
