#include "difference/cached_path.h"

#include <algorithm>

namespace backspool::engine {

Result<bool> hasPath(const TreeCache &cache, const QByteArray &path)
{
    uint64_t record = cache.point().rootRecord.offset;
    for (const auto &name : path.split('/')) {
        if (name.isEmpty())
            continue;
        if (record == 0)
            return false;
        const auto folder = TRY(cache.read(record));
        const auto entry = std::ranges::find(folder.entries(), QByteArrayView(name), &CachedFolder::Entry::name);
        if (entry == folder.entries().end())
            return false;
        record = entry->child.offset;
    }
    return true;
}

} // namespace backspool::engine
