/// A large file by its clones: of what is as it was in the last point nothing is read.
#include "difference/folder_job.h"

namespace backspool::engine {

/// @p frozen: a clone of the file, made now.
Result<Content> FolderJob::readByShadow(Item &item, FileDescriptor frozen, const FileStatus &status)
{
    std::optional<ChangedRegions> regions;
    std::optional<Content> was;
    if (item.cached && isInPlace_) {
        const auto entry = format::DirectoryEntry::decode(item.cached->entry);
        if (entry && entry->type == format::FileType::File) {
            regions = context_.shadows->changesSince(entry->content, frozen.get(), status.size);
            was = Content{entry->content, entry->size};
        }
    }
    // Looked at again, or of another mode only.
    const bool isAsItWas = regions && regions->empty() && was->size == status.size;
    const auto content = isAsItWas ? *was : TRY(readAll(item, frozen.get(), status, regions));
    context_.shadows->keep(joinPath(path_, item.name), status, content.signature, content.size, std::move(frozen));
    return content;
}

} // namespace backspool::engine
