#pragma once
/// Asks which New files may be redundant (seed: FDM 330, steps 620 to 635): CRCs go out, "may be" or "no" comes back.
#include "protocol/client_connection.h"
#include "transfer/failure.h"

#include <deque>

namespace backspool::engine {

/// Thread-safe. Gathers questions like ClaimQueue.
class CandidateQueue
{
public:
    /// One bool for each CRC asked. Called once, in the connection's thread: must be quick and not block.
    using OnAnswer = std::function<void(const std::vector<bool> &found)>;

    CandidateQueue(protocol::ClientConnection &connection, Failure &failure)
        : connection_(connection), failure_(failure)
    {
    }
    void ask(std::vector<uint32_t> crcs, OnAnswer onAnswer);

private:
    struct Asked
    {
        std::vector<uint32_t> crcs;
        OnAnswer onAnswer;
    };
    using Batch = std::vector<Asked>;
    void sendMore();
    void answered(const std::shared_ptr<Batch> &batch, size_t count, Result<protocol::Frame> frame);

    protocol::ClientConnection &connection_;
    Failure &failure_;
    std::mutex mutex_; ///< guards the members below
    std::deque<Asked> waiting_;
    int inFlight_ = 0;
};

} // namespace backspool::engine
