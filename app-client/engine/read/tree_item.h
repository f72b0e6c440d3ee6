#pragma once
/// One item of a tree by its place, and the node that holds it.
#include "format/node.h"
#include "read/node_reader.h"

#include <optional>

namespace backspool::engine {

struct TreeItem
{
    QByteArray bytes;
    ObjectName leaf;
};

/// The item at @p position of the tree @p root of kind @p kind, named by @p parent.
/// Errors: NotFound (not so many items), Damaged, NodeReader::read().
Result<TreeItem> treeItemAt(NodeReader &nodes, format::TreeKind kind, const ObjectName &root, const ObjectName &parent,
                            uint64_t position);

struct TreeLeaf
{
    format::Node node;
    ObjectName name;
    size_t index = 0; ///< of the item at the position
};

/// The leaf that holds the item at @p position; nullopt: the tree has not so many. Where it must be fetched, up to
/// @p ahead leaves after it are fetched with it. Errors: Damaged, NodeReader::read().
Result<std::optional<TreeLeaf>> treeLeafAt(NodeReader &nodes, format::TreeKind kind, const ObjectName &root,
                                           const ObjectName &parent, uint64_t position, size_t ahead = 0);

} // namespace backspool::engine
