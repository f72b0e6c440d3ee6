#pragma once
/// A leaf of a tree made of given items (docs/format.md, "Trees"): for who gives on a tree that is not quite the stored
/// one. Stored trees are NodeTreeBuilder's, which decides where nodes end.
#include "format/node.h"

namespace backspool::format {

/// REQUIRES: no item is empty, and the node stays within kMaxNodeSize.
QByteArray encodeLeaf(TreeKind kind, const std::vector<QByteArray> &items);

} // namespace backspool::format
