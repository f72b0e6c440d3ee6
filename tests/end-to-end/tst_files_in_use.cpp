/// Databases that a program changes all the time, backed up and restored: whole, and as they were after one
/// transaction.
#include "active/loop_mount.h"
#include "active/written_database.h"
#include "active/written_pages.h"
#include "story.h"

#include <QDir>

using namespace backspool::test;

class FilesInUse : public QObject
{
    Q_OBJECT

    std::unique_ptr<Story> story_;
    std::unique_ptr<Agent> agent_;

    static QJsonObject groupOf(const Output &backup, const QString &path)
    {
        for (const auto &group : backup.json()[QStringLiteral("groups")].toArray()) {
            if (group.toObject()[QStringLiteral("path")].toString() == path)
                return group.toObject();
        }
        return {};
    }

private Q_SLOTS:
    void init()
    {
        story_ = std::make_unique<Story>();
        QVERIFY(story_->begin());
        agent_ = story_->agent(QStringLiteral("desk"));
        QVERIFY(agent_);
    }
    void cleanup()
    {
        agent_.reset();
        story_.reset();
    }

    void everyPointHasTheDatabaseAfterOneTransaction_data()
    {
        QTest::addColumn<QString>("fileSystem");
        QTest::addColumn<QString>("mode");
        for (const char *fileSystem : {"ext4", "btrfs", "xfs"}) {
            for (const char *mode : {"wal", "delete"})
                QTest::addRow("%s %s", fileSystem, mode)
                    << QString::fromLatin1(fileSystem) << QString::fromLatin1(mode);
        }
    }
    void everyPointHasTheDatabaseAfterOneTransaction()
    {
        QFETCH(QString, fileSystem);
        QFETCH(QString, mode);
        const LoopMount mount(fileSystem);
        if (!mount.problem().isEmpty())
            QSKIP(qPrintable(mount.problem()));
        const QString tree = mount.path() + QStringLiteral("/tree"), database = tree + QStringLiteral("/a.db");
        QVERIFY(QDir().mkpath(tree));
        const DatabaseWriter writer(database, mode);
        QVERIFY(writer.isRunning());
        constexpr int kPoints = 4;
        for (int i = 0; i < kPoints; ++i) {
            const auto backup = agent_->command({QStringLiteral("backup"), tree, QStringLiteral("--json")});
            VERIFY_CODE(backup, 0);
            QCOMPARE(groupOf(backup, database)[QStringLiteral("protection")].toString(),
                     fileSystem == QStringLiteral("ext4") ? QStringLiteral("read-lock") : QStringLiteral("clone"));
            QCOMPARE(number(backup, "files_inconsistent"), 0);
        }
        qint64 last = 0;
        for (int point = 1; point <= kPoints; ++point) {
            const QString out = story_->path(QStringLiteral("out-%1").arg(point));
            VERIFY_CODE(agent_->command({QStringLiteral("restore"), tree, QStringLiteral("--to"), out,
                                         QStringLiteral("--point"), QString::number(point)}),
                        0);
            const QString restored = out + QStringLiteral("/tree/a.db");
            QVERIFY(!QFile::exists(restored + QStringLiteral("-shm")));
            QVERIFY2(problemOf(restored).isEmpty(), qPrintable(problemOf(restored)));
            QVERIFY(transactionsOf(restored) >= last);
            last = transactionsOf(restored);
        }
    }

    void aRestoreOverANewerDatabaseReplacesItWithItsLogs_data()
    {
        QTest::addColumn<QString>("mode");
        QTest::newRow("wal") << QStringLiteral("wal");
        QTest::newRow("delete") << QStringLiteral("delete");
    }
    void aRestoreOverANewerDatabaseReplacesItWithItsLogs()
    {
        QFETCH(QString, mode);
        const QString tree = story_->path(QStringLiteral("tree")), database = tree + QStringLiteral("/a.db");
        QVERIFY(QDir().mkpath(tree));
        {
            const DatabaseWriter writer(database, mode);
            QVERIFY(writer.isRunning());
            VERIFY_CODE(agent_->command({QStringLiteral("backup"), tree}), 0);
            VERIFY_CODE(run(QStringLiteral("sleep"), {QStringLiteral("1")}), 0);
        }
        const QString copy = story_->path(QStringLiteral("copy"));
        VERIFY_CODE(agent_->command({QStringLiteral("restore"), tree, QStringLiteral("--to"), copy}), 0);
        const qint64 older = transactionsOf(copy + QStringLiteral("/tree/a.db"));
        const auto restored = agent_->command({QStringLiteral("restore"), database, QStringLiteral("--on-conflict"),
                                               QStringLiteral("overwrite"), QStringLiteral("--json")});
        VERIFY_CODE(restored, 0);
        QVERIFY2(problemOf(database).isEmpty(), qPrintable(problemOf(database)));
        QCOMPARE(transactionsOf(database), older);
        // What it replaced is a whole database as well.
        if (mode == QStringLiteral("wal"))
            QVERIFY2(!restored.json()[QStringLiteral("kept_aside")].toArray().isEmpty(), qPrintable(restored.text()));
        for (const auto &kept : restored.json()[QStringLiteral("kept_aside")].toArray()) {
            const auto names = kept.toObject();
            if (names[QStringLiteral("path")].toString() != database)
                continue;
            const QString aside = tree + QLatin1Char('/') + names[QStringLiteral("kept_as")].toString();
            QVERIFY2(problemOf(aside).isEmpty(), qPrintable(problemOf(aside)));
            QVERIFY(transactionsOf(aside) > older);
        }
    }

    void theFolderOfAServerThatRunsIsMarkedAndNamed()
    {
        const QString tree = story_->path(QStringLiteral("cluster"));
        for (const char *folder : {"/global", "/base"})
            QVERIFY(QDir().mkpath(tree + QString::fromLatin1(folder)));
        QVERIFY(writeFile(tree + QStringLiteral("/PG_VERSION"), "17\n"));
        QVERIFY(writeFile(tree + QStringLiteral("/postmaster.pid"),
                          QByteArray::number(QCoreApplication::applicationPid())));
        const QStringList backup = {QStringLiteral("backup"), tree, QStringLiteral("--json")};
        const auto running = agent_->command(backup);
        VERIFY_CODE(running, 0);
        QCOMPARE(groupOf(running, tree)[QStringLiteral("protection")].toString(), QStringLiteral("none"));
        QCOMPARE(groupOf(running, tree)[QStringLiteral("kind")].toString(), QStringLiteral("postgresql"));
        QVERIFY(QFile::remove(tree + QStringLiteral("/postmaster.pid")));
        const auto stopped = agent_->command(backup);
        VERIFY_CODE(stopped, 0);
        QCOMPARE(groupOf(stopped, tree)[QStringLiteral("protection")].toString(), QStringLiteral("at-rest"));
        QCOMPARE(number(stopped, "files_inconsistent"), 0);
        const auto parent = agent_->command({QStringLiteral("ls"), QStringLiteral("--json"), QStringLiteral("--point"),
                                             QStringLiteral("1"), story_->folder.path()});
        VERIFY_CODE(parent, 0);
        QVERIFY2(parent.out.contains("\"inconsistent\":true"), qPrintable(parent.text()));
    }

    void aDatabaseThatIsSelectedAloneHasItsLog()
    {
        const QString tree = story_->path(QStringLiteral("tree")), database = tree + QStringLiteral("/a.db");
        QVERIFY(QDir().mkpath(tree + QStringLiteral("/a.db2-wal")));
        const DatabaseWriter writer(database, QStringLiteral("wal"));
        QVERIFY(writer.isRunning());
        for (int point = 1; point <= 2; ++point) {
            VERIFY_CODE(agent_->command({QStringLiteral("backup"), database}), 0);
            const QString out = story_->path(QStringLiteral("out-%1").arg(point));
            VERIFY_CODE(agent_->command({QStringLiteral("restore"), tree, QStringLiteral("--to"), out}), 0);
            QVERIFY(QFile::exists(out + QStringLiteral("/tree/a.db-wal")));
            const QString restored = out + QStringLiteral("/tree/a.db");
            QVERIFY2(problemOf(restored).isEmpty(), qPrintable(problemOf(restored)));
        }
    }

    void aDatabaseWhoseLogIsLeftOutIsNamed()
    {
        const QString tree = story_->path(QStringLiteral("tree")), database = tree + QStringLiteral("/a.db");
        QVERIFY(QDir().mkpath(tree));
        const DatabaseWriter writer(database, QStringLiteral("wal"));
        QVERIFY(writer.isRunning());
        const auto backup = agent_->command({QStringLiteral("backup"), tree, QStringLiteral("--exclude"),
                                             QStringLiteral("*-wal"), QStringLiteral("--json")});
        VERIFY_CODE(backup, 0);
        const auto group = groupOf(backup, database);
        QCOMPARE(group[QStringLiteral("protection")].toString(), QStringLiteral("none"));
        QVERIFY2(group[QStringLiteral("reason")].toString().contains(QStringLiteral("exclusion")),
                 qPrintable(backup.text()));
    }

    void whatHasSuchANameAndIsNoFileIsAsAnyOther()
    {
        const QString tree = story_->path(QStringLiteral("tree")), database = tree + QStringLiteral("/a.db");
        QVERIFY(QDir().mkpath(tree + QStringLiteral("/a.db-journal/inside")));
        QVERIFY(QFile::link(QStringLiteral("nowhere"), tree + QStringLiteral("/a.db-wal")));
        QVERIFY(writeFile(database, QByteArray("SQLite format 3\0", 16).leftJustified(4'096, 'x')));
        VERIFY_CODE(agent_->command({QStringLiteral("backup"), tree}), 0);
        const QString out = story_->path(QStringLiteral("out"));
        VERIFY_CODE(agent_->command({QStringLiteral("restore"), tree, QStringLiteral("--to"), out}), 0);
        QCOMPARE(differences(tree, out + QStringLiteral("/tree")), QString());
    }

    void aGroupOfTheUsersIsOfOneMoment_data()
    {
        QTest::addColumn<QString>("fileSystem");
        for (const char *fileSystem : {"ext4", "btrfs", "xfs"})
            QTest::newRow(fileSystem) << QString::fromLatin1(fileSystem);
    }
    void aGroupOfTheUsersIsOfOneMoment()
    {
        QFETCH(QString, fileSystem);
        const LoopMount mount(fileSystem);
        if (!mount.problem().isEmpty())
            QSKIP(qPrintable(mount.problem()));
        const QString tree = mount.path() + QStringLiteral("/tree");
        QVERIFY(QDir().mkpath(tree));
        // Nobody is held up, whatever the kernel can: ext4 is to show what is said of files without any protection.
        QVERIFY(writeFile(agent_->state() + QStringLiteral("/policy.json"),
                          QStringLiteral(R"({"version": 1, "active": {"writer_wait_milliseconds": 0, )"
                                         R"("groups": [{"name": "ledger", "folder": "%1", "members": ["*.part"]}]}})")
                              .arg(tree)
                              .toUtf8()));
        for (const char *name : {"/a.part", "/b.part", "/letter"})
            QVERIFY(writeFile(tree + QString::fromLatin1(name), "1"));
        const auto still = agent_->command({QStringLiteral("backup"), tree, QStringLiteral("--json")});
        VERIFY_CODE(still, 0);
        const auto group = groupOf(still, tree + QStringLiteral("/a.part"));
        QCOMPARE(group[QStringLiteral("kind")].toString(), QStringLiteral("user-defined"));
        QCOMPARE(group[QStringLiteral("name")].toString(), QStringLiteral("ledger"));
        const QString expected =
            fileSystem == QStringLiteral("ext4") ? QStringLiteral("at-rest") : QStringLiteral("clone");
        QCOMPARE(group[QStringLiteral("protection")].toString(), expected);
        QCOMPARE(still.json()[QStringLiteral("group_counts")][expected].toInt(), 1);
        QCOMPARE(still.json()[QStringLiteral("groups")].toArray().size(), 1);

        // One that changes all the time is never of one moment, and says so.
        const QString first = tree + QStringLiteral("/a.part"), second = tree + QStringLiteral("/b.part");
        QVERIFY(makePages(first, 16) && makePages(second, 16));
        const PageWriter firstWriter(first), secondWriter(second);
        Output busy;
        QString protection;
        for (int i = 0; i < 60 && protection != QStringLiteral("none"); ++i) {
            // On a busy computer the writers may have paused for as long as that took.
            busy = agent_->command({QStringLiteral("backup"), tree, QStringLiteral("--json")});
            protection = groupOf(busy, first)[QStringLiteral("protection")].toString();
        }
        VERIFY_CODE(busy, 0);
        QCOMPARE(protection, QStringLiteral("none"));
        QCOMPARE(number(busy, "files_inconsistent"), 2);
    }

    void commandsRunAroundABackupAndTheirFailuresAreNamed()
    {
        const QString tree = story_->path(QStringLiteral("tree")), told = story_->path(QStringLiteral("told"));
        QVERIFY(QDir().mkpath(tree));
        const auto setCommands = [&](const QString &before) {
            const QString policy =
                QStringLiteral(R"({"version": 1, "commands": {"before_backup": ["/bin/sh", "-c", "%1"],)"
                               R"("after_backup": ["/bin/sh", "-c", "echo $BACKSPOOL_RESULT $BACKSPOOL_POINT > %2"]}})")
                    .arg(before, told);
            return writeFile(agent_->state() + QStringLiteral("/policy.json"), policy.toUtf8());
        };
        QVERIFY(setCommands(QStringLiteral("echo whole > %1/dump").arg(tree)));
        const QStringList backup = {QStringLiteral("backup"), tree, QStringLiteral("--json")};
        const auto good = agent_->command(backup);
        VERIFY_CODE(good, 0);
        QCOMPARE(readFile(told), QByteArray("done 1\n"));
        QCOMPARE(good.json()[QStringLiteral("command_failures")].toArray(), QJsonArray());
        const QString out = story_->path(QStringLiteral("out"));
        VERIFY_CODE(agent_->command({QStringLiteral("restore"), tree, QStringLiteral("--to"), out}), 0);
        QCOMPARE(readFile(out + QStringLiteral("/tree/dump")), QByteArray("whole\n"));

        QVERIFY(setCommands(QStringLiteral("echo no room; exit 1")));
        const auto failed = agent_->command(backup);
        VERIFY_CODE(failed, 1);
        QVERIFY2(failed.text().contains(QStringLiteral("code 1: no room")), qPrintable(failed.text()));
        QVERIFY(readFile(told).startsWith("failed"));

        QVERIFY(writeFile(agent_->state() + QStringLiteral("/policy.json"),
                          R"({"version": 1, "commands": {"after_backup": ["/bin/false"]}})"));
        const auto named = agent_->command(backup);
        VERIFY_CODE(named, 3);
        const auto failure = named.json()[QStringLiteral("command_failures")].toArray().first().toObject();
        QCOMPARE(failure[QStringLiteral("phase")].toString(), QStringLiteral("after"));
    }

    void aFileThatCannotBeHeldStillIsMarkedAndNamed_data()
    {
        QTest::addColumn<int>("writerWait");
        QTest::newRow("nobody may be held up") << 0;
        QTest::newRow("the program had it open before") << 500;
    }
    void aFileThatCannotBeHeldStillIsMarkedAndNamed()
    {
        QFETCH(int, writerWait);
        const LoopMount mount(QStringLiteral("ext4")); // without clones
        if (!mount.problem().isEmpty())
            QSKIP(qPrintable(mount.problem()));
        const QString tree = mount.path() + QStringLiteral("/tree"), file = tree + QStringLiteral("/image");
        QVERIFY(QDir().mkpath(tree) && makePages(file, 2'000));
        QVERIFY(writeFile(
            agent_->state() + QStringLiteral("/policy.json"),
            "{\"version\": 1, \"active\": {\"writer_wait_milliseconds\": " + QByteArray::number(writerWait) + "}}"));
        const PageWriter writer(file);
        const auto backup = agent_->command({QStringLiteral("backup"), tree, QStringLiteral("--json")});
        VERIFY_CODE(backup, 0);
        QCOMPARE(number(backup, "files_inconsistent"), 1);
        const auto group = groupOf(backup, file);
        QCOMPARE(group[QStringLiteral("kind")].toString(), QStringLiteral("file"));
        QCOMPARE(group[QStringLiteral("protection")].toString(), QStringLiteral("none"));
        QVERIFY(!group[QStringLiteral("reason")].toString().isEmpty());
        const auto listed = agent_->command(
            {QStringLiteral("ls"), QStringLiteral("--json"), QStringLiteral("--point"), QStringLiteral("1"), file});
        QVERIFY2(listed.out.contains("\"inconsistent\":true"), qPrintable(listed.text()));
    }

    void whatCouldNotBeCapturedIsMarkedAndNamed()
    {
        const QString tree = story_->path(QStringLiteral("tree")), database = tree + QStringLiteral("/a.db");
        QVERIFY(QDir().mkpath(tree));
        QVERIFY(writeFile(agent_->state() + QStringLiteral("/policy.json"),
                          R"({"version": 1, "active": {"spill_mebibytes": 0}})"));
        const DatabaseWriter writer(database, QStringLiteral("delete"));
        QVERIFY(writer.isRunning());
        Output backup;
        QJsonObject group;
        for (int i = 0; i < 20 && group[QStringLiteral("protection")].toString() != QStringLiteral("none"); ++i) {
            backup = agent_->command({QStringLiteral("backup"), tree, QStringLiteral("--json")});
            VERIFY_CODE(backup, 0);
            group = groupOf(backup, database);
            if (group[QStringLiteral("protection")].toString() == QStringLiteral("clone"))
                QSKIP("temporary files are on a file system with clones");
            // On a busy computer the writers may have paused for as long as that took.
        }
        QCOMPARE(group[QStringLiteral("protection")].toString(), QStringLiteral("none"));
        const QString reason = group[QStringLiteral("reason")].toString();
        QVERIFY2(reason.contains(QStringLiteral("active.spill_mebibytes")), qPrintable(reason));
        QVERIFY(number(backup, "files_inconsistent") > 0);
        const auto listing = agent_->command({QStringLiteral("ls"), QStringLiteral("--json"), tree});
        VERIFY_CODE(listing, 0);
        QVERIFY2(listing.out.contains("\"inconsistent\":true"), qPrintable(listing.text()));
    }
};

QTEST_GUILESS_MAIN(FilesInUse)
#include "tst_files_in_use.moc"
