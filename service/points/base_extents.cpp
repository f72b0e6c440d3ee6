#include "points/base_extents.h"

#include "codec/signature.h"
#include "format/node.h"

#include <algorithm>

namespace backspool::points {

using format::ChildNode;
using format::Extent;
using format::Node;
using format::VersionRecord;

namespace {

/// Damage of the base is no reason to refuse what is to replace it.
bool isNotThere(const Error &error)
{
    return error.kind() == ErrorKind::Damaged || error.kind() == ErrorKind::NotFound;
}

} // namespace

Result<BaseExtents> BaseExtents::open(const store::ObjectStore &store, const BaseContent &content,
                                      const CancelToken &cancel)
{
    BaseExtents base(store);
    if (content.name.isNull() || content.size <= uint64_t(codec::kLeafSize))
        return base;
    if (const auto read = base.read(content, cancel); !read) {
        if (!isNotThere(read.error()))
            return fail(read.error());
        return BaseExtents(store);
    }
    return base;
}

Status BaseExtents::read(const BaseContent &content, const CancelToken &cancel)
{
    const auto bytes = TRY(store_->readNode(content.name));
    const auto record = TRY(VersionRecord::decode(bytes));
    record_ = store_->digester().node(bytes);
    if (!record.extentTree.isNull())
        return addNodes(record, cancel);
    setLoaded(0, record.inlineExtents);
    return {};
}

Status BaseExtents::addNodes(const VersionRecord &record, const CancelToken &cancel)
{
    nodes_.emplace(record.extentTree, std::pair(record.extentCount, record.size));
    std::vector<Leaf> inner{{0, record.extentTree}};
    while (!inner.empty()) {
        TRY(cancel.check());
        auto [start, name] = inner.back();
        inner.pop_back();
        const auto node = TRY(Node::parse(TRY(store_->readNode(name))));
        if (node.level() == 0) // the root itself
            leaves_.push_back({start, name});
        for (size_t i = 0; node.level() > 0 && i < node.count(); ++i) {
            const auto child = TRY(node.child(i));
            // What repeats itself is gone through once, and found once.
            const bool isNew = nodes_.emplace(child.name, std::pair(child.itemCount, child.weight)).second;
            if (node.level() == 1)
                leaves_.push_back({start, child.name});
            else if (isNew)
                inner.push_back({start, child.name});
            start += child.weight;
        }
    }
    std::ranges::sort(leaves_, {}, &Leaf::start);
    return {};
}

bool BaseExtents::hasNode(const ChildNode &statement) const
{
    const auto found = nodes_.find(statement.name);
    return found != nodes_.end() && found->second == std::pair(statement.itemCount, statement.weight);
}

void BaseExtents::setLoaded(uint64_t start, const std::vector<Extent> &extents)
{
    loaded_.clear();
    for (const auto &extent : extents) {
        loaded_.push_back({start, extent});
        start += extent.length;
    }
}

Status BaseExtents::load(size_t leaf)
{
    if (loadedLeaf_ == leaf)
        return {};
    loaded_.clear();
    loadedLeaf_ = leaf;
    const auto read = readLeaf(leaves_[leaf]);
    return read || isNotThere(read.error()) ? Status() : read;
}

Status BaseExtents::readLeaf(const Leaf &leaf)
{
    const auto node = TRY(Node::parse(TRY(store_->readNode(leaf.node))));
    std::vector<Extent> extents;
    for (size_t i = 0; node.level() == 0 && i < node.count(); ++i)
        extents.push_back(TRY(Extent::decode(node.item(i))));
    setLoaded(leaf.start, extents);
    return {};
}

Result<bool> BaseExtents::has(uint64_t start, const Extent &extent)
{
    if (!leaves_.empty()) {
        const auto after = std::ranges::upper_bound(leaves_, start, {}, &Leaf::start);
        if (after == leaves_.begin())
            return false;
        TRY(load(size_t(after - leaves_.begin()) - 1));
    }
    const auto after = std::ranges::upper_bound(loaded_, start, {}, &Placed::start);
    if (after == loaded_.begin())
        return false;
    const auto &[oldStart, old] = *(after - 1);
    const uint64_t skip = start - oldStart;
    return old.chunk == extent.chunk && skip <= old.length && extent.length <= old.length - skip &&
           extent.offset == old.offset + skip;
}

} // namespace backspool::points
