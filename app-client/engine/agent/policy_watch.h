#pragma once
/// Holds a connection to the service, only to hear at once of a new policy. What it hears it keeps (service_policy.h).
/// Nothing depends on it: before each backup the policy is asked for in any case.
#include "backup/agent_state.h"
#include "core/cancel_token.h"
#include "protocol/policy_messages.h"

#include <QObject>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

namespace backspool::protocol {
class ClientConnection;
} // namespace backspool::protocol

namespace backspool::engine {

/// The object lives in any thread; the work is done in a thread of its own.
class PolicyWatch : public QObject
{
    Q_OBJECT

public:
    /// @p pause: how soon the service, or a key that could not be had, is looked for again.
    PolicyWatch(AgentState state, QString software, std::chrono::milliseconds pause = std::chrono::seconds(30));
    /// Ends the connection, and waits for the thread: a moment.
    ~PolicyWatch() override;

    void start();
    /// What the service gives, if this agent does not take it. Thread-safe.
    std::optional<Error> refused() const;

Q_SIGNALS:
    /// There is another policy, or another refusal. Comes from the watch's thread.
    void changed();
    /// This computer's key is there, which was not to be had before: its keychain was unlocked. Likewise.
    void keyFound();

private:
    void run();
    void watchOnce();
    /// The next policy that the service tells of by itself; nothing: the connection has ended, or it is time to ask
    /// again.
    std::optional<protocol::Policy> next();
    bool ask(protocol::ClientConnection &connection, uint64_t &known);
    void take(const protocol::Policy &policy, uint64_t &known);
    bool isOver() const { return cancel_.isCancelled(); }

    const AgentState state_;
    const QString software_;
    const std::chrono::milliseconds pause_;
    CancelToken cancel_;
    mutable std::mutex mutex_; ///< guards what follows
    std::condition_variable woken_;
    std::deque<protocol::Policy> told_;
    bool hasEnded_ = false; ///< the connection
    std::optional<Error> refused_;
    bool wasKeyMissed_ = false; ///< only the watch's thread
    std::thread thread_;
};

} // namespace backspool::engine
