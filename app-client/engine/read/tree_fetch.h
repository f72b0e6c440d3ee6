#pragma once
/// Gives shared/format's readers of trees the nodes of one tree, each asked for under the node that names it.
#include "format/node_tree.h"
#include "read/node_reader.h"

namespace backspool::engine {

/// For one forEachItem() over one tree. Not thread-safe.
class TreeFetch
{
public:
    /// @p parent names the root.
    TreeFetch(NodeReader &nodes, const ObjectName &parent) : nodes_(nodes), rootParent_(parent) {}

    format::NodeFetch function()
    {
        return [this](const ObjectName &name) { return fetch(name); };
    }
    /// The node fetched last: while an item is visited, the leaf that holds it.
    const ObjectName &last() const { return last_; }

private:
    Result<QByteArray> fetch(const ObjectName &name);

    NodeReader &nodes_;
    const ObjectName rootParent_;
    ObjectName last_;
    bool begun_ = false;
    /// Children of the inner nodes on the way, which are few: a node has some hundred.
    std::unordered_map<ObjectName, ObjectName> parents_;
};

} // namespace backspool::engine
