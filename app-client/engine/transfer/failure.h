#pragma once
/// The first thing that ended a backup, seen by all its threads.
#include "core/result.h"

#include <functional>
#include <mutex>
#include <optional>
#include <vector>

namespace backspool::engine {

/// Thread-safe. Parts that wait register a wake-up, called once: when the failure is set, or at once when it is
/// already.
class Failure
{
public:
    /// True: it is this error; false: another came before.
    bool set(const Error &error)
    {
        std::vector<std::function<void()>> wake;
        {
            const std::lock_guard lock(mutex_);
            if (error_)
                return false;
            error_ = error;
            wake.swap(wake_);
        }
        for (const auto &call : wake)
            call();
        return true;
    }
    bool isSet() const
    {
        const std::lock_guard lock(mutex_);
        return error_.has_value();
    }
    [[nodiscard]] Status check() const
    {
        const std::lock_guard lock(mutex_);
        if (error_)
            return fail(*error_);
        return {};
    }
    /// @p wake is called from the thread that sets the failure, or from this one when the failure is set already. The
    /// registered part must outlive every set().
    void onSet(std::function<void()> wake)
    {
        {
            const std::lock_guard lock(mutex_);
            if (!error_) {
                wake_.push_back(std::move(wake));
                return;
            }
        }
        wake();
    }

private:
    mutable std::mutex mutex_; ///< guards both
    std::optional<Error> error_;
    std::vector<std::function<void()>> wake_;
};

} // namespace backspool::engine
