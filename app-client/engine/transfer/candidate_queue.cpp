#include "transfer/candidate_queue.h"

namespace backspool::engine {

namespace {
constexpr int kMaxInFlight = 4;
} // namespace

void CandidateQueue::ask(std::vector<uint32_t> crcs, OnAnswer onAnswer)
{
    // A folder with more New files than a message takes is asked in parts and answered once.
    if (crcs.size() > protocol::kMaxCandidates) {
        const auto middle = crcs.begin() + protocol::kMaxCandidates;
        std::vector<uint32_t> rest(middle, crcs.end());
        crcs.erase(middle, crcs.end());
        ask(std::move(crcs),
            [this, rest = std::move(rest), onAnswer = std::move(onAnswer)](const std::vector<bool> &first) {
                ask(rest, [first, onAnswer](const std::vector<bool> &second) {
                    std::vector<bool> all(first);
                    all.insert(all.end(), second.begin(), second.end());
                    onAnswer(all);
                });
            });
        return;
    }
    {
        const std::lock_guard lock(mutex_);
        waiting_.push_back({std::move(crcs), std::move(onAnswer)});
    }
    sendMore();
}

void CandidateQueue::sendMore()
{
    auto batch = std::make_shared<Batch>();
    protocol::Candidates question;
    {
        const std::lock_guard lock(mutex_);
        if (failure_.isSet() || inFlight_ >= kMaxInFlight || waiting_.empty())
            return;
        while (!waiting_.empty() && question.crcs.size() + waiting_.front().crcs.size() <= protocol::kMaxCandidates) {
            question.crcs.insert(question.crcs.end(), waiting_.front().crcs.begin(), waiting_.front().crcs.end());
            batch->push_back(std::move(waiting_.front()));
            waiting_.pop_front();
        }
        ++inFlight_;
    }
    const size_t count = question.crcs.size();
    const auto sent = connection_.request(protocol::MessageType::Candidates, question.encode(),
                                          [this, batch, count](Result<protocol::Frame> frame) {
                                              answered(batch, count, std::move(frame));
                                              return false;
                                          });
    if (!sent)
        failure_.set(sent.error());
}

void CandidateQueue::answered(const std::shared_ptr<Batch> &batch, size_t count, Result<protocol::Frame> frame)
{
    {
        const std::lock_guard lock(mutex_);
        --inFlight_;
    }
    auto reply = frame ? protocol::CandidatesReply::decode(frame->payload)
                       : Result<protocol::CandidatesReply>(fail(frame.error()));
    if (reply && reply->found.size() != count)
        reply = fail(ErrorKind::Invalid,
                     QStringLiteral("the service answered another number of candidates than were asked"));
    if (!reply) {
        failure_.set(reply.error());
        return;
    }
    auto position = reply->found.begin();
    for (const auto &asked : *batch) {
        const auto end = position + qsizetype(asked.crcs.size());
        asked.onAnswer(std::vector<bool>(position, end));
        position = end;
    }
    sendMore();
}

} // namespace backspool::engine
