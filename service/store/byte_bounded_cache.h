#pragma once
/// What was used last, up to a bound in bytes: for values that are dear to make and cheap to share.
#include "core/units.h"

#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <unordered_map>

namespace backspool::store {

/// Thread-safe. Values are copied out: make them cheap to copy (shared).
template <class Key, class Value> class ByteBoundedCache
{
public:
    explicit ByteBoundedCache(ByteCount bound) : bound_(bound) {}

    std::optional<Value> find(const Key &key)
    {
        const std::lock_guard lock(mutex_);
        const auto found = byKey_.find(key);
        if (found == byKey_.end())
            return std::nullopt;
        byUse_.splice(byUse_.begin(), byUse_, found->second);
        return found->second->value;
    }

    /// What is alone larger than the bound is not kept.
    void insert(const Key &key, Value value, ByteCount bytes)
    {
        const std::lock_guard lock(mutex_);
        if (bytes > bound_ || byKey_.contains(key))
            return;
        byUse_.push_front({key, std::move(value), bytes});
        byKey_.emplace(key, byUse_.begin());
        bytes_ += bytes;
        while (bytes_ > bound_) {
            bytes_ -= byUse_.back().bytes;
            byKey_.erase(byUse_.back().key);
            byUse_.pop_back();
        }
    }

    void remove(const Key &key)
    {
        const std::lock_guard lock(mutex_);
        const auto found = byKey_.find(key);
        if (found == byKey_.end())
            return;
        bytes_ -= found->second->bytes;
        byUse_.erase(found->second);
        byKey_.erase(found);
    }

    ByteCount bytes() const
    {
        const std::lock_guard lock(mutex_);
        return bytes_;
    }

private:
    struct Entry
    {
        Key key;
        Value value;
        ByteCount bytes = 0;
    };
    const ByteCount bound_;
    mutable std::mutex mutex_; ///< guards what follows
    ByteCount bytes_ = 0;
    std::list<Entry> byUse_; ///< the latest first
    std::unordered_map<Key, typename std::list<Entry>::iterator> byKey_;
};

} // namespace backspool::store
