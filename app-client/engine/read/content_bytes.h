#pragma once
/// A content that is small enough to be had as a whole, such as a point's system information.
#include "format/file_content.h"
#include "read/content_fetch.h"

namespace backspool::engine {

/// @p content, which the node @p parent names (null: the point itself). Blocks; not in a callback of the fetcher.
/// Errors: Invalid (longer than @p limit); what a ContentSink gets.
Result<QByteArray> readContent(ObjectFetcher &fetcher, const Verifier &verifier, const format::FileContent &content,
                               const ObjectName &parent, ByteCount limit);

} // namespace backspool::engine
