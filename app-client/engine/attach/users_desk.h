#pragma once
/// The running agent, open to all users of its computer: what they read, how it is doing, a backup when they ask.
#include "agent/background_agent.h"
#include "attach/users_socket.h"

namespace backspool::engine {

/// Lives in the agent's thread, which it never makes wait.
class UsersDesk : public QObject
{
    Q_OBJECT

public:
    /// Listens at @p path when it returns. Agent and clock outlive it. Errors: UsersSocket::listen()'s.
    static Result<std::unique_ptr<UsersDesk>> open(const QString &path, const AgentState &state,
                                                   const QString &software, BackgroundAgent &agent, const Clock &clock);
    /// Ends what is being answered: a moment.
    ~UsersDesk() override;

private:
    UsersDesk(const AgentState &state, const QString &software, BackgroundAgent &agent, const Clock &clock);
    /// In a connection's thread.
    Status backUp();

    BackgroundAgent &agent_;
    const Clock &clock_;
    StatusBoard board_;
    SharedService service_;
    std::mutex mutex_; ///< guards what follows
    std::optional<WallTime> asked_;
    std::unique_ptr<UsersSocket> socket_; ///< last: it ends before what it answers from
};

} // namespace backspool::engine
