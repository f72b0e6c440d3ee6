#pragma once
/// One question of the kernel, answered once: by who found the answer, or, when the asking process was told to stop and
/// the answer takes long, with "interrupted".
#include "mount/fuse_library.h"

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace backspool::engine {

class FuseInterrupts;

/// Thread-safe. Is answered before its end.
class FuseAnswer : public std::enable_shared_from_this<FuseAnswer>
{
public:
    /// In the thread that reads what the kernel asks.
    static std::shared_ptr<FuseAnswer> of(fuse_req_t request, FuseInterrupts &interrupts);

    /// Gives @p reply the request, which must be answered with one of fuse_reply_*(); what that returns. False: it was
    /// not, the kernel will not hear of it.
    bool give(const std::function<int(fuse_req_t request)> &reply);
    /// @p number: errno.
    void giveError(int number);

private:
    FuseAnswer(fuse_req_t request, FuseInterrupts &interrupts) : interrupts_(interrupts), request_(request) {}
    static void interrupted(fuse_req_t request, void *self);

    FuseInterrupts &interrupts_;
    std::mutex mutex_; ///< guards what follows
    fuse_req_t request_;
};

/// The questions whose asking process was told to stop. Used by the one thread that reads what the kernel asks.
class FuseInterrupts
{
public:
    using Time = std::chrono::steady_clock::time_point;
    void add(const std::shared_ptr<FuseAnswer> &answer, Time now) { waiting_.push_back({answer, now + kPatience}); }
    /// Answers those that have waited for long enough.
    void answerDue(Time now);
    /// Until when none is due; nullopt: there is none.
    std::optional<Time> nextDue() const;

private:
    /// Any signal interrupts, also those that a program makes for itself (Go's scheduler, timers): an answer that comes
    /// soon is not given up for one.
    static constexpr std::chrono::seconds kPatience{1};

    struct Waiting
    {
        std::weak_ptr<FuseAnswer> answer;
        Time due;
    };
    std::vector<Waiting> waiting_; ///< in the order in which they are due
};

} // namespace backspool::engine
