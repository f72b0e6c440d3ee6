#pragma once
/// Holds a node to what its parent says of it.
#include "format/node.h"

namespace backspool::engine {

/// @p bytes as a node of a tree of kind @p kind; with @p statement (may be null), what a node of level @p parentLevel
/// says of it. Errors: Damaged.
Result<format::Node> parseTreeNode(QByteArray bytes, format::TreeKind kind, const format::ChildNode *statement,
                                   uint8_t parentLevel);

/// Leaf items beneath, as the node says itself. Errors: Damaged.
Result<uint64_t> itemsBeneath(const format::Node &node);

/// The name at the start of a directory entry's bytes. Errors: Damaged.
Result<QByteArrayView> entryName(QByteArrayView item);

} // namespace backspool::engine
