#pragma once
/// What changed from one point to another: both trees are gone through side by side, and what they share is passed over
/// without being read.
#include "core/cancel_token.h"
#include "read/point_reader.h"

namespace backspool::engine {

struct PointChange
{
    QByteArray path;
    std::optional<format::DirectoryEntry> before, after; ///< one missing: only in the other point
    bool content = false;  ///< both there: what it holds differs (of folders: never, see what is beneath)
    bool metadata = false; ///< owner, permissions, attributes or times differ
};

/// Returns false to stop.
using OnChange = std::function<Result<bool>(const PointChange &change)>;

/// Of @p path (normalised; "/" for all) and what is beneath it, folder by folder, in order of names. A folder that only
/// one point has is one change. The modification time of a folder that holds something else now is no change of its
/// own. Errors: NotFound (neither point has @p path), those of reading, the callback's.
Status diffPoints(NodeReader &nodes, const PointReader &before, const PointReader &after, const QByteArray &path,
                  const CancelToken &cancel, const OnChange &onChange);

} // namespace backspool::engine
