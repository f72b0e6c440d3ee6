/// A PostgreSQL server that works all the time, backed up and restored: it starts, recovers, and is whole.
#include "active/postgres_cluster.h"
#include "story.h"

#include <QDir>

using namespace backspool::test;

class DatabaseServer : public QObject
{
    Q_OBJECT

    std::unique_ptr<Story> story_;
    std::unique_ptr<Agent> agent_;
    std::unique_ptr<QTemporaryDir> folder_; ///< which nobody may go through
    std::unique_ptr<PostgresCluster> server_;

    QString data() const { return folder_->filePath(QStringLiteral("data")); }
    Output backUp(const QStringList &more = {}) const
    {
        return agent_->command(QStringList{QStringLiteral("backup"), data(), QStringLiteral("--json")} + more);
    }
    static QJsonObject groupOf(const Output &backup)
    {
        for (const auto &group : backup.json()[QStringLiteral("groups")].toArray()) {
            if (group.toObject()[QStringLiteral("kind")].toString() == QStringLiteral("postgresql"))
                return group.toObject();
        }
        return {};
    }
    static QString protectionOf(const Output &backup)
    {
        return groupOf(backup)[QStringLiteral("protection")].toString();
    }
    static QString reasonOf(const Output &backup) { return groupOf(backup)[QStringLiteral("reason")].toString(); }
    QString restored(int point) const
    {
        const QString to = folder_->filePath(QStringLiteral("out-%1").arg(point));
        const auto output = agent_->command({QStringLiteral("restore"), data(), QStringLiteral("--to"), to,
                                             QStringLiteral("--point"), QString::number(point)});
        if (output.code != 0)
            qWarning().noquote() << output.text();
        return to + QStringLiteral("/data");
    }
    /// Names of the cluster's folder at the newest point.
    QByteArray listing() const { return agent_->command({QStringLiteral("ls"), data()}).out; }

    /// They change all the tables of pgbench in each of their transactions.
    std::unique_ptr<QProcess> startWriters() const
    {
        server_->query(QStringLiteral("CREATE EXTENSION amcheck"));
        server_->tool(QStringLiteral("pgbench"), {QStringLiteral("-i"), QStringLiteral("-q"), QStringLiteral("-s"),
                                                  QStringLiteral("3"), QStringLiteral("postgres")});
        auto writers = server_->startTool(QStringLiteral("pgbench"),
                                          {QStringLiteral("-c"), QStringLiteral("3"), QStringLiteral("-T"),
                                           QStringLiteral("3000"), QStringLiteral("-n"), QStringLiteral("postgres")});
        return writers->waitForStarted() ? std::move(writers) : nullptr;
    }
    static qint64 transactionsOf(const PostgresCluster &server)
    {
        return server.query(QStringLiteral("SELECT count(*) FROM pgbench_history")).toLongLong();
    }
    /// Empty: a whole database, after one transaction.
    static QString problemOf(const PostgresCluster &copy)
    {
        const auto damage = copy.tool(QStringLiteral("pg_amcheck"),
                                      {QStringLiteral("--heapallindexed"), QStringLiteral("--parent-check"),
                                       QStringLiteral("-d"), QStringLiteral("postgres")});
        if (!damage.isEmpty())
            return damage;
        if (const auto dump = copy.tool(QStringLiteral("pg_dump"), {QStringLiteral("postgres")});
            dump.startsWith(QStringLiteral("code")))
            return dump;
        // What pgbench keeps equal in each transaction (its manual: "What Is the 'Transaction' Actually Performed").
        const auto sums = copy.query(
            QStringLiteral("SELECT (SELECT sum(abalance) FROM pgbench_accounts), (SELECT sum(tbalance) FROM "
                           "pgbench_tellers), (SELECT sum(bbalance) FROM pgbench_branches), (SELECT sum(delta) FROM "
                           "pgbench_history)"));
        const auto parts = sums.split(QLatin1Char('|'));
        const bool isEqual = parts.size() == 4 && !parts[0].isEmpty() && parts.count(parts[0]) == 4;
        return isEqual ? QString() : QStringLiteral("the sums are ") + sums;
    }

private Q_SLOTS:
    void init()
    {
        if (const auto why = PostgresCluster::unavailable(); !why.isEmpty())
            QSKIP(qPrintable(why));
        story_ = std::make_unique<Story>();
        QVERIFY(story_->begin());
        agent_ = story_->agent(QStringLiteral("server"));
        QVERIFY(agent_);
        folder_ = std::make_unique<QTemporaryDir>();
        QVERIFY(QFile::setPermissions(folder_->path(),
                                      QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ExeOther));
        QVERIFY(openForNobody(data()));
        server_ = std::make_unique<PostgresCluster>(data());
        QVERIFY(server_->init() && server_->start());
    }
    void cleanup()
    {
        server_.reset();
        agent_.reset();
        story_.reset();
        folder_.reset();
    }

    void everyPointOfABusyServerStartsAndIsWhole()
    {
        const auto writers = startWriters();
        QVERIFY(writers);
        constexpr int kPoints = 4;
        std::vector<qint64> before;
        for (int i = 0; i < kPoints; ++i) {
            // Tables that come and go, and grow, while they are read.
            QCOMPARE(server_->query(QStringLiteral("CREATE TABLE t%1 AS SELECT generate_series(1, 20000) AS n").arg(i)),
                     QString());
            const auto count = transactionsOf(*server_);
            QTRY_VERIFY_WITH_TIMEOUT(transactionsOf(*server_) > count, 60'000);
            before.push_back(transactionsOf(*server_));
            const auto backup = backUp();
            VERIFY_CODE(backup, 0);
            QVERIFY2(protectionOf(backup) == QStringLiteral("backup-mode"), qPrintable(backup.text()));
            QCOMPARE(number(backup, "files_inconsistent"), 0);
            QCOMPARE(number(backup, "files_skipped"), 0);
            QVERIFY(!QFile::exists(data() + QStringLiteral("/backup_label")));
        }
        QVERIFY2(writers->state() == QProcess::Running, writers->readAll().constData()); // it was not disturbed
        QCOMPARE(server_->query(QStringLiteral("SELECT count(*) FROM pg_replication_slots")), QStringLiteral("0"));
        QVERIFY2(listing().contains("backup_label") && !listing().contains("postmaster.pid"), listing().constData());
        writers->kill();
        writers->waitForFinished();

        for (int point = 1; point <= kPoints; ++point) {
            PostgresCluster copy(restored(point), 5433);
            QVERIFY(copy.start());
            QCOMPARE(problemOf(copy), QString());
            QVERIFY2(transactionsOf(copy) >= before[size_t(point - 1)], "what was committed before is missing");
            QCOMPARE(copy.query(QStringLiteral("SELECT count(*) FROM t%1").arg(point - 1)), QStringLiteral("20000"));
        }
    }

    void theWriteLogIsNotBelievedThere()
    {
        const auto writers = startWriters();
        QVERIFY(writers);
        QVERIFY(writeFile(agent_->state() + QStringLiteral("/policy.json"),
                          R"({"version": 1, "schedule": {"target_delay_seconds": 1, "forced_start_seconds": 0}})"));
        VERIFY_CODE(agent_->command({QStringLiteral("selection"), QStringLiteral("add"), data()}), 0);
        const auto daemon = agent_->start({QStringLiteral("run")});
        const auto report = [this] {
            return agent_->command({QStringLiteral("status"), QStringLiteral("--json")})
                .json()[QStringLiteral("agent")];
        };
        constexpr int kPoints = 6;
        QTRY_VERIFY_WITH_TIMEOUT(report()[QStringLiteral("last_backup")][QStringLiteral("point")].toInt() >= kPoints,
                                 300'000);
        const auto last = report();
        const bool hadLog = last[QStringLiteral("write_log")][QStringLiteral("valid")].toBool();
        QCOMPARE(
            last[QStringLiteral("last_backup")][QStringLiteral("groups")][0][QStringLiteral("protection")].toString(),
            QStringLiteral("backup-mode"));
        daemon->terminate();
        QVERIFY(daemon->waitForFinished(60'000));
        writers->kill();
        writers->waitForFinished();
        for (const int point : {kPoints - 1, kPoints}) {
            PostgresCluster copy(restored(point), 5433);
            QVERIFY(copy.start());
            QCOMPARE(problemOf(copy), QString());
        }
        if (!hadLog)
            QSKIP("without a write log here, which had nothing to be believed");
    }

    void aStoppedServersPointHasNoLabel()
    {
        VERIFY_CODE(backUp(), 0);
        QVERIFY(listing().contains("backup_label"));
        server_->stop();
        const auto stopped = backUp();
        VERIFY_CODE(stopped, 0);
        QCOMPARE(protectionOf(stopped), QStringLiteral("at-rest"));
        QVERIFY(!listing().contains("backup_label"));
        PostgresCluster copy(restored(2), 5433);
        QVERIFY(copy.start());
        QCOMPARE(copy.query(QStringLiteral("SELECT 1")), QStringLiteral("1"));
    }

    void whatTheServerDoesNotAllowIsMarkedAndSaysWhatToDo()
    {
        QVERIFY(writeFile(data() + QStringLiteral("/pg_hba.conf"), "local all all reject\n"));
        server_->stop();
        QVERIFY(server_->start());
        const auto backup = backUp();
        VERIFY_CODE(backup, 0);
        QCOMPARE(protectionOf(backup), QStringLiteral("none"));
        const auto reason = reasonOf(backup);
        QVERIFY2(reason.contains(QStringLiteral("pg_hba.conf rejects")), qPrintable(reason));
        QVERIFY2(reason.contains(QStringLiteral("pg_dumpall")), qPrintable(reason));
        QVERIFY(!listing().contains("backup_label"));
    }

    void whatIsNotWholeIsMarked()
    {
        const auto excluded = backUp({QStringLiteral("--exclude"), QStringLiteral("pg_xact/")});
        VERIFY_CODE(excluded, 0);
        QCOMPARE(protectionOf(excluded), QStringLiteral("none"));
        QVERIFY2(reasonOf(excluded).contains(QStringLiteral("exclusion")), qPrintable(excluded.text()));
        QVERIFY(number(excluded, "files_inconsistent") > 0);
    }

    void tablespacesElsewhereAreSaidNotToBeCovered()
    {
        const QString space = folder_->filePath(QStringLiteral("space"));
        QVERIFY(openForNobody(space));
        QCOMPARE(server_->query(QStringLiteral("CREATE TABLESPACE far LOCATION '%1'").arg(space)), QString());
        const auto backup = backUp();
        VERIFY_CODE(backup, 0);
        QCOMPARE(protectionOf(backup), QStringLiteral("none"));
        QVERIFY2(reasonOf(backup).contains(QStringLiteral("tablespaces")), qPrintable(backup.text()));
    }

    void functionsOfTheDatabasesUsersAreNotCalled()
    {
        // Its arguments fit the question better than those of the server's own.
        QCOMPARE(server_->query(QStringLiteral("CREATE FUNCTION public.concat_ws(text, text, integer, bigint, bigint, "
                                               "text) RETURNS text LANGUAGE sql AS 'SELECT ''called''::text'")),
                 QString());
        const auto backup = backUp();
        VERIFY_CODE(backup, 0);
        QVERIFY2(protectionOf(backup) == QStringLiteral("backup-mode"), qPrintable(backup.text()));
    }

    void aFolderThatIsOpenForOthersIsNotAskedFor()
    {
        QVERIFY(QFile::setPermissions(data(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner |
                                                  QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup));
        const auto backup = backUp();
        VERIFY_CODE(backup, 0);
        QCOMPARE(protectionOf(backup), QStringLiteral("none"));
        QVERIFY2(reasonOf(backup).contains(QStringLiteral("open for others")), qPrintable(backup.text()));
    }

    void aGroupOfTheUsersDoesNotTakeInWhatComesFromTheServer()
    {
        QVERIFY(writeFile(agent_->state() + QStringLiteral("/policy.json"),
                          R"({"version": 1, "active": {"groups": [{"name": "all", "folder": ")" + data().toUtf8() +
                              R"(", "members": ["*"]}]}})"));
        for (int i = 0; i < 2; ++i) {
            VERIFY_CODE(backUp(), 0);
            QVERIFY2(listing().contains("backup_label"), listing().constData());
        }
    }

    void thePolicyCanLeaveTheServerAlone()
    {
        QVERIFY(writeFile(agent_->state() + QStringLiteral("/policy.json"),
                          R"({"version": 1, "active": {"ask_servers": false}})"));
        const auto backup = backUp();
        VERIFY_CODE(backup, 0);
        QCOMPARE(protectionOf(backup), QStringLiteral("none"));
    }
};

QTEST_GUILESS_MAIN(DatabaseServer)
#include "tst_database_server.moc"
