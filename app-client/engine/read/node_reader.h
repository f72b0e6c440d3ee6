#pragma once
/// Nodes of trees, as readers come to them; the last ones are kept.
#include "read/object_fetcher.h"

#include <list>
#include <unordered_map>

namespace backspool::engine {

/// Thread-safe. Waits for the service; not in a callback of the fetcher.
class NodeReader
{
public:
    explicit NodeReader(ObjectFetcher &fetcher, ByteCount kept = 8_MiB) : fetcher_(fetcher), kept_(kept) {}

    /// The bytes of the node @p name that @p parent names (null: a root of a point). Errors: ObjectFetcher::ask().
    Result<QByteArray> read(const ObjectName &parent, const ObjectName &name);
    /// A node and the one that names it.
    struct Place
    {
        ObjectName parent, name;
    };
    /// Fetches those of @p places that are not kept, all at once; what fails, fails again in read(). Those that are
    /// kept stay as if they were fetched now.
    void prefetch(const std::vector<Place> &places);
    /// So many nodes (they have 8 to 64 KiB, but for some) can be fetched ahead, and find room beside as many others.
    size_t room() const { return std::max<size_t>(1, size_t(kept_ / 128_KiB)); }
    bool isKept(const ObjectName &name) const
    {
        const std::lock_guard lock(mutex_);
        return nodes_.contains(name);
    }

private:
    struct Kept
    {
        ObjectName name;
        QByteArray bytes;
    };
    std::optional<QByteArray> find(const ObjectName &name);
    void keep(const ObjectName &name, const QByteArray &bytes);

    ObjectFetcher &fetcher_;
    const ByteCount kept_;
    mutable std::mutex mutex_; ///< guards what follows
    ByteCount size_ = 0;
    std::list<Kept> order_; ///< the last used first
    std::unordered_map<ObjectName, std::list<Kept>::iterator> nodes_;
};

} // namespace backspool::engine
