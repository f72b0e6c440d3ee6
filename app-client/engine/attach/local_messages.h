#pragma once
/// What is said over the socket for users of the system's agent, beside the messages of reading (docs/protocol.md, "The
/// socket for users").
#include "protocol/frame.h"

#include <QString>

namespace backspool::engine {

/// Types of frames. Those of the service's protocol end below.
enum class LocalMessage : uint8_t {
    Attach = 128,   ///< the first
    Attached = 129, ///< its answer
    Watch = 130,    ///< how the agent is doing, now and at each change, until the connection ends; the last request
    Report = 131,   ///< the answer to Watch, again and again: AgentReport::toJson()
    BackUp = 132,   ///< a backup now
    BackingUp = 133 ///< it will be made; empty
};

constexpr protocol::MessageType messageType(LocalMessage type)
{
    return protocol::MessageType(type);
}

/// Where the system's agent listens for users: RuntimeDirectory= of its unit.
constexpr auto kUsersSocket = "/run/backspool-agent/users.socket";
/// The only version so far.
constexpr uint32_t kLocalVersion = 1;

/// What a program says first.
struct Attach
{
    uint32_t version = kLocalVersion;
    QByteArray encode() const;
    /// Errors: Damaged.
    static Result<Attach> decode(QByteArrayView payload);
};

/// Who serves this computer.
struct Attached
{
    QString client;  ///< this computer, as the service knows it
    QString service; ///< "ADDR:PORT"
    QByteArray encode() const;
    static Result<Attached> decode(QByteArrayView payload);
};

} // namespace backspool::engine
