#include "points/tree_cursor.h"

#include "format/directory_entry.h"
#include "format/extent.h"

namespace backspool::points {

using format::ChildNode;
using format::Node;
using format::TreeKind;

namespace {

/// What the items of a node come to.
struct Totals
{
    uint64_t items = 0;
    uint64_t weight = 0;
    QByteArray firstKey;
};

std::unexpected<Error> overflows()
{
    return fail(ErrorKind::Damaged, QStringLiteral("a tree's node says impossible sizes"));
}

Status addTo(uint64_t &sum, uint64_t more)
{
    if (__builtin_add_overflow(sum, more, &sum))
        return overflows();
    return {};
}

Result<Totals> totalsOfLeaf(const Node &node)
{
    Totals totals{.items = node.count()};
    if (node.kind() == TreeKind::Directory)
        totals.firstKey = TRY(nameInEntry(node.item(0))).toByteArray();
    if (node.kind() == TreeKind::Extents) {
        for (size_t i = 0; i < node.count(); ++i)
            TRY(addTo(totals.weight, TRY(format::Extent::decode(node.item(i))).length));
    }
    return totals;
}

Result<Totals> totalsOfInner(const Node &node)
{
    Totals totals;
    for (size_t i = 0; i < node.count(); ++i) {
        const auto child = TRY(node.child(i));
        TRY(addTo(totals.items, child.itemCount));
        TRY(addTo(totals.weight, child.weight));
        if (i == 0)
            totals.firstKey = child.firstKey;
    }
    return totals;
}

} // namespace

Result<QByteArrayView> nameInEntry(QByteArrayView item)
{
    ByteReader reader(item, "directory entry");
    return reader.sizedBytes(uint64_t(format::kMaxNameSize));
}

Status checkStatement(const ChildNode &statement, const Node &node)
{
    if (node.count() == 0)
        return fail(ErrorKind::Damaged, QStringLiteral("a tree has an empty node in it"));
    const auto totals = TRY(node.level() == 0 ? totalsOfLeaf(node) : totalsOfInner(node));
    if (totals.items != statement.itemCount || totals.weight != statement.weight ||
        totals.firstKey != statement.firstKey)
        return fail(ErrorKind::Damaged, QStringLiteral("a tree's node is not what the node above says of it"));
    return {};
}

TreeCursor::TreeCursor(const store::ObjectStore &store, TreeKind kind, const ObjectName &root, uint8_t mark)
    : store_(&store), kind_(kind), root_(root), rootMark_(mark), begun_(root.isNull())
{
}

Result<Node> TreeCursor::load(const ObjectName &name, const ChildNode *statement) const
{
    auto node = TRY(Node::parse(TRY(store_->readNode(name))));
    if (node.kind() != kind_)
        return fail(ErrorKind::Damaged, QStringLiteral("a tree has a node of another kind in it"));
    if (!statement)
        return node;
    if (node.level() + 1 != levels_.back().node->level())
        return fail(ErrorKind::Damaged, QStringLiteral("a tree's node is of the wrong level"));
    TRY(checkStatement(*statement, node));
    return node;
}

Status TreeCursor::enter(const ObjectName &name, const ChildNode *statement, uint8_t outer, NodeGate &gate)
{
    const auto mark = TRY(gate.enter(name, outer));
    if (mark) {
        auto node = load(name, statement);
        if (node && node->level() > 0 && node->count() == 0)
            node = fail(ErrorKind::Damaged, QStringLiteral("a tree has an empty node above its leaves"));
        if (node) {
            levels_.push_back({name, *std::move(node), 0, *mark});
            return {};
        }
        TRY(gate.unreadable(name, node.error()));
        gate.left(name);
    }
    // Saturates only where a parent's own statement was wrong, and such a parent is not entered.
    position_ += statement ? statement->itemCount : 0;
    return {};
}

void TreeCursor::leave(NodeGate &gate)
{
    const auto name = levels_.back().name;
    levels_.pop_back();
    gate.left(name);
}

Result<bool> TreeCursor::next(NodeGate &gate)
{
    if (!begun_) {
        begun_ = true;
        TRY(enter(root_, nullptr, rootMark_, gate));
    }
    while (!levels_.empty()) {
        auto &top = levels_.back();
        if (!top.node) {
            auto again = Node::parse(TRY(store_->readNode(top.name)));
            top.node = TRY(std::move(again));
        }
        if (top.next == top.node->count()) {
            leave(gate);
            continue;
        }
        if (top.node->level() == 0) {
            item_ = top.node->item(top.next++);
            ++position_;
            return true;
        }
        const auto child = top.node->child(top.next++);
        if (!child) {
            TRY(gate.unreadable(top.name, child.error()));
            leave(gate);
            continue;
        }
        // The statement is a copy: enter() may move the levels.
        TRY(enter(child->name, &*child, top.mark, gate));
    }
    return false;
}

void TreeCursor::park()
{
    for (auto &level : levels_)
        level.node.reset();
    item_ = {};
}

ByteCount TreeCursor::loadedBytes() const
{
    ByteCount bytes = 0;
    for (const auto &level : levels_)
        bytes += level.node ? level.node->bytes().size() : 0;
    return bytes;
}

Result<QByteArray> entryAt(const store::ObjectStore &store, const ObjectName &root, uint64_t position)
{
    auto name = root;
    for (int depth = 0; depth <= format::kMaxTreeLevel; ++depth) {
        const auto node = TRY(Node::parse(TRY(store.readNode(name))));
        if (node.level() == 0) {
            if (position >= node.count())
                break;
            return node.item(size_t(position)).toByteArray();
        }
        std::optional<ObjectName> below;
        for (size_t i = 0; i < node.count() && !below; ++i) {
            const auto child = TRY(node.child(i));
            if (position < child.itemCount)
                below = child.name;
            else
                position -= child.itemCount;
        }
        if (!below)
            break;
        name = *below;
    }
    return fail(ErrorKind::NotFound, QStringLiteral("the directory has not so many entries"));
}

} // namespace backspool::points
