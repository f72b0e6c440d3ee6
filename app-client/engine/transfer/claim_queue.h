#pragma once
/// Asks the service which objects it holds already, and proves what it doubts (formats: "Sharing and proof").
///
/// Claims are gathered into messages by themselves: while a few questions are on their way, what comes meanwhile waits
/// and goes together with the next. So latency costs neither idle time nor many small messages.
#include "protocol/client_connection.h"
#include "transfer/failure.h"

#include <QThreadPool>

#include <condition_variable>
#include <deque>

namespace backspool::engine {

/// Thread-safe.
class ClaimQueue
{
public:
    /// The answer to one challenge (Digester::proof() of the asked bytes); empty when the bytes cannot be had. Called
    /// in a thread of the queue; may read files.
    using Prover = std::function<QByteArray(const protocol::Challenge &)>;
    /// Called once, in the connection's thread or a thread of the queue: must be quick and not block.
    using OnAnswer = std::function<void(bool isHeld)>;

    ClaimQueue(protocol::ClientConnection &connection, Failure &failure);
    /// REQUIRES: waitUntilIdle() returned, or the failure is set and no answer will come any more.
    ~ClaimQueue();

    void ask(const protocol::Have::Claim &claim, Prover prover, OnAnswer onAnswer);
    /// Blocks until every claim is answered. Errors: the failure.
    Status waitUntilIdle();
    /// Once the failure is set and the answers that were on their way then have come: no proof will be sent any more.
    void waitForProvers();

private:
    struct Asked
    {
        protocol::Have::Claim claim;
        Prover prover;
        OnAnswer onAnswer;
    };
    using Batch = std::vector<Asked>;

    void sendMore();
    void answered(const std::shared_ptr<Batch> &batch, uint32_t haveNumber, Result<protocol::Frame> reply);
    void prove(const std::shared_ptr<Batch> &batch, uint32_t haveNumber, const protocol::HaveReply &reply);
    void proven(const std::shared_ptr<Batch> &batch, const std::vector<size_t> &claims, Result<protocol::Frame> reply);
    void settled(size_t count);

    protocol::ClientConnection &connection_;
    Failure &failure_;
    std::mutex mutex_; ///< guards the members below
    std::condition_variable idle_;
    std::deque<Asked> waiting_;
    size_t unsettled_ = 0;
    int inFlight_ = 0;    ///< questions without an answer
    int unproven_ = 0;    ///< answered ones that wait for a proof to be accepted or not
    QThreadPool provers_; ///< one thread: reads files, computes proofs
};

} // namespace backspool::engine
