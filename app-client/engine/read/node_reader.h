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
    /// Fetches those of @p places that are not kept, all at once; what fails, fails again in read().
    void prefetch(const std::vector<Place> &places);
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
