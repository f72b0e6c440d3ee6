#pragma once
/// The network policy on its way to the agents (docs/protocol.md, "Policy").
#include "protocol/messages.h"

namespace backspool::protocol {

/// A thousand patterns of sixty bytes.
constexpr qsizetype kMaxPolicySize = 64 * 1024;

/// "Which network policy is in force?" Client to service.
struct GetPolicy
{
    uint64_t known = 0; ///< version that the client has from this connection; 0: none
    bool watch = false; ///< tell of each change from now on, for as long as the connection lasts
    QByteArray encode() const;
    static Result<GetPolicy> decode(QByteArrayView payload);
};

/// The answer; with request 0, a change. What it says is data, whose form and bounds the client checks
/// (policy::PolicyFile).
struct Policy
{
    uint64_t version = 0; ///< rises with each change; 0: there never was one
    WallTime set{};       ///< by the service's clock
    /// The file, as the administrator gave it. Empty: there is none, or the version is the known one.
    QByteArray content;
    QByteArray encode() const;
    static Result<Policy> decode(QByteArrayView payload);
};

} // namespace backspool::protocol
