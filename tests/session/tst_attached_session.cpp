/// The agent session of a user whose computer the system's agent protects.
#include "attach/attachable_agent.h"
#include "attach/told_report.h"
#include "session/attached_session.h"
#include "session/protected_computer.h"

#include <QJsonDocument>

#include <sys/socket.h>
#include <sys/un.h>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::tests;
using test::answerOf;

class TestAttachedSession : public QObject
{
    Q_OBJECT

    std::unique_ptr<AttachableAgent> agent_;
    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<AttachedSession> session_;

    AgentState state() const { return AgentState(folder_->filePath(QStringLiteral("state"))); }
    bool isServed(std::chrono::seconds later = {}) const
    {
        return AttachedSession::isServed(state(), agent_->path(), SystemClock().now() + later);
    }
    void report(Decision::State state, uint64_t point)
    {
        AgentReport report;
        report.decision.state = state;
        report.lastBackup = LastBackup{.point = PointId{point}};
        report.lastSuccess = WallTime(std::chrono::hours(24 * 365 * 50));
        agent_->board.publish(report);
    }

private Q_SLOTS:
    void init()
    {
        if (::geteuid() != 0)
            QSKIP("only root is a system's agent");
        agent_ = std::make_unique<AttachableAgent>();
        folder_ = std::make_unique<QTemporaryDir>();
        session_ = std::make_unique<AttachedSession>(state(), agent_->path());
    }
    void cleanup()
    {
        session_.reset();
        folder_.reset();
        agent_.reset();
    }

    void readsAndRestoresOverTheSocket()
    {
        QVERIFY(session_->isManaged());
        QCOMPARE((*answerOf(session_->membership()))->client, QStringLiteral("desk"));
        const auto points = answerOf(session_->points());
        VERIFY_OK(points);
        QCOMPARE((*points)->size(), 1u);
        const auto folder = answerOf(session_->folder(*points, "/", {0, 0}));
        VERIFY_OK(folder);
        QVERIFY((*folder)->find("own.txt"));
        QCOMPARE(answerOf(session_->contentStart(PointId{1}, "/own.txt", 4))->bytes, "of s");
        QVERIFY(!answerOf(session_->search(*points, QStringLiteral("film"))).hits.empty());

        RestoreRequest request;
        request.point = PointId{1};
        request.paths = {"/film"};
        request.to = QFile::encodeName(folder_->path());
        const auto job = session_->restore(request);
        QSignalSpy finished(job.get(), &RestoreJob::finished);
        job->start();
        QVERIFY(finished.wait());
        VERIFY_OK(job->result());
        QFile film(folder_->filePath(QStringLiteral("film")));
        QVERIFY(film.open(QIODevice::ReadOnly));
        QCOMPARE(film.readAll(), QByteArray(3'000'000, 'f'));
        QVERIFY(job->canUndo());
        const auto undo = job->undo();
        QSignalSpy undone(undo.get(), &UndoJob::finished);
        undo->start();
        QVERIFY(undone.wait());
        VERIFY_OK(undo->result());
        QVERIFY(!film.exists());
    }

    void tellsHowTheAgentIsDoingAndWhenThereIsANewPoint()
    {
        QSignalSpy reported(session_.get(), &AgentSession::reported), made(session_.get(), &AgentSession::backedUp);
        session_->protect();
        report(Decision::State::Running, 1);
        QVERIFY(QTest::qWaitFor([&] { return session_->report().has_value(); }));
        QVERIFY(session_->report()->decision.state == Decision::State::Running);
        QCOMPARE(made.count(), 0); // it was there
        report(Decision::State::Idle, 2);
        QVERIFY(made.wait());
        QCOMPARE(session_->report()->lastSuccess, std::optional(WallTime(std::chrono::hours(24 * 365 * 50))));
        session_->backUpNow();
        QVERIFY(QTest::qWaitFor([&] { return agent_->backups == 1; }));
    }

    void anErrorIsToldByItsKind()
    {
        session_->protect();
        AgentReport failed;
        failed.decision.state = Decision::State::NeedsAttention;
        failed.decision.reason = QStringLiteral("ann-pc: no route to 10.0.0.7");
        failed.decision.hindrance = {.kind = Hindrance::Kind::Failure, .error = failed.decision.reason, .again = {}};
        failed.lastError = Error(ErrorKind::Unreachable, failed.decision.reason);
        agent_->board.publish(failed);
        const auto told = withoutPaths(failed).toJson();
        QVERIFY(!QJsonDocument(told).toJson().contains("10.0.0.7"));
        QVERIFY(QTest::qWaitFor([&] { return session_->report().has_value(); })); // root's: all of it
        QCOMPARE(session_->report()->lastError->text(), failed.decision.reason);
        const auto report = reportFromJson(told);
        QVERIFY(report.lastError && report.lastError->kind() == ErrorKind::Unreachable);
        QCOMPARE(report.lastError->text(), QStringLiteral("the backup service cannot be reached"));
        QCOMPARE(report.decision.hindrance.error, report.lastError->text());
    }

    void whatTheAdministratorDecidesIsRefused()
    {
        VERIFY_FAILS(ErrorKind::Denied, answerOf(session_->enrol(QString(), QString())));
        VERIFY_FAILS(ErrorKind::Denied, answerOf(session_->select({})));
        VERIFY_FAILS(ErrorKind::Denied, answerOf(session_->changeSettings({}, {})));
        VERIFY_FAILS(ErrorKind::Denied, answerOf(session_->settings()));
    }

    void whoBeginsBeforeTheAgentIsNotAskedToSetUpAnything()
    {
        using namespace std::chrono_literals;
        QVERIFY(isServed());
        agent_->end();
        QVERIFY(!isServed()); // was never attached
        const FileDescriptor file(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
        std::ranges::copy(agent_->path().toUtf8(), address.sun_path);
        QCOMPARE(::bind(file.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address), 0);
        QVERIFY(isServed()); // nobody listens there yet
        agent_->listen();
        agent_->isEnrolled = false;
        QVERIFY(!isServed());
        agent_->isEnrolled = true;
        session_->protect();
        report(Decision::State::Idle, 1);
        QVERIFY(QTest::qWaitFor([&] { return session_->report().has_value(); }));
        session_.reset();
        agent_->end();
        QVERIFY(isServed());
        QVERIFY(!isServed(8 * 24h)); // it is gone for good
    }

    void whyNoBackupIsMadeIsTold()
    {
        agent_->backups = 1; // the next is refused
        QString told;
        connect(session_.get(), &AgentSession::backupPutOff, this, [&](const Error &why) { told = why.text(); });
        session_->backUpNow();
        QVERIFY(QTest::qWaitFor([&] { return told.contains(QStringLiteral("just now")); }));
    }

    void goesOnWhenTheAgentIsBack()
    {
        session_->protect();
        report(Decision::State::Idle, 1);
        QVERIFY(QTest::qWaitFor([&] { return session_->report().has_value(); }));
        VERIFY_OK(answerOf(session_->points()));
        agent_->end();
        QVERIFY(QTest::qWaitFor([&] { return session_->agentError().has_value(); }));
        VERIFY_FAILS(ErrorKind::NotFound, answerOf(session_->points()));
        QVERIFY(isServed()); // it will be
        agent_->listen();
        VERIFY_OK(answerOf(session_->points()));
        QVERIFY(QTest::qWaitFor([&] { return !session_->agentError(); }, 20'000));
    }
};

QTEST_GUILESS_MAIN(TestAttachedSession)
#include "tst_attached_session.moc"
