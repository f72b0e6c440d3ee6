#pragma once
/// Reads a directory's tree as entries and holds it to the rules that single entries cannot show: sorted by name, no
/// name twice (docs/format.md, "Directory entry").
#include "format/directory_entry.h"
#include "format/node_tree.h"

#include <optional>

namespace backspool::format {

/// Looks at names as they come. A directory with a name twice, or out of order, would have findItem() and a walk see
/// different things.
class DirectoryOrder
{
public:
    /// Errors: Damaged when @p name does not come after the name before.
    Status check(QByteArrayView name);

private:
    std::optional<QByteArray> last_;
};

/// Calls @p visit with each entry of the directory whose tree has the root @p root, in order; stops when it returns
/// false. Errors: those of forEachItem() and DirectoryEntry::decode(); Damaged (order).
Status forEachDirectoryEntry(const ObjectName &root, const NodeFetch &fetch,
                             const std::function<Result<bool>(DirectoryEntry &&entry)> &visit);

/// The entry named @p name in the directory; nullopt when there is none.
Result<std::optional<DirectoryEntry>> findDirectoryEntry(const ObjectName &root, QByteArrayView name,
                                                         const NodeFetch &fetch);

} // namespace backspool::format
