#pragma once
/// The first thing that ended a backup, seen by all its threads.
#include "core/result.h"

#include <functional>
#include <mutex>
#include <optional>
#include <vector>

namespace backspool::engine {

/// Thread-safe. Parts that wait register a wake-up, called once when the failure is set.
class Failure
{
public:
    void set(const Error &error)
    {
        std::vector<std::function<void()>> wake;
        {
            const std::lock_guard lock(mutex_);
            if (error_)
                return;
            error_ = error;
            wake.swap(wake_);
        }
        for (const auto &call : wake)
            call();
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
    /// @p wake is called from the thread that sets the failure. The registered part must outlive every set().
    void onSet(std::function<void()> wake)
    {
        const std::lock_guard lock(mutex_);
        wake_.push_back(std::move(wake));
    }

private:
    mutable std::mutex mutex_; ///< guards both
    std::optional<Error> error_;
    std::vector<std::function<void()>> wake_;
};

} // namespace backspool::engine
