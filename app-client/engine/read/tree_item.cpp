#include "read/tree_item.h"

#include "read/tree_node.h"

namespace backspool::engine {

namespace {

/// The children @p first and up to @p ahead after it, at once, if the first is not there yet.
Status fetchTogether(NodeReader &nodes, const format::Node &node, const ObjectName &name, size_t first, size_t ahead)
{
    std::vector<NodeReader::Place> places;
    for (size_t i = first; i < std::min(first + ahead + 1, node.count()); ++i) {
        places.push_back({name, TRY(node.child(i)).name});
        if (i == first && nodes.isKept(places.front().name))
            return {};
    }
    nodes.prefetch(places);
    return {};
}

} // namespace

Result<std::optional<TreeLeaf>> treeLeafAt(NodeReader &nodes, format::TreeKind kind, const ObjectName &root,
                                           const ObjectName &parent, uint64_t position, size_t ahead)
{
    TreeLeaf at{TRY(parseTreeNode(TRY(nodes.read(parent, root)), kind, nullptr, 0)), root};
    while (at.node.level() > 0) {
        std::optional<format::ChildNode> child;
        size_t i = 0;
        for (; i < at.node.count(); ++i) {
            child = TRY(at.node.child(i));
            if (position < child->itemCount)
                break;
            position -= child->itemCount;
            child.reset();
        }
        if (!child)
            return std::nullopt;
        if (ahead > 0 && at.node.level() == 1)
            TRY(fetchTogether(nodes, at.node, at.name, i, ahead));
        at.node = TRY(parseTreeNode(TRY(nodes.read(at.name, child->name)), kind, &*child, at.node.level()));
        at.name = child->name;
    }
    if (position >= at.node.count())
        return std::nullopt;
    at.index = size_t(position);
    return at;
}

Result<TreeItem> treeItemAt(NodeReader &nodes, format::TreeKind kind, const ObjectName &root, const ObjectName &parent,
                            uint64_t position)
{
    const auto leaf = TRY(treeLeafAt(nodes, kind, root, parent, position));
    if (!leaf)
        return fail(ErrorKind::NotFound, QStringLiteral("the tree has not so many items"));
    return TreeItem{leaf->node.item(leaf->index).toByteArray(), leaf->name};
}

} // namespace backspool::engine
