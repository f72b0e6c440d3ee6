/// Files that a program overwrites all through their backup, by the agent that runs: each point has them as they were
/// at one moment, and the program never waits for long, whatever becomes of the service.
#include "active/guard/copy_guard.h"
#include "active/loop_mount.h"
#include "active/written_database.h"
#include "active/written_pages.h"
#include "story.h"

#include <QDir>
#include <QElapsedTimer>

#include <fcntl.h>

#include <functional>

using namespace backspool::test;

class OverwrittenFiles : public QObject
{
    Q_OBJECT

    std::unique_ptr<Story> story_;
    std::unique_ptr<Agent> agent_;
    std::unique_ptr<LoopMount> mount_;
    std::unique_ptr<QProcess> daemon_;
    QString tree_;

    static bool until(const std::function<bool()> &holds)
    {
        QElapsedTimer timer;
        timer.start();
        while (timer.elapsed() < 120'000) {
            if (holds())
                return true;
            QTest::qWait(100);
        }
        return false;
    }
    qint64 newestPoint() const
    {
        const auto points =
            agent_->command(words("points --limit 1 --json")).json()[QStringLiteral("points")].toArray();
        return points.isEmpty() ? 0 : points[0][QStringLiteral("point")].toInteger();
    }
    /// Of the newest point but one: that is whole, and was begun after this.
    QString restored(qint64 point) const
    {
        const QString out = story_->path(QStringLiteral("out-%1").arg(point));
        const auto done = agent_->command({QStringLiteral("restore"), tree_, QStringLiteral("--to"), out,
                                           QStringLiteral("--point"), QString::number(point)});
        return done.code == 0 ? out + QStringLiteral("/tree") : done.text();
    }
    bool isMarked(qint64 point, const QString &path) const
    {
        return agent_
            ->command({QStringLiteral("ls"), QStringLiteral("--json"), QStringLiteral("--point"),
                       QString::number(point), path})
            .out.contains("\"inconsistent\":true");
    }

private Q_SLOTS:
    void init()
    {
        story_ = std::make_unique<Story>();
        QVERIFY(story_->begin());
        agent_ = story_->agent(QStringLiteral("server"));
        QVERIFY(agent_);
        mount_ = std::make_unique<LoopMount>(QStringLiteral("ext4"));
        if (!mount_->problem().isEmpty())
            QSKIP(qPrintable(mount_->problem()));
        tree_ = mount_->path() + QStringLiteral("/tree");
        QVERIFY(QDir().mkpath(tree_));
        backspool::engine::CopyGuard guard(std::chrono::milliseconds(500));
        guard.watch(
            backspool::FileDescriptor(::open(QFile::encodeName(tree_).constData(), O_RDONLY | O_CLOEXEC)).get());
        if (!guard.isWatching())
            QSKIP("this kernel has no pre-content events, or we may not ask");
        QVERIFY(writeFile(agent_->state() + QStringLiteral("/policy.json"),
                          R"({"version": 1, "schedule": {"target_delay_seconds": 1, "load_limit_percent": 100},
                              "active": {"quiescence_seconds": 0}})"));
        VERIFY_CODE(agent_->command({QStringLiteral("selection"), QStringLiteral("add"), tree_}), 0);
        daemon_ = agent_->start({QStringLiteral("run")});
        QVERIFY(until([&] {
            daemon_->waitForReadyRead(50);
            return daemon_->canReadLine() && daemon_->readLine() == "ready\n";
        }));
    }
    void cleanup()
    {
        if (daemon_) {
            daemon_->terminate();
            daemon_->waitForFinished();
        }
        daemon_.reset();
        mount_.reset();
        agent_.reset();
        story_.reset();
    }

    void aLargeFileIsAsItWasAtOneMoment()
    {
        constexpr qint64 kPages = 20'000; // 80 MB
        const QString file = tree_ + QStringLiteral("/image");
        QVERIFY(makePages(file, kPages));
        PageWriter writer(file);
        const qint64 before = newestPoint();
        QVERIFY(until([&] { return newestPoint() >= before + 2; }));
        // In the midst of the next, as likely as not.
        story_->service.kill();
        QTest::qWait(2'000);
        QVERIFY(writer.end());
        qInfo() << writer.writes() << "writes, the longest" << writer.longestWrite().count() << "ms";
        QVERIFY(writer.longestWrite() < std::chrono::milliseconds(500));
        QVERIFY(story_->service.start());
        const qint64 point = before + 2;
        QVERIFY(!isMarked(point, file));
        QFile copy(restored(point) + QStringLiteral("/image"));
        QVERIFY2(copy.open(QIODevice::ReadOnly), qPrintable(copy.fileName()));
        qint64 writes = 0;
        const auto problem = problemOfPages(copy.readAll(), kPages, &writes);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        QVERIFY(writes > 0);
    }

    void aLargeDatabaseIsAfterOneTransaction_data()
    {
        QTest::addColumn<QString>("mode");
        QTest::newRow("wal") << QStringLiteral("wal");
        QTest::newRow("delete") << QStringLiteral("delete");
    }
    void aLargeDatabaseIsAfterOneTransaction()
    {
        QFETCH(QString, mode);
        const QString file = tree_ + QStringLiteral("/a.db");
        const DatabaseWriter writer(file, mode, 70);
        QVERIFY(writer.isRunning());
        const qint64 before = newestPoint();
        QVERIFY(until([&] { return newestPoint() >= before + 2; }));
        QVERIFY(writer.isRunning());
        const qint64 point = before + 2;
        QVERIFY(!isMarked(point, file));
        const QString copy = restored(point) + QStringLiteral("/a.db");
        QVERIFY2(problemOf(copy).isEmpty(), qPrintable(problemOf(copy)));
        QVERIFY(transactionsOf(copy) > 0);
    }
};

QTEST_GUILESS_MAIN(OverwrittenFiles)
#include "tst_overwritten_files.moc"
