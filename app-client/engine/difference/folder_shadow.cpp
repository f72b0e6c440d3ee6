/// A large file by its clones: of what is as it was in the last point nothing is read.
#include "core/logging.h"
#include "difference/folder_job.h"

namespace backspool::engine {

/// @p frozen: a clone of the file, made now. REQUIRES: it is not shorter than @p status says.
Result<Content> FolderJob::readByShadow(Item &item, FileDescriptor frozen, const FileStatus &status)
{
    std::optional<Content> content;
    std::optional<ShadowFiles::Changes> changes;
    const auto entry =
        item.cached && isInPlace_ ? format::DirectoryEntry::decode(item.cached->entry) : format::DirectoryEntry{};
    if (entry && entry->type == format::FileType::File && !entry->content.isNull()) {
        const BaseVersion base{joinPath(path_, item.name), entry->content, entry->size, false};
        changes = context_.shadows->changesSince(base.content, frozen.get(), status.size);
        // Looked at again, or of another mode only.
        if (changes && changes->regions.empty() && base.size == status.size)
            content = Content{base.content, base.size};
        else if (changes)
            content = TRY(readChanges(item, frozen.get(), status, base, changes));
    }
    if (!content)
        content = TRY(readAll(item, frozen.get(), status,
                              changes ? std::optional(std::move(changes->regions)) : std::nullopt, true));
    context_.shadows->keep(joinPath(path_, item.name), status, content->signature, content->size, std::move(frozen));
    return *content;
}

/// nullopt: too little is known of @p base, so much was written that what moved is to be looked for, or it did not
/// come off; then nothing is left of @p changes: what its shadow says is not to be believed.
Result<std::optional<Content>> FolderJob::readChanges(Item &item, int frozen, const FileStatus &status,
                                                      const BaseVersion &base,
                                                      std::optional<ShadowFiles::Changes> &changes)
{
    constexpr auto kLeaf = uint64_t(codec::kLeafSize);
    // Of much that was written some may only have moved.
    if (status.size <= kLeaf || base.size <= kLeaf || isMuch(status.size, changes->regions, context_.methodRule))
        return std::nullopt;
    const auto old = context_.bases.known(base);
    TRY(context_.failure.check());
    if (!old)
        return std::nullopt;
    item.draft->wasSent = true;
    auto content = TRY(context_.contents.sendChanges(
        frozen, status, {context_.bases, base.path, *old, changes->shadow.get(), changes->regions},
        fileProver(item.name, status), outcomeOf(item)));
    if (!content) {
        changes.reset();
        context_.shadows->forget(base.content);
    }
    return content;
}

} // namespace backspool::engine
