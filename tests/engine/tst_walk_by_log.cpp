/// Backups that go by the write log: what they do not look at, what they look at all the same, and that their points
/// are those that a look at everything gives.
#include "api/host.h"
#include "backup/backup_run.h"
#include "difference/tree_cache.h"
#include "support/verify_ok.h"
#include "watch/clock_ahead.h"
#include "watch/fanotify_monitor.h"
#include "watch/scripted_monitor.h"

#include <QDir>
#include <QFile>
#include <QRandomGenerator>
#include <QTemporaryDir>

#include <sys/stat.h>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::test;

namespace {

constexpr auto kNoWindow = std::chrono::nanoseconds::zero();
constexpr uint64_t kFiles = 60, kInGroup = 20;

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
}

} // namespace

class WalkByLogTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<Host> host_;
    std::unique_ptr<QTemporaryDir> folder_;
    std::optional<protocol::Identity> identity_;
    ClockAhead clock_;
    ScriptedMonitor *monitor_ = nullptr;
    std::unique_ptr<WriteLog> log_;
    BackupOptions options_;

    QString tree(const char *name = "") const
    {
        return folder_->filePath(QStringLiteral("tree/")) + QLatin1StringView(name);
    }
    QString state() const { return folder_->filePath(QStringLiteral("state")); }
    static QString file(int group, int number) { return QStringLiteral("%1/file-%2").arg(group).arg(number); }
    QString path(int group, int number) const { return tree(file(group, number).toLatin1().constData()); }

    Result<BackupReport> backUp(const CancelToken &cancel = {})
    {
        return backUp(*identity_, state(), options_, cancel);
    }
    Result<BackupReport> backUp(const protocol::Identity &identity, const QString &state, const BackupOptions &options,
                                const CancelToken &cancel = {})
    {
        const auto connection = TRY(protocol::ClientConnection::connect(identity, QStringLiteral("test 1")));
        NoProgress progress;
        return runBackup(*connection, identity, AgentState(state), clock_, options, progress, cancel);
    }
    /// The folder's tree in the last point.
    static ObjectName rootOf(const protocol::Identity &identity, const QString &state, const QString &tree)
    {
        const auto cache =
            TreeCache::open(state + QStringLiteral("/cache"),
                            identity.repository.toUtf8() + '/' + QByteArray::number(identity.client.value))
                .value();
        uint64_t record = cache->point().rootRecord.offset;
        ObjectName root;
        for (const auto &name : QFile::encodeName(QDir::cleanPath(tree)).split('/').sliced(1)) {
            const auto folder = cache->read(record).value();
            const auto entry = std::ranges::find(folder.entries(), QByteArrayView(name), &CachedFolder::Entry::name);
            if (entry == folder.entries().end())
                qFatal("it is not in the point");
            record = entry->child.offset;
            root = format::DirectoryEntry::decode(entry->entry)->content;
        }
        return root;
    }
    void logSays(std::function<void(ChangedSet &)> fill)
    {
        monitor_->next = [fill = std::move(fill)] {
            ChangedSet changes;
            fill(changes);
            return changes;
        };
    }
    QByteArray group(int number) const { return QFile::encodeName(tree(QByteArray::number(number).constData())); }

private Q_SLOTS:
    void init()
    {
        host_ = std::make_unique<Host>();
        VERIFY_OK(host_->start());
        auto identity = host_->client(QStringLiteral("desk"));
        VERIFY_OK(identity);
        identity_ = *std::move(identity);
        folder_ = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir().mkpath(state()) && QDir().mkpath(tree()));
        for (int i = 0; i < int(kFiles); ++i) {
            QVERIFY(QDir().mkpath(tree(QByteArray::number(i / int(kInGroup)).constData())));
            write(path(i / int(kInGroup), i), randomBytes(uint32_t(i), 1'000));
        }
        clock_.ahead = {};
        auto monitor = std::make_unique<ScriptedMonitor>();
        monitor_ = monitor.get();
        log_ = std::make_unique<WriteLog>(std::unique_ptr<WriteMonitor>(std::move(monitor)), state(), clock_);
        options_ = {};
        options_.paths = {QFile::encodeName(QDir::cleanPath(tree()))};
        options_.racyWindow = kNoWindow;
        options_.writeLog = log_.get();
    }
    void cleanup()
    {
        log_.reset();
        host_.reset();
        folder_.reset();
    }

    void whatTheLogDoesNotNameIsNotLookedAtAndCountedAllTheSame()
    {
        const auto first = backUp();
        VERIFY_OK(first);
        QCOMPARE(monitor_->accepted, 1);
        QVERIFY(QDir(tree("1")).removeRecursively()); // of which nobody tells
        write(path(0, 3), "changed in secret");
        const auto second = backUp();
        VERIFY_OK(second);
        QCOMPARE(second->statistics.files, kFiles);
        QCOMPARE(second->statistics.filesUnchanged, kFiles);
        QCOMPARE(second->statistics.bytes, kFiles * 1'000);
        QCOMPARE(second->statistics.directories, first->statistics.directories);
        QCOMPARE(second->statistics.bytesRead, 0U);
        QCOMPARE(second->statistics.filesDeleted, 0U);
    }

    void onlyWhatIsNamedIsLookedAt()
    {
        VERIFY_OK(backUp());
        write(path(0, 3), "named");
        write(path(0, 4), "in secret");
        write(path(1, 25), "in secret too");
        QVERIFY(QFile::remove(path(0, 5)));
        write(tree("0/a-new-one"), "new");
        write(tree("0/z-new-one"), "new in secret");
        logSays([this](ChangedSet &changes) {
            for (const char *name : {"file-3", "file-5", "a-new-one", "came-and-went"})
                changes.addEntry(group(0), name);
        });
        const auto second = backUp();
        VERIFY_OK(second);
        QCOMPARE(second->statistics.filesModified, 1U);
        QCOMPARE(second->statistics.filesDeleted, 1U);
        QCOMPARE(second->statistics.filesNew, 1U);
        QCOMPARE(second->statistics.files, kFiles);
        QCOMPARE(second->statistics.bytesRead, 8U);
        // A folder of which any entry may have changed.
        logSays([this](ChangedSet &changes) { changes.addListing(group(0)); });
        const auto third = backUp();
        VERIFY_OK(third);
        QCOMPARE(third->statistics.filesModified, 1U);
        QCOMPARE(third->statistics.filesNew, 1U);
        // All beneath.
        logSays([this](ChangedSet &changes) { changes.addAll(QFile::encodeName(QDir::cleanPath(tree()))); });
        const auto fourth = backUp();
        VERIFY_OK(fourth);
        QCOMPARE(fourth->statistics.filesModified, 1U);
    }

    void aFolderOfTheSameNameIsNotTheSameFolder()
    {
        VERIFY_OK(backUp());
        QVERIFY(QDir().rename(tree("0"), folder_->filePath(QStringLiteral("away"))));
        QVERIFY(QDir().mkdir(tree("0")));
        write(tree("0/new"), "new");
        logSays([this](ChangedSet &changes) { changes.addEntry(QFile::encodeName(QDir::cleanPath(tree())), "0"); });
        const auto second = backUp();
        VERIFY_OK(second);
        QCOMPARE(second->statistics.files, kFiles - kInGroup + 1);
    }

    void aPointThatTheLogDoesNotKnowMeansALookAtEverything_data()
    {
        QTest::addColumn<QString>("what");
        for (const char *what : {"a backup by hand", "another selection", "an exclusion", "a lost cache", "a lost log"})
            QTest::newRow(what) << QString::fromLatin1(what);
    }
    void aPointThatTheLogDoesNotKnowMeansALookAtEverything()
    {
        QFETCH(QString, what);
        VERIFY_OK(backUp());
        if (what == QStringLiteral("a backup by hand")) {
            auto byHand = options_;
            byHand.writeLog = nullptr;
            VERIFY_OK(backUp(*identity_, state(), byHand));
        } else if (what == QStringLiteral("another selection")) {
            options_.paths.push_back(QFile::encodeName(folder_->filePath(QStringLiteral("state"))));
        } else if (what == QStringLiteral("an exclusion")) {
            options_.excludes.push_back("*.iso");
        } else if (what == QStringLiteral("a lost cache")) {
            QVERIFY(QDir(state() + QStringLiteral("/cache")).removeRecursively());
        } else {
            monitor_->next = {};
        }
        write(path(0, 3), "changed in secret");
        const auto second = backUp();
        VERIFY_OK(second);
        QCOMPARE(second->statistics.filesModified, 1U);
        // And from there it is good again.
        logSays([](ChangedSet &) {});
        write(path(0, 4), "changed in secret");
        const auto third = backUp();
        VERIFY_OK(third);
        QCOMPARE(third->statistics.filesModified, 0U);
    }

    void aBackupThatFailsGivesTheChangesBack()
    {
        VERIFY_OK(backUp());
        CancelToken cancel;
        cancel.cancel();
        QVERIFY(!backUp(cancel));
        QCOMPARE(monitor_->givenBack, 1);
        QCOMPARE(monitor_->accepted, 1);
    }

    void whatIsYoungIsReadAgainWhateverTheLogSays()
    {
        options_.racyWindow = std::chrono::seconds(60);
        VERIFY_OK(backUp());
        const auto again = backUp();
        VERIFY_OK(again);
        QCOMPARE(again->statistics.bytesRead, kFiles * 1'000);
        options_.racyWindow = kNoWindow; // as if a minute had passed
        VERIFY_OK(backUp());
        const auto settled = backUp();
        VERIFY_OK(settled);
        QCOMPARE(settled->statistics.bytesRead, 0U);
        QCOMPARE(settled->statistics.files, kFiles);
    }

    void aFileWithSeveralNamesIsLookedAtEachTime()
    {
        const QString other = folder_->filePath(QStringLiteral("other-name"));
        QCOMPARE(::link(QFile::encodeName(path(1, 30)), QFile::encodeName(other)), 0);
        VERIFY_OK(backUp());
        write(other, "written under a name that is not selected");
        const auto again = backUp();
        VERIFY_OK(again);
        QCOMPARE(again->statistics.filesModified, 1U);
    }

    void whatGotAnotherNameIsFoundByItsNumber()
    {
        VERIFY_OK(backUp());
        QCOMPARE(::link(QFile::encodeName(path(1, 30)), QFile::encodeName(tree("2/link"))), 0);
        struct stat status{};
        QCOMPARE(::stat(QFile::encodeName(path(1, 30)), &status), 0);
        logSays([this, &status](ChangedSet &changes) {
            changes.addEntry(group(2), "link");
            changes.addInode(status.st_ino);
        });
        const auto again = backUp();
        VERIFY_OK(again);
        QCOMPARE(again->statistics.filesModified, 1U); // it is one of several now
    }

    void whatIsLeftOutIsNamedEachTime()
    {
        options_.paths.push_back(QFile::encodeName(folder_->filePath(QStringLiteral("missing"))));
        for (int round = 0; round < 3; ++round) {
            const auto report = backUp();
            VERIFY_OK(report);
            QCOMPARE(report->statistics.filesSkipped, 1U);
            QCOMPARE(report->statistics.files, kFiles);
        }
        write(folder_->filePath(QStringLiteral("missing")), "there");
        const auto report = backUp();
        VERIFY_OK(report);
        QCOMPARE(report->statistics.filesSkipped, 0U);
        QCOMPARE(report->statistics.files, kFiles + 1);
    }

    void aSafetyWalkCountsWhatTheLogMissed()
    {
        VERIFY_OK(backUp());
        write(path(0, 3), "changed in secret");
        write(path(0, 4), "of which the log tells");
        QVERIFY(QFile::remove(path(1, 25)));
        write(tree("2/new"), "new");
        QVERIFY(::chmod(group(2).constData(), 0750) == 0);
        logSays([this](ChangedSet &changes) { changes.addEntry(group(0), "file-4"); });
        VERIFY_OK(backUp()); // not due: nothing is noticed
        QCOMPARE(log_->report().memory.missed, 0U);
        QVERIFY(log_->report().isValid);

        // Other programs use the folder that all lies in.
        logSays([](ChangedSet &changes) { changes.addFolder(QFile::encodeName(QDir::tempPath())); });
        clock_.ahead = std::chrono::days(8);
        const auto safety = backUp();
        VERIFY_OK(safety);
        QCOMPARE(safety->statistics.filesModified, 1U);
        QCOMPARE(safety->statistics.filesDeleted, 1U);
        QCOMPARE(log_->report().memory.missed, 5U); // and two folders, whose own times have changed
        QVERIFY(!log_->report().isValid);

        // Not trusted until a walk finds none.
        write(path(0, 5), "changed in secret again");
        clock_.ahead += std::chrono::hours(1);
        VERIFY_OK(backUp());
        QCOMPARE(log_->report().memory.missed, 6U);
        clock_.ahead += std::chrono::hours(1);
        VERIFY_OK(backUp());
        QCOMPARE(log_->report().memory.missed, 6U);
        QVERIFY(log_->report().isValid);
        write(path(0, 5), "and again");
        const auto trusted = backUp();
        VERIFY_OK(trusted);
        QCOMPARE(trusted->statistics.filesModified, 0U);
    }

    /// Two agents back up one tree that changes: one by the kernel's word, the other by looking at everything.
    void pointsAreThoseOfALookAtEverything()
    {
        auto real = FanotifyMonitor::start();
        if (!real)
            QSKIP(qPrintable(real.error().text()));
        log_ = std::make_unique<WriteLog>(std::unique_ptr<WriteMonitor>(*std::move(real)), state(), clock_);
        options_.writeLog = log_.get();
        auto whole = options_;
        whole.writeLog = nullptr;
        const auto other = host_->client(QStringLiteral("other"));
        VERIFY_OK(other);
        const QString otherState = folder_->filePath(QStringLiteral("state-2"));
        QVERIFY(QDir().mkpath(otherState));
        const auto seed = QRandomGenerator::global()->generate();
        qInfo() << "seed" << seed;
        QRandomGenerator random(seed);
        const auto any = [&] {
            QString at = tree();
            for (int i = random.bounded(1, 4); i > 0; --i)
                at += QStringLiteral("/%1").arg(random.bounded(3));
            return QFile::encodeName(at);
        };
        for (int round = 0; round < 25; ++round) {
            for (int step = random.bounded(1, 15); step > 0; --step) {
                const auto at = any(), to = any();
                switch (random.bounded(8)) {
                case 0:
                case 1:
                    ::mkdir(at.constData(), 0700);
                    break;
                case 2:
                    ::rename(at.constData(), to.constData());
                    break;
                case 3:
                    ::link(at.constData(), to.constData());
                    break;
                case 4:
                    ::unlink(at.constData());
                    break;
                case 5:
                    ::chmod(at.constData(), mode_t(0700 + random.bounded(8)));
                    break;
                default:
                    if (QFile target(QFile::decodeName(at)); target.open(QIODevice::WriteOnly))
                        target.write(QByteArray::number(random.generate()));
                }
            }
            const auto byLog = backUp();
            VERIFY_OK(byLog);
            const auto byWalk = backUp(*other, otherState, whole);
            VERIFY_OK(byWalk);
            QVERIFY2(rootOf(*identity_, state(), tree()) == rootOf(*other, otherState, tree()),
                     qPrintable(QStringLiteral("round %1").arg(round)));
            QCOMPARE(byLog->statistics.files, byWalk->statistics.files);
            QCOMPARE(byLog->statistics.bytes, byWalk->statistics.bytes);
            QCOMPARE(byLog->statistics.directories, byWalk->statistics.directories);
            QCOMPARE(byLog->statistics.filesDeleted, byWalk->statistics.filesDeleted);
        }
    }
};

QTEST_GUILESS_MAIN(WalkByLogTest)
#include "tst_walk_by_log.moc"
