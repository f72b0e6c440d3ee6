#pragma once
/// Visits all leaves of one tree as they come, many nodes on the way at a time.
#include "format/node.h"
#include "read/object_fetcher.h"

#include <memory>
#include <vector>

namespace backspool::engine {

/// Called from the fetcher's threads; leaf() and failed() also from several at a time. Must not wait for other objects.
class TreeVisitor
{
public:
    virtual ~TreeVisitor() = default;
    /// @p first: place of the leaf's first item among all of the tree, as its parents state it. Leaves come in any
    /// order.
    virtual void leaf(const ObjectName &name, const format::Node &node, uint64_t first) = 0;
    /// A node, and so all beneath it, cannot be had.
    virtual void failed(const Error &error) = 0;
    /// Once, after everything else.
    virtual void done() = 0;
};

/// Begins the visit of the tree of kind @p kind with the root @p root, named by @p parent (null: a root of a point).
/// The visitor lives as long as it is needed.
void visitTree(ObjectFetcher &fetcher, format::TreeKind kind, const ObjectName &root, const ObjectName &parent,
               std::shared_ptr<TreeVisitor> visitor);

} // namespace backspool::engine
