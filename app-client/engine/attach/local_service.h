#pragma once
/// An app's connection to the system's agent: the points as this user may read them, and how the agent is doing.
#include "attach/frame_socket.h"
#include "attach/local_messages.h"
#include "core/cancel_token.h"
#include "read/point_service.h"

#include <QJsonObject>

#include <future>
#include <map>
#include <thread>

namespace backspool::engine {

/// Thread-safe. Callbacks run in a thread of the connection: they must be quick, and wait for nothing here.
class LocalService final : public MessagedService
{
public:
    /// An agent that lives answers at once; for one that is stopped no window waits longer.
    static constexpr std::chrono::seconds kPatience{10};
    /// Connects, sees that root is at the other end, greets. Blocks, for twice @p patience at most.
    /// Errors: NotFound (there is no socket, or the system's agent is not enrolled), Denied (who listens is not root),
    /// Unreachable (nobody listens there just now, it ends, or has no room), Unsupported (another version),
    /// Cancelled.
    static Result<std::unique_ptr<LocalService>> connect(const QString &path, std::chrono::seconds patience = kPatience,
                                                         const CancelToken &cancel = {});
    ~LocalService() override;

    const Attached &attached() const { return attached_; }
    /// Each report, as AgentReport::toJson() has it, and the connection's end, as an error. Nothing else may be asked
    /// over this connection then.
    using OnReport = std::function<void(const Result<QJsonObject> &report)>;
    Status watch(OnReport onReport);
    /// A backup now. Errors: Busy.
    Status backUp();

    /// The error that ended the connection, if it ended.
    std::optional<Error> failure() const;
    /// Makes every waiting call fail with Cancelled.
    void abort();

private:
    using OnReply = protocol::ClientConnection::OnReply;
    LocalService(FileDescriptor file, std::chrono::seconds patience);
    Result<QByteArray> call(protocol::MessageType type, const QByteArray &payload,
                            protocol::MessageType expected) override;
    std::future<Result<QByteArray>> ask(protocol::MessageType type, const QByteArray &payload,
                                        protocol::MessageType expected);
    Status request(protocol::MessageType type, const QByteArray &payload, OnReply onReply) override;
    void readAll();
    void received(protocol::Frame frame);
    void ended(const Error &reason);

    FrameSocket socket_;
    Attached attached_;
    mutable std::mutex mutex_; ///< guards what follows
    std::map<uint32_t, OnReply> waiting_;
    uint32_t last_ = 0;
    std::optional<Error> failure_;
    std::thread thread_; ///< reads
};

} // namespace backspool::engine
