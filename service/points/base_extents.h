#pragma once
/// What the file at the same place has in the base, extent by extent: a new version that shares nodes or extents with
/// it is looked at only where it differs. The base is a point, kept whole while the lease lasts, and its extents were
/// checked when it was made.
#include "core/cancel_token.h"
#include "format/version_record.h"
#include "store/object_store.h"

#include <unordered_map>

namespace backspool::points {

/// The content that the file at the same place has in the base; name null: none.
struct BaseContent
{
    ObjectName name;
    uint64_t size = 0;
};

/// Not thread-safe. Keeps the names of its nodes, and one node.
class BaseExtents
{
public:
    /// @p content of at most a leaf has none, and what cannot be read (any more) counts as not there: then all of the
    /// new version is looked at. The store outlives it. @p cancel: a base may have many nodes.
    /// Errors: Io, Cancelled.
    static Result<BaseExtents> open(const store::ObjectStore &store, const BaseContent &content,
                                    const CancelToken &cancel = CancelToken());

    /// Digest of the version record; null: there is none.
    const ObjectName &record() const { return record_; }
    /// Whether one of its nodes says the same of a child.
    bool hasNode(const format::ChildNode &statement) const;
    /// Whether its content has the same part of the same chunk at @p start. Errors: Io.
    Result<bool> has(uint64_t start, const format::Extent &extent);

private:
    struct Leaf
    {
        uint64_t start = 0; ///< of its first extent, in the content
        ObjectName node;
    };
    explicit BaseExtents(const store::ObjectStore &store) : store_(&store) {}
    Status read(const BaseContent &content, const CancelToken &cancel);
    Status addNodes(const format::VersionRecord &record, const CancelToken &cancel);
    void setLoaded(uint64_t start, const std::vector<format::Extent> &extents);
    Status load(size_t leaf);
    Status readLeaf(const Leaf &leaf);

    struct Placed
    {
        uint64_t start = 0;
        format::Extent extent;
    };
    const store::ObjectStore *store_;
    ObjectName record_;
    std::unordered_map<ObjectName, std::pair<uint64_t, uint64_t>> nodes_; ///< items and weight
    std::vector<Leaf> leaves_;                                            ///< by their starts
    std::optional<size_t> loadedLeaf_;
    std::vector<Placed> loaded_;
};

} // namespace backspool::points
