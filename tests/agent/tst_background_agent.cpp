/// The agent's loop where no service is: it says what is wrong, goes on, and ends when it is told to. (With a service:
/// end-to-end/tst_protects_by_itself.)
#include "agent/background_agent.h"
#include "policy/selection.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace backspool;
using namespace backspool::engine;
using State = Decision::State;

class TestBackgroundAgent : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<BackgroundAgent> agent_;
    SystemClock clock_;

    QString path(const char *name) const { return folder_->filePath(QString::fromLatin1(name)); }
    void make()
    {
        agent_ = std::make_unique<BackgroundAgent>(AgentState(folder_->path()), path("network.json"),
                                                   QStringLiteral("test"), clock_);
    }
    bool end()
    {
        bool isStopped = false;
        connect(agent_.get(), &BackgroundAgent::stopped, agent_.get(), [&] { isStopped = true; });
        agent_->stop();
        const bool done = QTest::qWaitFor([&] { return isStopped; }, 35'000);
        agent_.reset();
        return done;
    }

private Q_SLOTS:
    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        // However busy the computer is that tests.
        QFile file(path("network.json"));
        const QByteArray policy =
            R"({"version": 1, "schedule": {"load_limit_percent": 100}, "active": {"quiescence_seconds": 0}})";
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(policy) == policy.size());
    }

    void whoWishesForABackupIsToldWhyNoneIsMade()
    {
        make();
        agent_->start();
        QVERIFY(QTest::qWaitFor([&] { return agent_->report().decision.state == State::NeedsAttention; }));
        const auto failed = agent_->wishBackup();
        QVERIFY(!failed && failed.error().kind() == ErrorKind::Busy);
        QVERIFY(!failed.error().text().contains(QStringLiteral("enrol"))); // not the reason's words, which others see
        agent_->pause({});
        const auto paused = agent_->wishBackup();
        QVERIFY(!paused && paused.error().kind() == ErrorKind::Busy);
        QVERIFY(paused.error().text().contains(QStringLiteral("paused")));
        QVERIFY(agent_->report().decision.state == State::Paused);
        QVERIFY(end());
    }

    void withoutAnIdentityItNeedsAttentionAndTriesAgain()
    {
        make();
        agent_->start();
        QVERIFY(QTest::qWaitFor([&] { return agent_->report().decision.state == State::NeedsAttention; }));
        const auto report = agent_->report();
        QVERIFY(report.lastError && report.lastError->text().contains(QStringLiteral("enrol")));
        QVERIFY(report.decision.planned);
        const auto json = report.toJson();
        QCOMPARE(json[QStringLiteral("state")].toString(), QStringLiteral("needs-attention"));
        QCOMPARE(json[QStringLiteral("error")][QStringLiteral("kind")].toString(), QStringLiteral("not-found"));
        // It is kept for people, too, and once: not again at each attempt.
        const auto kept = readActivities(AgentState(folder_->path()));
        QVERIFY(kept && kept->size() == 1);
        QCOMPARE(kept->front().kind, Activity::Kind::Failure);
        QVERIFY(kept->front().reason.contains(QStringLiteral("enrol")));
        // The second attempt comes by itself.
        QVERIFY(QTest::qWaitFor([&] { return agent_->report().decision.planned > report.decision.planned; }, 20'000));
        QCOMPARE(readActivities(AgentState(folder_->path()))->size(), size_t(1));
        QVERIFY(end());
    }

    void aPauseIsKeptOverARestart()
    {
        make();
        agent_->pause(std::nullopt);
        agent_->start();
        QCOMPARE(agent_->report().decision.state, State::Paused);
        QVERIFY(readActivities(AgentState(folder_->path()))->empty()); // who pauses knows of it
        QVERIFY(end());
        make();
        agent_->start();
        QCOMPARE(agent_->report().decision.state, State::Paused);
        agent_->resume();
        QVERIFY(agent_->report().decision.state != State::Paused);
        QVERIFY(end());
    }

    void aDamagedMemoryIsNoHindrance()
    {
        QFile file(path("schedule.json"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("damaged") > 0);
        file.close();
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("schedule.json")));
        make();
        agent_->start();
        QVERIFY(agent_->report().decision.state != State::Idle);
        QVERIFY(end());
        QVERIFY(ScheduleMemory::load(path("schedule.json")));
    }

    void aRefusedPolicyIsSaid()
    {
        QFile file(path("network.json"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{") > 0);
        file.close();
        make();
        int changes = 0;
        connect(agent_.get(), &BackgroundAgent::changed, agent_.get(), [&] { ++changes; });
        agent_->start();
        QCOMPARE(agent_->report().policyErrors.size(), 1U);
        QVERIFY(changes > 0);
        QVERIFY(agent_->report().toJson().contains(QStringLiteral("policy_errors")));
        QVERIFY(end());
    }

    void nothingBeginsAfterAStop()
    {
        make();
        QVERIFY(end());
        QVERIFY(!QFile::exists(path("schedule.json")));
    }
};

QTEST_GUILESS_MAIN(TestBackgroundAgent)
#include "tst_background_agent.moc"
