#pragma once
/// The agent session of a user whose computer the system's agent protects: attached to that over its local socket.
#include "session/local_session.h"
#include "session/reading_session.h"

namespace backspool::engine {

/// Lives in the main thread. While the system's agent is away (it is being restarted, say), questions fail with
/// NotFound or Unreachable, and agentError() says so; when it is back, all goes on.
class AttachedSession final : public ReadingSession
{
    Q_OBJECT

public:
    /// Whether the system's agent protects this computer, also when it does not answer just now: at login it may only
    /// be starting, and who was attached at some time in the last seven days is not asked to set up protection of his
    /// own. Not where it says itself that it is not enrolled. Blocks: a moment, two seconds at most.
    static bool isServed(const AgentState &state, const QString &socket, WallTime now);

    /// @p state: this user's own folder, for the notes of restores. @p socket: where the system's agent listens.
    AttachedSession(const AgentState &state, QString socket);
    ~AttachedSession() override;

    bool isManaged() const override { return true; }
    QFuture<Result<std::optional<Membership>>> membership() override;
    QFuture<Status> enrol(const QString &service, const QString &code) override;
    /// Errors: Denied.
    QFuture<Result<policy::Selection>> selection() override;
    QFuture<Status> select(const policy::Selection &selection) override;
    /// Errors: Denied.
    QFuture<Result<ProtectionSettings>> settings() override;
    QFuture<Status> changeSettings(const ProtectionSettings &known, const ProtectionSettings &wanted) override;
    /// Points tell of themselves; what else the agent did is told to its administrator: none.
    QFuture<Result<std::vector<Activity>>> activities() override;
    void protect() override;
    void backUpNow() override;
    void pause(std::optional<WallTime> until) override;
    void resume() override;
    const std::optional<AgentReport> &report() const override { return report_; }
    const std::optional<Error> &agentError() const override { return agentError_; }

private:
    void watch();
    void noteAttached() const;
    void watched(const Result<std::shared_ptr<LocalService>> &service);
    void told(const QJsonObject &report);
    void lost(const Error &reason);

    const QString socket_;
    std::optional<AgentReport> report_;
    std::optional<Error> agentError_;
    std::shared_ptr<LocalService> watch_; ///< tells how the agent is doing
    QTimer again_;                        ///< until it is back
    bool isWatching_ = false;
};

} // namespace backspool::engine
