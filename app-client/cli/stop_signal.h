#pragma once
/// Ctrl-C: the first asks the running job to stop, the second ends the program at once.
#include "core/cancel_token.h"

#include <functional>
#include <mutex>
#include <thread>

namespace backspool::cli {

/// Make one, in main(), before any thread: it takes SIGINT, SIGTERM and SIGHUP for the whole process.
class StopSignal
{
public:
    StopSignal();
    ~StopSignal();
    StopSignal(const StopSignal &) = delete;
    StopSignal &operator=(const StopSignal &) = delete;

    const CancelToken &token() const { return token_; }
    /// @p wake is called once when the first signal comes, in another thread; at once when it came already. An empty
    /// one takes the last back: it does not run any more when this returns.
    void onStop(std::function<void()> wake);

private:
    void watch();
    void stop();

    CancelToken token_;
    std::mutex mutex_; ///< guards wake_, and is held while it runs
    std::function<void()> wake_;
    int signals_ = -1;
    int ending_ = -1;
    std::thread thread_;
};

} // namespace backspool::cli
