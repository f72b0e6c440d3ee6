#include "difference/folder_job.h"

namespace backspool::engine {

// What the policy leaves out beneath a selected folder. What is selected by its own path is not asked about here.

/// It lies beneath a selected folder, on another file system, and the policy leaves those out: the folder itself stays,
/// without what is in it, so that a restore has a place to mount to.
bool FolderJob::isLeftOut()
{
    if (selection_ || !parent_ || !startsFileSystem_ || !context_.exclusion.leavesOutOtherFileSystems())
        return false;
    leavesOutContent_ = true;
    if (cachedFolder_ && !cachedFolder_->entries().empty())
        context_.tally.drop(path_, QStringLiteral("it is on another file system, which the policy leaves out"));
    return true;
}

/// Whether one of the two that follow may apply: then the folder is looked at as a whole, whatever the write log says.
bool FolderJob::mayLeaveOutContent() const
{
    const auto &exclusion = context_.exclusion;
    const auto isTag = [](const CachedFolder::Entry &entry) { return entry.name == QByteArrayView(kCacheTag); };
    return (exclusion.leavesOutOtherFileSystems() && startsFileSystem_) ||
           (exclusion.leavesOutCaches() && ((changes_ && changes_->names.contains(kCacheTag)) ||
                                            (cachedFolder_ && std::ranges::any_of(cachedFolder_->entries(), isTag))));
}

/// Of a folder that is tagged as a cache, the tag alone stays in @p names.
void FolderJob::leaveOutCache(std::vector<QByteArray> &names)
{
    if (selection_ || !context_.exclusion.leavesOutCaches() || !std::ranges::binary_search(names, kCacheTag) ||
        !isCacheFolder(folder_.get()))
        return;
    leavesOutContent_ = true;
    names = {kCacheTag};
    if (cachedFolder_ && cachedFolder_->entries().size() > 1)
        context_.tally.drop(path_, QStringLiteral("it is tagged as a cache, which the policy leaves out"));
}

/// Whether the entry is left out: for its name, or as a file for its size or age.
bool FolderJob::leavesOut(const QByteArray &name, const FileStatus &status, const CachedFolder::Entry *cached)
{
    const auto &exclusion = context_.exclusion;
    if (exclusion.hasPatterns() &&
        exclusion.leavesOutName(joinPath(path_, name), status.type == format::FileType::Directory))
        return true;
    // The tag of a cache stays, however old it is.
    if (leavesOutContent_ || status.type != format::FileType::File ||
        !exclusion.leavesOutFile(status.size, status.modified))
        return false;
    ++context_.tally.filesLeftOut;
    if (cached && !cached->isFolder())
        context_.tally.drop(joinPath(path_, name), exclusion.reason(status.size));
    return true;
}

} // namespace backspool::engine
