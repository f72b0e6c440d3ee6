#include "format/node.h"

namespace backspool::format {

namespace {

std::unexpected<Error> damaged(QString text)
{
    return fail(ErrorKind::Damaged, std::move(text));
}

/// Room for items, from the mean of directory entries: near enough to spare most growing.
constexpr qsizetype kUsualItemSize = 64;

} // namespace

Result<Node> Node::parse(QByteArray bytes)
{
    if (bytes.size() > kMaxNodeSize)
        return damaged(QStringLiteral("the tree node is larger than a node may be"));
    Node node;
    node.bytes_ = std::move(bytes);

    ByteReader reader(node.bytes_, "tree node");
    const auto kind = TRY(reader.u8());
    if (kind < uint8_t(TreeKind::Directory) || kind > uint8_t(TreeKind::Extents))
        return damaged(QStringLiteral("the tree node is of a kind that does not exist"));
    node.kind_ = TreeKind(kind);
    node.level_ = TRY(reader.u8());
    if (node.level_ > kMaxTreeLevel)
        return damaged(QStringLiteral("the tree node is of a level that is too high"));

    node.items_.reserve(size_t(node.bytes_.size() / kUsualItemSize));
    while (reader.remaining() > 0) {
        const auto item = TRY(reader.sizedBytes(uint64_t(reader.remaining())));
        if (item.isEmpty())
            return damaged(QStringLiteral("the tree node has an empty item"));
        node.items_.push_back(item);
    }
    if (node.level_ > 0 && node.items_.empty())
        return damaged(QStringLiteral("the tree node has no children"));
    return node;
}

Result<ChildNode> Node::child(size_t i) const
{
    Q_ASSERT(level_ > 0);
    ByteReader reader(items_[i], "tree node's child");
    ChildNode child;
    child.name = TRY(reader.name());
    child.itemCount = TRY(reader.varint());
    child.weight = TRY(reader.varint());
    child.firstKey = TRY(reader.sizedBytes(kMaxKeySize)).toByteArray();
    TRY(reader.atEnd());
    if (child.itemCount == 0 || child.firstKey.isEmpty() != (kind_ != TreeKind::Directory))
        return damaged(QStringLiteral("the tree node describes a child that cannot be"));
    return child;
}

} // namespace backspool::format
