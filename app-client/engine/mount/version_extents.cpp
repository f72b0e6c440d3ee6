#include "mount/version_extents.h"

#include "read/tree_node.h"

namespace backspool::engine {

using format::Extent;

namespace {

class Search
{
public:
    Search(NodeReader &nodes, uint64_t size, uint64_t begin, uint64_t end)
        : nodes_(nodes), size_(size), begin_(begin), end_(end)
    {
    }

    Status add(const Extent &extent, const ObjectName &holder)
    {
        const uint64_t at = at_;
        if (!TRY(pass(extent.length)))
            return {};
        found_.push_back({extent, at, holder});
        return {};
    }

    Status addBeneath(const ObjectName &parent, const ObjectName &name, const format::ChildNode *statement,
                      uint8_t parentLevel)
    {
        const auto node =
            TRY(parseTreeNode(TRY(nodes_.read(parent, name)), format::TreeKind::Extents, statement, parentLevel));
        for (size_t i = 0; i < node.count() && at_ < end_; ++i) {
            if (node.level() == 0) {
                TRY(add(TRY(Extent::decode(node.item(i))), name));
                continue;
            }
            const auto child = TRY(node.child(i));
            const uint64_t at = at_;
            if (!TRY(pass(child.weight)))
                continue;
            at_ = at;
            TRY(addBeneath(name, child.name, &child, node.level()));
            if (at_ < end_ && at_ - at != child.weight)
                return fail(ErrorKind::Damaged, QStringLiteral("a list of a file's parts is not as long as it says"));
        }
        return {};
    }

    Result<std::vector<PlacedExtent>> finish() &&
    {
        const bool isWhole = !found_.empty() && found_.front().at <= begin_ && at_ >= end_;
        if (!isWhole)
            return fail(ErrorKind::Damaged, QStringLiteral("the parts of the file are shorter than it"));
        return std::move(found_);
    }

private:
    /// Goes on by @p length; whether that overlaps the range.
    Result<bool> pass(uint64_t length)
    {
        if (length > size_ - at_)
            return fail(ErrorKind::Damaged, QStringLiteral("the parts of the file are longer than it"));
        const uint64_t at = std::exchange(at_, at_ + length);
        return at < end_ && at_ > begin_;
    }

    NodeReader &nodes_;
    const uint64_t size_, begin_, end_;
    uint64_t at_ = 0; ///< in the content
    std::vector<PlacedExtent> found_;
};

} // namespace

Result<std::vector<PlacedExtent>> extentsOf(NodeReader &nodes, const format::VersionRecord &record,
                                            const ObjectName &name, uint64_t begin, uint64_t end)
{
    Search search(nodes, record.size, begin, end);
    if (!record.extentTree.isNull())
        TRY(search.addBeneath(name, record.extentTree, nullptr, 0));
    for (const auto &extent : record.inlineExtents)
        TRY(search.add(extent, name));
    return std::move(search).finish();
}

} // namespace backspool::engine
