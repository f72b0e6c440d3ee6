#include "format/node_tree.h"

#include "codec/crc32c.h"

#include <limits>

namespace backspool::format {

namespace {

/// docs/format.md, "Trees": where a writer closes a node.
constexpr qsizetype kMinNodeSize = 8_KiB;
constexpr qsizetype kFullNodeSize = 64_KiB;
constexpr uint32_t kBoundaryModulus = 256;

std::unexpected<Error> damaged(QString text)
{
    return fail(ErrorKind::Damaged, std::move(text));
}

QByteArray encodeChild(const ObjectName &name, uint64_t itemCount, uint64_t weight, QByteArrayView firstKey)
{
    ByteWriter writer;
    writer.reserve(ObjectName::kSize + 24 + firstKey.size());
    writer.name(name).varint(itemCount).varint(weight).sizedBytes(firstKey);
    return writer.take();
}

Result<Node> fetchNode(const ObjectName &name, TreeKind kind, const NodeFetch &fetch)
{
    auto node = TRY(Node::parse(TRY(fetch(name))));
    if (node.kind() != kind)
        return damaged(QStringLiteral("a node of another kind of tree stands in the tree"));
    return node;
}

/// The node of @p child, which must be one level under @p parent.
Result<Node> fetchChild(const Node &parent, const ChildNode &child, const NodeFetch &fetch)
{
    auto node = TRY(fetchNode(child.name, parent.kind(), fetch));
    if (node.level() + 1 != parent.level())
        return damaged(QStringLiteral("a node of the wrong level stands in the tree"));
    return node;
}

/// Leaf items beneath @p node as it states them itself.
Result<uint64_t> statedItemCount(const Node &node)
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

} // namespace

NodeTreeBuilder::NodeTreeBuilder(TreeKind kind, const codec::Digester &digester, Emit emit)
    : kind_(kind), digester_(digester), emit_(std::move(emit))
{
}

void NodeTreeBuilder::add(QByteArrayView item, QByteArrayView boundary, QByteArrayView key, uint64_t weight)
{
    Q_ASSERT(!item.isEmpty() && item.size() <= kMaxItemSize && key.size() <= kMaxKeySize);
    addTo(0, item, boundary, key, 1, weight);
    ++itemCount_;
}

void NodeTreeBuilder::addTo(size_t level, QByteArrayView item, QByteArrayView boundary, QByteArrayView key,
                            uint64_t itemCount, uint64_t weight)
{
    if (levels_.size() <= level)
        levels_.resize(level + 1);
    Level &open = levels_[level];
    if (open.items == 0) {
        open.node.u8(uint8_t(kind_)).u8(uint8_t(level));
        open.firstKey = key.toByteArray();
    }
    open.node.sizedBytes(item);
    ++open.items;
    open.itemCount += itemCount;
    open.weight += weight;
    const bool mayEnd = open.node.size() >= kMinNodeSize && codec::crc32c(boundary) % kBoundaryModulus == 0;
    if (mayEnd || open.node.size() >= kFullNodeSize)
        closeNode(level);
}

void NodeTreeBuilder::closeNode(size_t level)
{
    const auto name = emitNode(level);
    const Level closed = std::exchange(levels_[level], {});
    const auto child = encodeChild(name, closed.itemCount, closed.weight, closed.firstKey);
    addTo(level + 1, child, name.view(), closed.firstKey, closed.itemCount, closed.weight);
    levels_[level + 1].lastChild = name;
}

ObjectName NodeTreeBuilder::emitNode(size_t level)
{
    auto bytes = levels_[level].node.take();
    const auto name = digester_.node(bytes);
    emit_(name, std::move(bytes));
    return name;
}

ObjectName NodeTreeBuilder::finish()
{
    if (levels_.empty()) {
        levels_.resize(1);
        levels_[0].node.u8(uint8_t(kind_)).u8(0);
    }
    ObjectName root;
    for (size_t level = 0; level < levels_.size(); ++level) {
        const bool isTop = level + 1 == levels_.size();
        if (isTop)
            root = level > 0 && levels_[level].items == 1 ? levels_[level].lastChild : emitNode(level);
        else if (levels_[level].items > 0)
            closeNode(level);
    }
    levels_.clear();
    itemCount_ = 0;
    return root;
}

Status forEachItem(const ObjectName &root, TreeKind kind, const NodeFetch &fetch,
                   const std::function<Result<bool>(QByteArrayView item)> &visit)
{
    struct Step
    {
        Node node;
        size_t next = 0;
    };
    // As deep as the levels at most, since each child is one level under its parent.
    std::vector<Step> path;
    path.push_back({TRY(fetchNode(root, kind, fetch))});
    while (!path.empty()) {
        Step &step = path.back();
        if (step.node.level() > 0 && step.next < step.node.count()) {
            const auto child = TRY(step.node.child(step.next++));
            auto node = TRY(fetchChild(step.node, child, fetch));
            if (TRY(statedItemCount(node)) != child.itemCount)
                return damaged(QStringLiteral("a tree node has another count of items than its parent states"));
            path.push_back({std::move(node)});
            continue;
        }
        if (step.node.level() == 0) {
            for (size_t i = 0; i < step.node.count(); ++i) {
                if (!TRY(visit(step.node.item(i))))
                    return {};
            }
        }
        path.pop_back();
    }
    return {};
}

Result<uint64_t> treeItemCount(const ObjectName &root, TreeKind kind, const NodeFetch &fetch)
{
    return statedItemCount(TRY(fetchNode(root, kind, fetch)));
}

Result<std::optional<QByteArray>> findItem(const ObjectName &root, QByteArrayView key, const NodeFetch &fetch)
{
    auto node = TRY(fetchNode(root, TreeKind::Directory, fetch));
    while (node.level() > 0) {
        // The last child whose first key is not after the key.
        size_t low = 0;
        size_t high = node.count();
        while (low < high) {
            const size_t middle = low + (high - low) / 2;
            if (compareNames(TRY(node.child(middle)).firstKey, key) > 0)
                high = middle;
            else
                low = middle + 1;
        }
        if (low == 0)
            return std::nullopt;
        node = TRY(fetchChild(node, TRY(node.child(low - 1)), fetch));
    }

    size_t low = 0;
    size_t high = node.count();
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const auto item = node.item(middle);
        ByteReader reader(item, "directory entry");
        const auto name = TRY(reader.sizedBytes(kMaxKeySize));
        const int order = compareNames(name, key);
        if (order == 0)
            return item.toByteArray();
        if (order > 0)
            high = middle;
        else
            low = middle + 1;
    }
    return std::nullopt;
}

} // namespace backspool::format
