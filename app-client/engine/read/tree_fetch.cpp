#include "read/tree_fetch.h"

namespace backspool::engine {

Result<QByteArray> TreeFetch::fetch(const ObjectName &name)
{
    ObjectName parent = rootParent_;
    if (std::exchange(begun_, true)) {
        const auto found = parents_.find(name);
        if (found == parents_.end())
            return fail(ErrorKind::Damaged, QStringLiteral("a tree leads to a node that it does not name"));
        parent = found->second;
    }
    auto bytes = TRY(nodes_.read(parent, name));
    last_ = name;
    const auto node = TRY(format::Node::parse(bytes));
    for (size_t i = 0; node.level() > 0 && i < node.count(); ++i)
        parents_.insert_or_assign(TRY(node.child(i)).name, name);
    return bytes;
}

} // namespace backspool::engine
