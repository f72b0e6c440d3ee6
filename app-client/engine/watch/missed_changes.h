#pragma once
/// What a safety walk found changed that the write log had not heard of: each is a defect.
#include "core/clock.h"

#include <QByteArray>

#include <cstdint>
#include <mutex>
#include <vector>

namespace backspool::engine {

/// Thread-safe.
class MissedChanges
{
public:
    /// @p cut: when the log was asked. What changed after it (by its own change time) is not for this backup to know;
    /// a margin for coarse time stamps is taken off.
    explicit MissedChanges(WallTime cut) : before_(cut - std::chrono::seconds(2)) {}

    bool isBefore(WallTime changed) const { return changed < before_; }
    void add(const QByteArray &path)
    {
        const std::lock_guard lock(mutex_);
        ++count_;
        if (paths_.size() < kMostNamed)
            paths_.push_back(path);
    }
    uint64_t count() const
    {
        const std::lock_guard lock(mutex_);
        return count_;
    }
    /// The first hundred.
    std::vector<QByteArray> paths() const
    {
        const std::lock_guard lock(mutex_);
        return paths_;
    }

private:
    static constexpr size_t kMostNamed = 100;

    const WallTime before_;
    mutable std::mutex mutex_; ///< guards what follows
    uint64_t count_ = 0;
    std::vector<QByteArray> paths_;
};

} // namespace backspool::engine
