/// The running agent's socket: what it answers, and what it lets nobody do to it.
#include "agent/agent_socket.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace backspool;
using namespace backspool::engine;

class TestAgentSocket : public QObject
{
    Q_OBJECT

    struct Running
    {
        explicit Running(const AgentState &state)
            : agent(state, state.folder() + QStringLiteral("/none.json"), QStringLiteral("test"), clock),
              socket(AgentSocket::listen(state, agent))
        {
        }
        SystemClock clock;
        BackgroundAgent agent;
        Result<std::unique_ptr<AgentSocket>> socket;
    };
    /// A program that asks.
    struct Asker
    {
        explicit Asker(const AgentState &state) : path(*SocketPath::in(state.folder()))
        {
            socket.connectToServer(path.path);
        }
        /// Lines until there are @p count, or nothing more comes.
        std::vector<QJsonObject> lines(size_t count)
        {
            std::vector<QJsonObject> result;
            while (result.size() < count && QTest::qWaitFor([&] { return socket.canReadLine(); }, 5'000))
                result.push_back(QJsonDocument::fromJson(socket.readLine()).object());
            return result;
        }
        QJsonObject ask(const QByteArray &line)
        {
            socket.write(line + '\n');
            const auto answer = lines(1);
            return answer.empty() ? QJsonObject() : answer[0];
        }
        SocketPath path;
        QLocalSocket socket;
    };

    std::unique_ptr<QTemporaryDir> folder_;
    AgentState state() const { return AgentState(folder_->path()); }
    static QString stateOf(const QJsonObject &answer)
    {
        return answer[QStringLiteral("status")][QStringLiteral("state")].toString();
    }
    static QString kindOf(const QJsonObject &answer)
    {
        return answer[QStringLiteral("error")][QStringLiteral("kind")].toString();
    }

private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void requestsAreAnsweredWithTheReport()
    {
        Running running(state());
        QVERIFY(running.socket);
        Asker asker(state());
        QCOMPARE(stateOf(asker.ask(R"({"request": "status"})")), QStringLiteral("idle")); // not started
        running.agent.start();                                                            // and fails: not enrolled
        QVERIFY(QTest::qWaitFor(
            [&] { return stateOf(asker.ask(R"({"request": "status"})")) == QStringLiteral("needs-attention"); }));
        QCOMPARE(stateOf(asker.ask(R"({"request": "pause"})")), QStringLiteral("paused"));
        const auto until = asker.ask(R"({"request": "pause", "until": "2199-01-01T00:00:00Z"})");
        QCOMPARE(until[QStringLiteral("status")][QStringLiteral("next")].toString(),
                 QStringLiteral("2199-01-01T00:00:00.000Z"));
        QVERIFY(stateOf(asker.ask(R"({"request": "resume"})")) != QStringLiteral("paused"));
        stopAgent(running.agent);
    }

    void aWatcherIsToldOfEachChange()
    {
        Running running(state());
        running.agent.start();
        Asker watcher(state());
        QVERIFY(!stateOf(watcher.ask(R"({"request": "watch"})")).isEmpty());
        Asker other(state());
        other.ask(R"({"request": "pause"})");
        QVERIFY(QTest::qWaitFor([&] {
            const auto lines = watcher.lines(1);
            return !lines.empty() && stateOf(lines[0]) == QStringLiteral("paused");
        }));
        stopAgent(running.agent);
    }

    void whoWaitsForABackupIsToldThatAPauseCameBeforeIt()
    {
        Running running(state());
        running.agent.start();
        Asker asker(state());
        // Both are read before the agent looks what to do.
        asker.socket.write("{\"request\": \"backup\"}\n{\"request\": \"pause\"}\n");
        QVERIFY(QTest::qWaitFor([&] {
            const auto lines = asker.lines(1);
            return !lines.empty() && kindOf(lines[0]) == QStringLiteral("cancelled");
        }));
        stopAgent(running.agent);
    }

    void aReportThatASocketDoesNotTakeAtOnceArrives()
    {
        Running running(state());
        Asker asker(state());
        asker.ask(R"({"request": "backup"})");
        BackupReport report;
        report.skipped.resize(20'000, {QByteArray(100, 'x'), QStringLiteral("it cannot be read")});
        Q_EMIT running.agent.backedUp(1, report);
        Q_EMIT running.agent.changed(); // and a status after it
        const auto lines = asker.lines(1);
        QCOMPARE(lines.size(), 1U);
        QCOMPARE(lines[0][QStringLiteral("backup")][QStringLiteral("skipped")].toArray().size(), 20'000);
    }

    void nonsenseIsRefused_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QString>("kind");
        QTest::newRow("no JSON") << QByteArray("hello") << QStringLiteral("invalid");
        QTest::newRow("empty") << QByteArray() << QStringLiteral("invalid");
        QTest::newRow("list") << QByteArray("[1]") << QStringLiteral("invalid");
        QTest::newRow("nothing asked") << QByteArray("{}") << QStringLiteral("unsupported");
        QTest::newRow("unknown") << QByteArray(R"({"request": "restore"})") << QStringLiteral("unsupported");
        QTest::newRow("no time") << QByteArray(R"({"request": "pause", "until": "soon"})") << QStringLiteral("invalid");
        QTest::newRow("time as number") << QByteArray(R"({"request": "pause", "until": 5})")
                                        << QStringLiteral("invalid");
        QTest::newRow("time far away") << QByteArray(R"({"request": "pause", "until": "9999-01-01T00:00:00Z"})")
                                       << QStringLiteral("invalid");
    }
    void nonsenseIsRefused()
    {
        QFETCH(QByteArray, line);
        QFETCH(QString, kind);
        Running running(state());
        Asker asker(state());
        QCOMPARE(kindOf(asker.ask(line)), kind);
        QCOMPARE(stateOf(asker.ask(R"({"request": "status"})")), QStringLiteral("idle"));
    }

    void aLineWithoutEndEndsTheConnection()
    {
        Running running(state());
        Asker asker(state());
        asker.socket.write(QByteArray(100'000, 'x'));
        QVERIFY(QTest::qWaitFor([&] { return asker.socket.state() == QLocalSocket::UnconnectedState; }));
        Asker next(state());
        QCOMPARE(stateOf(next.ask(R"({"request": "status"})")), QStringLiteral("idle"));
    }

    void connectionsAreBounded()
    {
        Running running(state());
        std::vector<std::unique_ptr<Asker>> many;
        for (int i = 0; i < 40; ++i) {
            many.push_back(std::make_unique<Asker>(state()));
            QTest::qWait(1);
        }
        QVERIFY(QTest::qWaitFor([&] { return many.back()->socket.state() == QLocalSocket::UnconnectedState; }));
        QCOMPARE(stateOf(many.front()->ask(R"({"request": "status"})")), QStringLiteral("idle"));
        many.clear();
        QVERIFY(QTest::qWaitFor(
            [&] { return stateOf(Asker(state()).ask(R"({"request": "status"})")) == QStringLiteral("idle"); }));
    }

    void oneAgentRunsForAStateFolder()
    {
        {
            Running first(state());
            QVERIFY(first.socket);
            const Running second(state());
            QVERIFY(!second.socket);
            QCOMPARE(second.socket.error().kind(), ErrorKind::Busy);
        }
        QVERIFY(!QFile::exists(folder_->filePath(QStringLiteral("agent.socket"))));
        const Running third(state());
        QVERIFY(third.socket);
        QVERIFY(QFile::exists(folder_->filePath(QStringLiteral("agent.socket"))));
    }

    void whatADeadAgentLeftIsInNobodysWay()
    {
        QFile file(folder_->filePath(QStringLiteral("agent.socket")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const Running running(state());
        QVERIFY(running.socket);
    }

    void aLongStateFolderIsNoHindrance()
    {
        const AgentState deep(folder_->path() + QString(3, QLatin1Char('/')) + QString(200, QLatin1Char('d')));
        QVERIFY(deep.create());
        Running running(deep);
        QVERIFY2(running.socket, running.socket ? "" : qPrintable(running.socket.error().text()));
        Asker asker(deep);
        QCOMPARE(stateOf(asker.ask(R"({"request": "status"})")), QStringLiteral("idle"));
        const auto mode = QFile::permissions(deep.folder() + QStringLiteral("/agent.socket"));
        QVERIFY(!(mode & (QFile::ReadOther | QFile::WriteOther | QFile::ReadGroup | QFile::WriteGroup)));
    }

private:
    /// Lets @p agent end as it demands before it goes.
    static void stopAgent(BackgroundAgent &agent)
    {
        bool isStopped = false;
        connect(&agent, &BackgroundAgent::stopped, &agent, [&] { isStopped = true; });
        agent.stop();
        QVERIFY(QTest::qWaitFor([&] { return isStopped; }));
    }
};

QTEST_GUILESS_MAIN(TestAgentSocket)
#include "tst_agent_socket.moc"
