#include "mount/fuse_answer.h"

#include <cerrno>

namespace backspool::engine {

std::shared_ptr<FuseAnswer> FuseAnswer::of(fuse_req_t request, FuseInterrupts &interrupts)
{
    std::shared_ptr<FuseAnswer> answer(new FuseAnswer(request, interrupts));
    fuse_req_interrupt_func(request, &FuseAnswer::interrupted, answer.get());
    return answer;
}

/// Called by libfuse in the thread that reads, while it holds a lock of the request: which cannot be answered here.
void FuseAnswer::interrupted(fuse_req_t, void *self)
{
    auto *answer = static_cast<FuseAnswer *>(self);
    if (const auto held = answer->weak_from_this().lock())
        answer->interrupts_.add(held, std::chrono::steady_clock::now());
}

bool FuseAnswer::give(const std::function<int(fuse_req_t)> &reply)
{
    fuse_req_t request = nullptr;
    {
        const std::lock_guard lock(mutex_);
        request = std::exchange(request_, nullptr);
    }
    if (!request)
        return false;
    // Waits for an interrupted() that runs; none runs after it.
    fuse_req_interrupt_func(request, nullptr, nullptr);
    return reply(request) == 0;
}

void FuseAnswer::giveError(int number)
{
    give([number](fuse_req_t request) { return fuse_reply_err(request, number); });
}

void FuseInterrupts::answerDue(Time now)
{
    const auto due = std::ranges::find_if(waiting_, [now](const auto &waiting) { return waiting.due > now; });
    for (auto at = waiting_.begin(); at != due; ++at) {
        if (const auto answer = at->answer.lock())
            answer->giveError(EINTR);
    }
    waiting_.erase(waiting_.begin(), due);
}

std::optional<FuseInterrupts::Time> FuseInterrupts::nextDue() const
{
    return waiting_.empty() ? std::nullopt : std::optional(waiting_.front().due);
}

} // namespace backspool::engine
