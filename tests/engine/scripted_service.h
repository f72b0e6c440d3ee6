#pragma once
/// A service that takes every backup and answers claims as a test says, so also as no honest service would.
#include "protocol/backup_messages.h"
#include "protocol/client_connection.h"
#include "protocol/loopback_service.h"

#include <mutex>

namespace backspool::test {

/// What the service does. Called in its thread.
struct Script
{
    bool hasRecords = false; ///< every new file may be redundant
    /// By default everything is missing.
    std::function<protocol::HaveReply(const protocol::Have &have)> have;
    /// By default no proof is accepted.
    std::function<protocol::ProveReply(const protocol::Prove &prove)> prove;
};

class ScriptedService
{
public:
    explicit ScriptedService(Script script);

    protocol::Identity identity() const;
    std::unique_ptr<protocol::ClientConnection> connect() const;

    // What came so far.
    std::vector<QByteArray> proofs() const;
    size_t claimCount() const;
    size_t mostOpen() const; ///< questions that waited for their proofs at once
    uint64_t blockCount() const;

private:
    void answer(protocol::SecureChannel &channel, const protocol::Frame &frame);

    const Script script_;
    protocol::TestAuthority authority_;
    mutable std::mutex mutex_; ///< guards what came
    std::vector<QByteArray> proofs_;
    size_t claimCount_ = 0, open_ = 0, mostOpen_ = 0;
    uint64_t blockCount_ = 0;
    protocol::LoopbackService service_; ///< last: its thread uses the rest
};

/// Every claim must be proven, by these bytes.
protocol::HaveReply askAll(const protocol::Have &have, uint64_t offset, uint32_t length);

} // namespace backspool::test
