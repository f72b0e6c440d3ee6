#pragma once
/// The agent session with the engine inside the program: protects what this user may read.
#include "session/agent_thread.h"
#include "session/reading_session.h"

namespace backspool::engine {

/// Lives in the main thread.
class EngineSession final : public ReadingSession
{
    Q_OBJECT

public:
    /// @p software: "backspool 0.1.0", as the service is told.
    EngineSession(const AgentState &state, QString software);
    /// Stops what runs: a moment.
    ~EngineSession() override;

    QFuture<Result<std::optional<Membership>>> membership() override;
    QFuture<Status> enrol(const QString &service, const QString &code) override;
    QFuture<Result<policy::Selection>> selection() override;
    QFuture<Status> select(const policy::Selection &selection) override;
    QFuture<Result<ProtectionSettings>> settings() override;
    QFuture<Status> changeSettings(const ProtectionSettings &known, const ProtectionSettings &wanted) override;
    QFuture<Result<std::vector<Activity>>> activities() override;
    void protect() override;
    void backUpNow() override;
    void pause(std::optional<WallTime> until) override;
    void resume() override;
    const std::optional<AgentReport> &report() const override { return report_; }
    const std::optional<Error> &agentError() const override { return agentError_; }

private:
    void keep(const AgentReport &report);
    void askForKeyAgain();

    const QString software_;
    std::optional<AgentReport> report_;
    std::optional<Error> agentError_;
    std::unique_ptr<AgentThread> agent_;
    WorkerThreads enrolling_{1}; ///< a person may be typing a password for minutes
};

} // namespace backspool::engine
