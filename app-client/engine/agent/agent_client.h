#pragma once
/// The other side of AgentSocket, for commands: asks a running agent, and waits.
#include "agent/socket_path.h"
#include "backup/agent_state.h"
#include "core/cancel_token.h"

#include <QJsonObject>
#include <QLocalSocket>

#include <functional>
#include <memory>

namespace backspool::engine {

/// One thread.
class AgentClient
{
public:
    /// Errors: NotFound (no agent runs with the state folder), Denied, Io.
    static Result<std::unique_ptr<AgentClient>> connect(const AgentState &state);

    /// The agent's report after it has done what @p request says. Errors: the agent's; Unreachable (it is gone, or does
    /// not answer within half a minute).
    Result<QJsonObject> ask(const QJsonObject &request);
    /// Each report, now and when it changes, until @p cancel (then success) or the agent's end (Unreachable).
    Status watch(const std::function<void(const QJsonObject &)> &onReport, const CancelToken &cancel);

    /// Asks for a backup now, and waits for its end: its report (BackupReport::toJson()). The agent's own reports come
    /// meanwhile. Errors: the backup's; Cancelled (the agent goes on); Unreachable (it is gone).
    Result<QJsonObject> backUp(const std::function<void(const QJsonObject &)> &onReport, const CancelToken &cancel);

private:
    AgentClient() = default;
    void send(const QJsonObject &request);
    /// The next line, unless it says an error; waits at most @p patience, then nothing.
    Result<std::optional<QJsonObject>> nextLine(std::chrono::milliseconds patience);
    /// The report of a line.
    static Result<QJsonObject> statusOf(const QJsonObject &line);

    SocketPath path_;
    QLocalSocket socket_;
};

} // namespace backspool::engine
