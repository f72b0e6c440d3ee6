#include "transfer/claim_queue.h"

namespace backspool::engine {

namespace {
/// Questions on the way at once: enough to hide the latency, few enough that messages grow under load.
constexpr int kMaxInFlight = 4;
constexpr size_t kMaxClaimsInMessage = 2'048;
/// Questions that are on the way or wait for their proofs. The service refuses more than 64 that wait
/// (docs/protocol.md, "Challenges"); reading for proofs may be slower than asking, and what waits is held open.
constexpr int kMaxOpen = 32;
} // namespace

ClaimQueue::ClaimQueue(protocol::ClientConnection &connection, Failure &failure)
    : connection_(connection), failure_(failure)
{
    provers_.setMaxThreadCount(1);
    failure_.onSet([this] {
        const std::lock_guard lock(mutex_);
        idle_.notify_all();
    });
}

ClaimQueue::~ClaimQueue()
{
    provers_.waitForDone();
}

void ClaimQueue::ask(const protocol::Have::Claim &claim, Prover prover, OnAnswer onAnswer)
{
    {
        const std::lock_guard lock(mutex_);
        waiting_.push_back({claim, std::move(prover), std::move(onAnswer)});
        ++unsettled_;
    }
    sendMore();
}

void ClaimQueue::sendMore()
{
    auto batch = std::make_shared<Batch>();
    {
        const std::lock_guard lock(mutex_);
        if (failure_.isSet() || inFlight_ >= kMaxInFlight || inFlight_ + unproven_ >= kMaxOpen || waiting_.empty())
            return;
        while (!waiting_.empty() && batch->size() < kMaxClaimsInMessage) {
            batch->push_back(std::move(waiting_.front()));
            waiting_.pop_front();
        }
        ++inFlight_;
    }
    protocol::Have have;
    have.claims.reserve(batch->size());
    for (const auto &asked : *batch)
        have.claims.push_back(asked.claim);
    const auto sent =
        connection_.request(protocol::MessageType::Have, have.encode(), [this, batch](Result<protocol::Frame> reply) {
            const uint32_t number = reply ? reply->request : 0;
            answered(batch, number, std::move(reply));
            return false;
        });
    if (!sent)
        failure_.set(sent.error());
}

void ClaimQueue::answered(const std::shared_ptr<Batch> &batch, uint32_t haveNumber, Result<protocol::Frame> frame)
{
    auto reply = frame ? protocol::HaveReply::decode(frame->payload) : Result<protocol::HaveReply>(fail(frame.error()));
    if (reply && reply->held.size() != batch->size())
        reply =
            fail(ErrorKind::Invalid, QStringLiteral("the service answered another number of claims than were asked"));
    if (!reply) {
        failure_.set(reply.error());
        return;
    }
    const bool mustProve = std::ranges::contains(reply->held, protocol::Held::Prove);
    {
        const std::lock_guard lock(mutex_);
        --inFlight_;
        unproven_ += mustProve;
    }
    size_t done = 0;
    for (size_t i = 0; i < batch->size(); ++i) {
        if (reply->held[i] == protocol::Held::Prove)
            continue;
        (*batch)[i].onAnswer(reply->held[i] == protocol::Held::Yes);
        ++done;
    }
    settled(done);
    if (mustProve && !failure_.isSet())
        provers_.start([this, batch, haveNumber, reply = std::move(*reply)] { prove(batch, haveNumber, reply); });
    sendMore();
}

void ClaimQueue::prove(const std::shared_ptr<Batch> &batch, uint32_t haveNumber, const protocol::HaveReply &reply)
{
    protocol::Prove answers;
    answers.have = haveNumber;
    for (const auto &challenge : reply.challenges) {
        const bool known = challenge.claim < batch->size() && (*batch)[challenge.claim].prover;
        answers.answers.push_back(known ? (*batch)[challenge.claim].prover(challenge) : QByteArray());
    }
    std::vector<size_t> claims;
    for (size_t i = 0; i < batch->size(); ++i) {
        if (reply.held[i] == protocol::Held::Prove)
            claims.push_back(i);
    }
    const auto sent = connection_.request(protocol::MessageType::Prove, answers.encode(),
                                          [this, batch, claims](Result<protocol::Frame> frame) {
                                              proven(batch, claims, std::move(frame));
                                              return false;
                                          });
    if (!sent)
        failure_.set(sent.error());
}

void ClaimQueue::proven(const std::shared_ptr<Batch> &batch, const std::vector<size_t> &claims,
                        Result<protocol::Frame> frame)
{
    auto reply =
        frame ? protocol::ProveReply::decode(frame->payload) : Result<protocol::ProveReply>(fail(frame.error()));
    if (reply && reply->accepted.size() != claims.size())
        reply =
            fail(ErrorKind::Invalid, QStringLiteral("the service answered another number of proofs than were given"));
    if (!reply) {
        failure_.set(reply.error());
        return;
    }
    {
        const std::lock_guard lock(mutex_);
        --unproven_;
    }
    for (size_t i = 0; i < claims.size(); ++i)
        (*batch)[claims[i]].onAnswer(reply->accepted[i]);
    settled(claims.size());
    sendMore();
}

void ClaimQueue::waitForProvers()
{
    provers_.waitForDone();
}

void ClaimQueue::settled(size_t count)
{
    const std::lock_guard lock(mutex_);
    unsettled_ -= count;
    if (unsettled_ == 0)
        idle_.notify_all();
}

Status ClaimQueue::waitUntilIdle()
{
    std::unique_lock lock(mutex_);
    while (unsettled_ != 0) {
        lock.unlock();
        TRY(failure_.check());
        lock.lock();
        if (unsettled_ != 0)
            idle_.wait_for(lock, std::chrono::seconds(1));
    }
    return {};
}

} // namespace backspool::engine
