#pragma once
/// Which extents of a version a range of its content is made of; of a tree of extents only the nodes are read that lead
/// there.
#include "format/version_record.h"
#include "read/node_reader.h"

namespace backspool::engine {

/// An extent, and where in the content it begins.
struct PlacedExtent
{
    format::Extent extent;
    uint64_t at = 0;
    ObjectName holder; ///< what names its chunk
};

/// Those that overlap [@p begin, @p end) of @p record, which is named @p name, in order and without gaps.
/// Errors: Damaged, NodeReader::read().
Result<std::vector<PlacedExtent>> extentsOf(NodeReader &nodes, const format::VersionRecord &record,
                                            const ObjectName &name, uint64_t begin, uint64_t end);

} // namespace backspool::engine
