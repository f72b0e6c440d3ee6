#pragma once
/// Who answers a question that somebody looks at goes first: what is read ahead waits meanwhile, since both would
/// share the processors, the connection's other end, and its disk.
#include <QDeadlineTimer>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>

namespace backspool::engine {

/// Thread-safe.
class RightOfWay
{
public:
    /// As long as one is held, others give way; it may outlive this.
    using Hold = std::shared_ptr<void>;
    Hold take();

    enum class Wait : uint8_t { Free, Unwanted, TooLong };
    /// Until nobody has the right of way, @p isUnwanted says that waiting is of no use, or @p patience is over.
    Wait wait(std::chrono::milliseconds patience, const std::function<bool()> &isUnwanted);

private:
    struct State
    {
        std::mutex mutex; ///< guards holds
        std::condition_variable freed;
        int holds = 0;
    };
    const std::shared_ptr<State> state_ = std::make_shared<State>();
};

/// One that gives way, but comes to its turn: who slides through a large folder asks all the time, and what is read
/// ahead is what ends the asking. For one thread.
class GivingWay
{
public:
    struct Times
    {
        std::chrono::milliseconds patience{150};
        std::chrono::milliseconds turn{100}; ///< goes on for so long when the patience was over
    };
    explicit GivingWay(RightOfWay &way) : GivingWay(way, Times()) {}
    GivingWay(RightOfWay &way, const Times &times) : way_(way), times_(times) {}

    /// Before each piece of the work.
    void operator()(const std::function<bool()> &isUnwanted);

private:
    RightOfWay &way_;
    const Times times_;
    QDeadlineTimer turn_; ///< its end
};

} // namespace backspool::engine
