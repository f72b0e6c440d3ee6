/// Who protects the files: the user's own agent, or the system's, which comes and goes while the app runs.
#include "attach/attachable_agent.h"
#include "support/verify_ok.h"
#include "tray/session_choice.h"

#include <QSignalSpy>
#include <QTest>

#include <unistd.h>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::tests;
using namespace backspool::tray;

class TestSessionChoice : public QObject
{
    Q_OBJECT

    std::unique_ptr<AttachableAgent> agent_;
    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<SessionChoice> choice_;

    AgentState state() const { return AgentState(folder_->filePath(QStringLiteral("state"))); }
    /// What look() leads to.
    bool isChanged()
    {
        QSignalSpy changed(choice_.get(), &SessionChoice::changed);
        choice_->look();
        QThreadPool::globalInstance()->waitForDone();
        QCoreApplication::processEvents();
        return !changed.isEmpty();
    }

private Q_SLOTS:
    void init()
    {
        if (::geteuid() != 0)
            QSKIP("only root is a system's agent");
        agent_ = std::make_unique<AttachableAgent>();
        folder_ = std::make_unique<QTemporaryDir>();
        choice_ = std::make_unique<SessionChoice>(state(), agent_->path());
    }
    void cleanup()
    {
        choice_.reset();
        folder_.reset();
        agent_.reset();
    }

    void theSystemsAgentIsSeenWhenItComes()
    {
        agent_->end();
        auto session = choice_->choose();
        QVERIFY(!session->isManaged());
        QVERIFY(!isChanged());
        agent_->listen();
        QVERIFY(isChanged());
        session.reset();
        session = choice_->choose();
        QVERIFY(session->isManaged());
        QVERIFY(!isChanged());
    }

    void whatTheUserHasSetUpStays()
    {
        agent_->end();
        const auto session = choice_->choose();
        VERIFY_OK(state().create());
        QFile identity(state().identityFile());
        QVERIFY(identity.open(QIODevice::WriteOnly));
        identity.close();
        agent_->listen();
        QVERIFY(!isChanged());
    }

    void anAgentThatIsNoMoreEnrolledIsLeft()
    {
        auto session = choice_->choose();
        QVERIFY(session->isManaged());
        session->protect();
        const QString note = state().folder() + QStringLiteral("/attached");
        QTRY_VERIFY(QFileInfo::exists(note));
        QFile file(note);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.setFileTime(QDateTime::currentDateTime().addDays(-8), QFileDevice::FileModificationTime));
        file.close();
        agent_->end(); // it is being restarted: who was attached until now waits
        QTRY_VERIFY(session->agentError());
        QVERIFY(!isChanged());
        agent_->isEnrolled = false;
        agent_->listen();
        QVERIFY(isChanged());
        session = choice_->choose();
        QVERIFY(!session->isManaged());
        agent_->end(); // what it said holds
        QVERIFY(!isChanged());
    }

    void nothingIsAskedWithoutASession()
    {
        choice_->choose(); // and ends
        QVERIFY(!isChanged());
    }
};

QTEST_MAIN(TestSessionChoice)
#include "tst_session_choice.moc"
