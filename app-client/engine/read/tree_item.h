#pragma once
/// One item of a tree by its place, and the node that holds it.
#include "format/node.h"
#include "read/node_reader.h"

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

} // namespace backspool::engine
