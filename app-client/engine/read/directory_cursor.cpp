#include "read/directory_cursor.h"

#include "read/tree_node.h"

#include <ranges>

namespace backspool::engine {

DirectoryCursor::DirectoryCursor(NodeReader &nodes, const ObjectName &root, const ObjectName &parent, size_t together)
    : nodes_(nodes), root_(root), parent_(parent), together_(together)
{
}

Status DirectoryCursor::descend(const ObjectName &name, const ObjectName &parent, const format::ChildNode *statement)
{
    const uint8_t parentLevel = levels_.empty() ? 0 : levels_.back().node.level();
    auto node = TRY(parseTreeNode(TRY(nodes_.read(parent, name)), format::TreeKind::Directory, statement, parentLevel));
    levels_.push_back({name, std::move(node), 0});
    return {};
}

void DirectoryCursor::prefetch(const Level &level) const
{
    std::vector<NodeReader::Place> places;
    for (size_t i = level.next; i < std::min(level.next + together_, level.node.count()); ++i) {
        const auto child = level.node.child(i);
        if (!child || (i == level.next && nodes_.isKept(child->name)))
            return;
        places.push_back({level.name, child->name});
    }
    nodes_.prefetch(places);
}

Status DirectoryCursor::enterNode()
{
    if (!std::exchange(begun_, true))
        return descend(root_, parent_, nullptr);
    while (!levels_.empty() && levels_.back().isPassed())
        levels_.pop_back();
    if (levels_.empty())
        return {};
    Level &level = levels_.back();
    prefetch(level);
    const auto child = TRY(level.node.child(level.next++));
    const ObjectName parent = level.name; // the level moves
    return descend(child.name, parent, &child);
}

/// The leaf that has the next entry is the last level; no level at the end.
Status DirectoryCursor::goToLeaf()
{
    while (needsNode())
        TRY(enterNode());
    return {};
}

Result<bool> DirectoryCursor::next()
{
    TRY(goToLeaf());
    if (levels_.empty())
        return false;
    Level &level = levels_.back();
    entry_ = TRY(format::DirectoryEntry::decode(level.node.item(level.next++)));
    TRY(order_.check(entry_.name));
    ++position_;
    return true;
}

Result<std::vector<ObjectName>> DirectoryCursor::nodesAhead()
{
    TRY(goToLeaf());
    std::vector<ObjectName> names;
    // A node was entered for its first item when every level beneath it is at its first.
    for (size_t i = levels_.size(); i-- > 0;) {
        const bool isLeaf = i + 1 == levels_.size();
        if (levels_[i].next != (isLeaf ? 0U : 1U))
            break;
        names.push_back(levels_[i].name);
    }
    std::ranges::reverse(names);
    return names;
}

std::optional<NodeReader::Place> DirectoryCursor::upcoming(size_t ahead) const
{
    if (!begun_)
        return ahead == 0 ? std::optional(NodeReader::Place{parent_, root_}) : std::nullopt;
    for (const auto &level : levels_ | std::views::reverse) {
        if (!level.isInner() || level.isPassed())
            continue;
        if (level.next + ahead >= level.node.count())
            return std::nullopt;
        if (const auto child = level.node.child(level.next + ahead))
            return NodeReader::Place{level.name, child->name};
        return std::nullopt;
    }
    return std::nullopt;
}

void DirectoryCursor::skip(const ObjectName &node)
{
    const auto found = std::ranges::find(levels_, node, &Level::name);
    if (found == levels_.end())
        return;
    if (const auto count = itemsBeneath(found->node))
        position_ += *count;
    levels_.erase(found, levels_.end());
}

Result<std::optional<FoundEntry>> findEntry(NodeReader &nodes, const ObjectName &root, const ObjectName &parent,
                                            QByteArrayView name)
{
    FoundEntry found;
    found.leaf = root;
    auto node = TRY(parseTreeNode(TRY(nodes.read(parent, root)), format::TreeKind::Directory, nullptr, 0));
    while (node.level() > 0) {
        // The last child whose first name is not after the wanted one.
        size_t low = 0;
        for (size_t high = node.count(); low < high;) {
            const size_t middle = low + (high - low) / 2;
            if (format::compareNames(TRY(node.child(middle)).firstKey, name) > 0)
                high = middle;
            else
                low = middle + 1;
        }
        if (low == 0)
            return std::nullopt;
        for (size_t i = 0; i + 1 < low; ++i)
            found.position += TRY(node.child(i)).itemCount;
        const auto child = TRY(node.child(low - 1));
        node = TRY(
            parseTreeNode(TRY(nodes.read(found.leaf, child.name)), format::TreeKind::Directory, &child, node.level()));
        found.leaf = child.name;
    }
    size_t low = 0;
    for (size_t high = node.count(); low < high;) {
        const size_t middle = low + (high - low) / 2;
        if (format::compareNames(TRY(entryName(node.item(middle))), name) >= 0)
            high = middle;
        else
            low = middle + 1;
    }
    if (low == node.count() || TRY(entryName(node.item(low))) != name)
        return std::nullopt;
    found.position += low;
    found.entry = TRY(format::DirectoryEntry::decode(node.item(low)));
    return found;
}

} // namespace backspool::engine
