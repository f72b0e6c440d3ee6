#pragma once
/// Who answers a question that somebody looks at goes first: what is read ahead waits meanwhile, since both would
/// share the processors, the connection's other end, and its disk.
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
    /// Waits as long as somebody has the right of way, and @p isUnwanted does not say that it is of no use.
    void giveWay(const std::function<bool()> &isUnwanted);

private:
    struct State
    {
        std::mutex mutex; ///< guards holds
        std::condition_variable freed;
        int holds = 0;
    };
    const std::shared_ptr<State> state_ = std::make_shared<State>();
};

} // namespace backspool::engine
