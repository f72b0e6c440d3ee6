#include "read/tree_node.h"

#include "format/directory_entry.h"

#include <limits>

namespace backspool::engine {

namespace {
std::unexpected<Error> damaged(const QString &text)
{
    return fail(ErrorKind::Damaged, text);
}
} // namespace

Result<QByteArrayView> entryName(QByteArrayView item)
{
    ByteReader reader(item, "directory entry");
    return reader.sizedBytes(format::kMaxNameSize);
}

Result<uint64_t> itemsBeneath(const format::Node &node)
{
    if (node.level() == 0)
        return node.count();
    uint64_t sum = 0;
    for (size_t i = 0; i < node.count(); ++i) {
        const uint64_t count = TRY(node.child(i)).itemCount;
        if (count > std::numeric_limits<uint64_t>::max() - sum)
            return damaged(QStringLiteral("a tree node states a count of items that cannot be"));
        sum += count;
    }
    return sum;
}

Result<format::Node> parseTreeNode(QByteArray bytes, format::TreeKind kind, const format::ChildNode *statement,
                                   uint8_t parentLevel)
{
    auto node = TRY(format::Node::parse(std::move(bytes)));
    if (node.kind() != kind)
        return damaged(QStringLiteral("a node of another kind of tree stands in the tree"));
    if (!statement)
        return node;
    if (node.level() + 1 != parentLevel)
        return damaged(QStringLiteral("a node of the wrong level stands in the tree"));
    if (TRY(itemsBeneath(node)) != statement->itemCount)
        return damaged(QStringLiteral("a tree node has another count of items than its parent states"));
    if (kind == format::TreeKind::Directory && node.count() > 0) {
        const bool isFirst = node.level() == 0 ? TRY(entryName(node.item(0))) == QByteArrayView(statement->firstKey)
                                               : TRY(node.child(0)).firstKey == statement->firstKey;
        if (!isFirst)
            return damaged(QStringLiteral("a tree node begins with another name than its parent states"));
    }
    return node;
}

} // namespace backspool::engine
