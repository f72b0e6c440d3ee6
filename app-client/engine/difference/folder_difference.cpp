/// What a file is differenced against: its own last version, or that of a file that it may come from.
#include "core/logging.h"
#include "difference/cached_status.h"
#include "difference/folder_job.h"

namespace backspool::engine {

namespace {

constexpr auto kLeaf = uint64_t(codec::kLeafSize);

bool isLargeFile(const CachedStatus &status)
{
    return status.type == format::FileType::File && status.size > kLeaf;
}

/// The version that @p entry, at @p path of the base, names; nullopt: it is no large file.
std::optional<BaseVersion> versionOf(const QByteArray &path, QByteArrayView entry, bool isElsewhere)
{
    const auto was = format::DirectoryEntry::decode(entry);
    if (!was || was->type != format::FileType::File || was->size <= kLeaf)
        return std::nullopt;
    return BaseVersion{path, was->content, was->size, isElsewhere};
}

} // namespace

/// nullopt: there is nothing to difference against, or it did not come off.
Result<std::optional<Content>> FolderJob::readDifference(Item &item, const FileContent &file, const FileStatus &status,
                                                         const std::optional<ChangedRegions> &regions)
{
    if (status.size <= kLeaf)
        return std::nullopt;
    const auto version = findBase(item, status);
    if (!version)
        return std::nullopt;
    const auto old = context_.bases.open(*version);
    TRY(context_.failure.check());
    if (!old)
        return std::nullopt;
    const bool useRegions = chooseMethod(status.size, regions, context_.methodRule) == DifferenceMethod::Regions;
    item.draft->wasSent = true;
    const DifferenceBase base{context_.bases, version->path, *old, useRegions ? &*regions : nullptr};
    const auto sent =
        TRY(context_.contents.sendDifference(file, status, base, fileProver(item.name, status), outcomeOf(item)));
    if (version->isElsewhere)
        context_.candidateTries.tried(item.name, sent && sent->copied * 20 >= sent->content.size); // 5 % is worth it
    if (!sent)
        return std::nullopt;
    return sent->content;
}

/// What the log says was written of the file since its last version; nullopt: the log does not know, or there is none.
std::optional<ChangedRegions> FolderJob::loggedRegions(const Item &item, const FileStatus &status) const
{
    // It may not have heard yet of what was written before a server began its backup.
    if (!context_.regionsOf || status.size <= kLeaf || cluster_ || !item.cached || !isInPlace_)
        return std::nullopt;
    return context_.regionsOf(joinPath(path_, item.name), status);
}

/// By the digests of the leaves of its last version. nullopt: they are not kept, there are fingerprints, which tell
/// more, or so much was written that what moved is to be looked for.
Result<std::optional<Content>> FolderJob::readByLeaves(Item &item, const FileContent &file, const FileStatus &status)
{
    const auto base =
        item.cached && isInPlace_ ? versionOf(joinPath(path_, item.name), item.cached->entry, false) : std::nullopt;
    if (status.size <= kLeaf || !base || !context_.bases.knowsLeavesOnly(*base))
        return std::nullopt;
    const auto old = context_.bases.known(*base);
    TRY(context_.failure.check());
    if (!old)
        return std::nullopt;
    const auto most = uint64_t(context_.methodRule.share * double(status.size));
    const auto regions = context_.contents.findChanges(file, status, context_.bases, base->path, *old, most);
    TRY(context_.failure.check());
    if (!regions)
        qCInfo(logEngine).noquote() << "a file is compared as a whole:" << base->path << regions.error().text();
    if (!regions || !*regions)
        return std::nullopt;
    if ((*regions)->empty() && base->size == status.size)
        return Content{base->content, base->size};
    item.draft->wasSent = true;
    return context_.contents.sendChanges(file, status, {context_.bases, base->path, *old, std::nullopt, **regions},
                                         fileProver(item.name, status), outcomeOf(item));
}

std::optional<BaseVersion> FolderJob::findBase(const Item &item, const FileStatus &status)
{
    if (item.cached && isInPlace_)
        return versionOf(joinPath(path_, item.name), item.cached->entry, false);
    if (!context_.candidateTries.isWorthTrying(item.name))
        return std::nullopt;
    if (auto moved = baseOfMoved(status))
        return moved;
    return item.cached ? std::nullopt : baseOfAlike(item.name, status);
}

/// The same file, which had another path in the last point, and has been written to since. (What was only moved the
/// service knows by its chunks.)
std::optional<BaseVersion> FolderJob::baseOfMoved(const FileStatus &status)
{
    if (context_.lastPoint == format::FileTime{} || status.born >= context_.lastPoint || status.linkCount != 1)
        return std::nullopt;
    const auto was = context_.inodes.file(fileSystem_, status.inode);
    const auto known = was ? cachedStatus(was->entry) : std::nullopt;
    if (!known || !isLargeFile(*known) || (known->size == status.size && known->modified == status.modified))
        return std::nullopt;
    return versionOf(was->path, was->entry, true);
}

/// The file of this folder in the last point whose name is most like @p name.
std::optional<BaseVersion> FolderJob::baseOfAlike(const QByteArray &name, const FileStatus &status) const
{
    if (!cachedFolder_ || !isInPlace_)
        return std::nullopt;
    const CachedFolder::Entry *best = nullptr;
    qsizetype bestLikeness = 0;
    for (const auto &entry : cachedFolder_->entries()) {
        const auto likeness = nameLikeness(name, entry.name);
        if (likeness == 0 || likeness < bestLikeness)
            continue;
        const auto known = cachedStatus(entry.entry);
        if (!known || !isLargeFile(*known) || !areSizesAlike(known->size, status.size))
            continue;
        best = &entry; // of equals the last: the latest, where names have dates or numbers
        bestLikeness = likeness;
    }
    return best ? versionOf(joinPath(path_, best->name.toByteArray()), best->entry, true) : std::nullopt;
}

} // namespace backspool::engine
