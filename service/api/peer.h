#pragma once
/// What a conversation needs of its connection: a place for frames, and a word on how it is doing.
#include "protocol/messages.h"

namespace backspool::api {

/// Thread-safe; nothing blocks.
class Peer
{
public:
    virtual ~Peer() = default;
    virtual void send(protocol::MessageType type, uint32_t request, QByteArray payload) = 0;
    /// More than enough is on its way: wait with the next piece of a long answer.
    virtual bool isCongested() const = 0;
    /// Tells the peer why, then ends the connection.
    virtual void refuse(const Error &error) = 0;
    /// Ends the connection when all is sent.
    virtual void close() = 0;
    /// Has the conversation's syncSoon() called in a moment.
    virtual void remindToSync() = 0;
    /// Blocks of this size may come from now on.
    virtual void setMaxPayload(ByteCount size) = 0;

    void sendError(uint32_t request, const Error &error)
    {
        send(protocol::MessageType::Error, request, protocol::ErrorMessage::from(error).encode());
    }
};

} // namespace backspool::api
