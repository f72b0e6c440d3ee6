#include "read/tree_item.h"

#include "read/tree_node.h"

namespace backspool::engine {

Result<TreeItem> treeItemAt(NodeReader &nodes, format::TreeKind kind, const ObjectName &root, const ObjectName &parent,
                            uint64_t position)
{
    const auto missing = [] { return fail(ErrorKind::NotFound, QStringLiteral("the tree has not so many items")); };
    auto node = TRY(parseTreeNode(TRY(nodes.read(parent, root)), kind, nullptr, 0));
    ObjectName leaf = root;
    while (node.level() > 0) {
        std::optional<format::ChildNode> child;
        for (size_t i = 0; i < node.count(); ++i) {
            child = TRY(node.child(i));
            if (position < child->itemCount)
                break;
            position -= child->itemCount;
            child.reset();
        }
        if (!child)
            return missing();
        node = TRY(parseTreeNode(TRY(nodes.read(leaf, child->name)), kind, &*child, node.level()));
        leaf = child->name;
    }
    if (position >= node.count())
        return missing();
    return TreeItem{node.item(position).toByteArray(), leaf};
}

} // namespace backspool::engine
