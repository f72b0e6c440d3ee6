#pragma once
/// What reading asks of the service: points, their records, objects. The service behind a connection is one; tests have
/// another, that answers from memory.
#include "protocol/client_connection.h"
#include "protocol/read_messages.h"

namespace backspool::engine {

/// Thread-safe.
class PointService
{
public:
    virtual ~PointService() = default;

    /// Blocks. Errors: the service's; why the connection ended.
    virtual Result<protocol::Points> listPoints(const protocol::ListPoints &request) = 0;
    /// Blocks. Its trees may be asked for from now on. Errors: NotFound, Damaged, and those of listPoints().
    virtual Result<format::PointRecord> point(PointId point) = 0;

    /// Each message of the answer as it came (protocol::Objects, not decoded), or the error that ends it, with
    /// @p isLast. Called from a thread of the connection: quick, not blocking.
    using OnObjects = std::function<void(Result<QByteArray> payload, bool isLast)>;
    /// Errors: why the connection ended; @p onObjects is then never called.
    virtual Status getObjects(const protocol::GetObjects &request, OnObjects onObjects) = 0;
};

/// Who answers with messages (docs/protocol.md, "Reading"), however they come.
class MessagedService : public PointService
{
public:
    Result<protocol::Points> listPoints(const protocol::ListPoints &request) final;
    Result<format::PointRecord> point(PointId point) final;
    Status getObjects(const protocol::GetObjects &request, OnObjects onObjects) final;

protected:
    /// As ClientConnection's.
    virtual Result<QByteArray> call(protocol::MessageType type, const QByteArray &payload,
                                    protocol::MessageType expected) = 0;
    virtual Status request(protocol::MessageType type, const QByteArray &payload,
                           protocol::ClientConnection::OnReply onReply) = 0;
};

/// The service at the other end of a connection, which must outlive it.
class ConnectedService final : public MessagedService
{
public:
    explicit ConnectedService(protocol::ClientConnection &connection) : connection_(connection) {}

private:
    Result<QByteArray> call(protocol::MessageType type, const QByteArray &payload,
                            protocol::MessageType expected) override
    {
        return connection_.call(type, payload, expected);
    }
    Status request(protocol::MessageType type, const QByteArray &payload,
                   protocol::ClientConnection::OnReply onReply) override
    {
        return connection_.request(type, payload, std::move(onReply));
    }

    protocol::ClientConnection &connection_;
};

} // namespace backspool::engine
