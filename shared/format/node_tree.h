#pragma once
/// Trees of bounded nodes: built bottom-up from items in order, read in order (docs/format.md, "Trees").
#include "codec/digest.h"
#include "format/node.h"

#include <functional>
#include <optional>

namespace backspool::format {

/// Builds one tree. Each finished node goes to @p emit, children before parents; nodes are deterministic for the
/// same items. A node of one item above the leaves is not made: its child is the root. Not thread-safe; the digester
/// outlives the builder.
class NodeTreeBuilder
{
public:
    using Emit = std::function<void(const ObjectName &name, QByteArray bytes)>;
    NodeTreeBuilder(TreeKind kind, const codec::Digester &digester, Emit emit);

    /// REQUIRES: 0 < item.size() <= kMaxItemSize; key.size() <= kMaxKeySize.
    /// @p boundary decides where nodes end; @p key is kept at higher levels (directories: the name; else empty).
    void add(QByteArrayView item, QByteArrayView boundary, QByteArrayView key = {}, uint64_t weight = 0);
    /// Emits what is left; returns the root's name. The builder is then empty and can build again.
    ObjectName finish();
    uint64_t itemCount() const { return itemCount_; }

private:
    /// The node of a level that is not closed yet.
    struct Level
    {
        ByteWriter node;
        size_t items = 0;       ///< in the node
        uint64_t itemCount = 0; ///< leaf items beneath
        uint64_t weight = 0;
        QByteArray firstKey;
        ObjectName lastChild;
    };
    void addTo(size_t level, QByteArrayView item, QByteArrayView boundary, QByteArrayView key, uint64_t itemCount,
               uint64_t weight);
    void closeNode(size_t level);
    ObjectName emitNode(size_t level);

    TreeKind kind_;
    const codec::Digester &digester_;
    Emit emit_;
    std::vector<Level> levels_;
    uint64_t itemCount_ = 0;
};

/// Fetches a node's bytes by name.
using NodeFetch = std::function<Result<QByteArray>(const ObjectName &name)>;

/// Calls @p visit with each leaf item in order. @p visit returns false to stop early. The bytes of every node are
/// not digested here: the fetch vouches for them. The order of directory entries is not checked here: see
/// forEachDirectoryEntry(). Errors: the fetch's; Damaged (kind or level wrong, which rules out cycles; counts of items
/// that do not agree).
/// A hostile tree may name the same child again and again and so stand for far more items than it has bytes: who reads
/// trees of others looks at treeItemCount() before.
Status forEachItem(const ObjectName &root, TreeKind kind, const NodeFetch &fetch,
                   const std::function<Result<bool>(QByteArrayView item)> &visit);

/// The count of leaf items as the root states it; forEachItem() fails before it gives more, or when there are fewer.
Result<uint64_t> treeItemCount(const ObjectName &root, TreeKind kind, const NodeFetch &fetch);

/// In a directory tree: the entry item named @p key, by descending only where it can be. nullopt when there is none.
Result<std::optional<QByteArray>> findItem(const ObjectName &root, QByteArrayView key, const NodeFetch &fetch);

} // namespace backspool::format
