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
    /// In the agent's.
    Status decide();

    BackgroundAgent &agent_;
    const Clock &clock_;
    StatusBoard board_;
    SharedService service_;
    std::optional<WallTime> asked_; ///< when a backup was, with success
    std::optional<Error> refusal_;  ///< the last answer, if it was one
    WallTime refusedAt_;
    std::mutex mutex_; ///< guards what follows, and answers
    std::condition_variable answered_;
    bool isEnding_ = false;
    std::unique_ptr<UsersSocket> socket_; ///< last: it ends before what it answers from
};

} // namespace backspool::engine
