#pragma once
/// The agent's side of a connection: requests from any thread, answers by callback or by waiting. A thread of its own
/// runs the socket.
#include "core/cancel_token.h"
#include "protocol/backup_messages.h"
#include "protocol/enrolment_code.h"
#include "protocol/identity.h"
#include "protocol/messages.h"
#include "protocol/wire_count.h"

#include <functional>
#include <memory>

namespace backspool::protocol {

/// Thread-safe. Callbacks run in the connection's thread: they must be quick and must not call anything here that
/// waits.
class ClientConnection
{
public:
    /// Connects, checks the service's certificate (authority, fixed name), says Hello. Blocks, up to 30 s.
    /// Errors: Unreachable, Denied (certificate refused or revoked), Unsupported (versions), Cancelled.
    static Result<std::unique_ptr<ClientConnection>> connect(const Identity &identity, const QString &software,
                                                             const CancelToken &cancel = {});
    /// Connects without a certificate, checks the authority against the code's fingerprint, enrols. Blocks.
    static Result<Identity> enrol(const QString &service, const EnrolmentCode &code, const QString &host,
                                  const QString &software);
    ~ClientConnection();

    const HelloReply &hello() const;

    /// One frame of an answer (an Error frame comes as the error). Return true while more frames of the same answer are
    /// expected.
    using OnReply = std::function<bool(Result<Frame>)>;
    /// Sends a request; @p onReply is called for each frame of the answer, or once with the error when the connection
    /// ends. Blocks while more than 8 MiB are unsent (back-pressure), except in a callback. Errors: why the connection
    /// ended; @p onReply is then never called.
    Status request(MessageType type, const QByteArray &payload, OnReply onReply);
    /// The same, waiting for a single frame of type @p expected. Not in a callback.
    /// Errors: the service's answer; why the connection ended; Invalid (an answer of another type).
    Result<QByteArray> call(MessageType type, const QByteArray &payload, MessageType expected);
    /// A message without answer (Data). Blocks as request() does.
    Status send(MessageType type, const QByteArray &payload);
    /// Where Acknowledge messages (request 0) go, and the connection's end (once, as an error). Set before the first
    /// Data. When it returns, the listener before is not running and is not called again (unless this is called by
    /// itself).
    void setListener(std::function<void(Result<Frame>)> listener);

    /// When it returns (called outside a callback), every callback that had begun has returned.
    void waitForCallbacks() const;

    /// The error that ended the connection, if it ended.
    std::optional<Error> failure() const;
    WireCount wireCount() const;
    /// Makes every waiting call fail with Cancelled. When it returns (called outside a callback), every callback of a
    /// request has run and none will any more.
    void abort();

private:
    struct Private;
    explicit ClientConnection(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d_;
};

} // namespace backspool::protocol
