#pragma once
/// How the content of a file longer than one leaf is put together (docs/format.md, "Version record").
#include "format/extent.h"
#include "format/node_tree.h"

#include <optional>
#include <vector>

namespace backspool::format {

constexpr size_t kMaxInlineExtents = 64;

struct VersionRecord
{
    uint64_t size = 0;
    uint64_t extentCount = 0;
    std::vector<Extent> inlineExtents; ///< all of them, when extentTree is null
    ObjectName extentTree;             ///< root of a tree of kind Extents

    bool operator==(const VersionRecord &) const = default;
    QByteArray encode() const;
    /// Errors: Damaged (structure; inline extents that do not sum to the size).
    static Result<VersionRecord> decode(QByteArrayView bytes);

    /// Calls @p visit with each extent in order; stops when it returns false. Errors: the fetch's; Damaged (extents
    /// that do not sum to the size).
    Status forEachExtent(const NodeFetch &fetch, const std::function<Result<bool>(const Extent &)> &visit) const;
};

/// Whether @p next goes on where @p last ends, so that one extent says both.
bool canJoin(const Extent &last, const Extent &next);

/// Collects extents of a version as its content is read; emits nodes where they are too many for the record.
/// A hole after a hole is joined, and so is a part of a chunk after the part just before it. Not thread-safe.
class VersionBuilder
{
public:
    VersionBuilder(const codec::Digester &digester, NodeTreeBuilder::Emit emit);
    void add(const Extent &extent);
    /// The builder is then empty and can build again.
    /// REQUIRES: something was added (content without bytes has no version record).
    VersionRecord finish();

private:
    void flushLast();
    void flushToTree();
    void addToTree(const Extent &extent);
    NodeTreeBuilder tree_;
    VersionRecord record_;
    bool inTree_ = false;
    std::optional<Extent> last_;
};

} // namespace backspool::format
