#pragma once
/// Extended attributes: POSIX ACLs, capabilities and security labels are among them.
#include "core/result.h"
#include "format/directory_entry.h"
#include "format/node.h"

namespace backspool::engine {

/// So much of them fits an entry, beside a link's target.
constexpr qsizetype kMaxAttributesSize = format::kMaxItemSize - format::kMaxLinkTargetSize - 4'096;

struct Attributes
{
    std::vector<format::Attribute> list; ///< sorted by name; permissions and capabilities before what users attach
    bool isComplete = true;              ///< false: there are more than an entry can hold
};

/// Attributes of @p name in @p folder (not of what a link points to). None where the file system has none.
/// Errors: Io, Denied.
Result<Attributes> readAttributes(int folder, const QByteArray &name);
/// Of an open folder or file itself.
Result<Attributes> readAttributesOf(int file);

} // namespace backspool::engine
