#include "difference/subtree_counts.h"

#include "difference/cached_status.h"
#include "format/hint.h"

namespace backspool::engine {

namespace {

bool isRestlessItself(QByteArrayView entry, QByteArrayView hint, bool *isFolder)
{
    const auto decoded = format::Hint::decode(hint);
    *isFolder = decoded && decoded->isDirectory();
    if (!decoded || decoded->isRacy())
        return true;
    if (*isFolder)
        return false;
    const auto status = cachedStatus(entry);
    return !status || status->flags & (format::DirectoryEntry::Linked | format::DirectoryEntry::Carried);
}

} // namespace

SubtreeCounts countsOf(QByteArrayView entry, QByteArrayView hint, const SubtreeCounts *beneath)
{
    SubtreeCounts counts;
    bool isFolder = false;
    const bool isRestless = isRestlessItself(entry, hint, &isFolder);
    if (isFolder && beneath) {
        counts = *beneath;
    } else if (isFolder) {
        counts.directories = 1;
        counts.restless = 1;
    } else {
        counts.files = 1;
        counts.bytes = cachedStatus(entry).value_or(CachedStatus{}).size;
    }
    counts.restless += isRestless;
    return counts;
}

} // namespace backspool::engine
