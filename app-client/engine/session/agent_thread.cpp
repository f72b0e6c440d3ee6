#include "session/agent_thread.h"

#include "agent/agent_socket.h"
#include "core/thread_end.h"

namespace backspool::engine {

namespace {
/// How often it is looked whether another agent still runs.
constexpr std::chrono::seconds kLookAgain{60};
} // namespace

/// Lives in the agent's thread.
class AgentThread::Inner : public QObject
{
public:
    Inner(AgentThread &outer, const AgentState &state, const QString &software)
        : outer_(outer), state_(state), software_(software)
    {
    }

    void start()
    {
        if (agent_)
            return;
        if (const auto created = state_.create(); !created) {
            Q_EMIT outer_.failed(created.error());
            return;
        }
        agent_ = std::make_unique<BackgroundAgent>(state_, QString(), software_, clock_);
        auto socket = AgentSocket::listen(state_, *agent_);
        if (!socket) {
            agent_.reset();
            Q_EMIT outer_.failed(socket.error());
            // The other agent may end, and then somebody has to protect.
            if (socket.error().kind() == ErrorKind::Busy)
                QTimer::singleShot(kLookAgain, this, [this] { start(); });
            return;
        }
        socket_ = *std::move(socket);
        agent_->setWriteLog(WriteLog::open(state_.folder(), clock_, std::nullopt));
        connect(agent_.get(), &BackgroundAgent::changed, this, [this] { Q_EMIT outer_.reported(agent_->report()); });
        agent_->start();
        Q_EMIT outer_.reported(agent_->report());
    }

    /// Quits the thread's event loop as soon as nothing runs.
    void stop()
    {
        if (!agent_) {
            QThread::currentThread()->quit();
            return;
        }
        connect(agent_.get(), &BackgroundAgent::stopped, this, [] { QThread::currentThread()->quit(); });
        agent_->stop();
    }

    BackgroundAgent *agent() { return agent_.get(); }

private:
    AgentThread &outer_;
    const AgentState state_;
    const QString software_;
    const SystemClock clock_;
    std::unique_ptr<BackgroundAgent> agent_;
    std::unique_ptr<AgentSocket> socket_;
};

AgentThread::AgentThread(AgentState state, QString software) : state_(std::move(state)), software_(std::move(software))
{
    qRegisterMetaType<AgentReport>();
    qRegisterMetaType<Error>();
    inner_ = new Inner(*this, state_, software_);
    inner_->moveToThread(&thread_);
    deleteAtEnd(thread_, inner_);
    thread_.start();
}

AgentThread::~AgentThread()
{
    inThread([](Inner &inner) { inner.stop(); });
    thread_.wait();
}

template <class Act> void AgentThread::inThread(Act act)
{
    QMetaObject::invokeMethod(inner_, [inner = inner_, act] { act(*inner); }, Qt::QueuedConnection);
}

void AgentThread::start()
{
    inThread([](Inner &inner) { inner.start(); });
}

template <class Act> void AgentThread::toAgent(Act act)
{
    inThread([act](Inner &inner) {
        if (inner.agent())
            act(*inner.agent());
    });
}

void AgentThread::backUpNow()
{
    toAgent([](BackgroundAgent &agent) { agent.backUpNow(); });
}

void AgentThread::pause(std::optional<WallTime> until)
{
    toAgent([until](BackgroundAgent &agent) { agent.pause(until); });
}

void AgentThread::lookAgain()
{
    toAgent([](BackgroundAgent &agent) { agent.lookAgain(); });
}

void AgentThread::resume()
{
    toAgent([](BackgroundAgent &agent) { agent.resume(); });
}

} // namespace backspool::engine
