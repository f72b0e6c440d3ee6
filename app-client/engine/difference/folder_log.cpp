#include "active/database_folder.h"
#include "difference/folder_job.h"

namespace backspool::engine {

// What the write log makes needless to look at; and, in a safety walk, whether it was right.

namespace {

/// Whether its server runs, and what that says, is another matter than which names are in it.
bool isDatabaseFolder(const CachedFolder &folder)
{
    const auto &entries = folder.entries();
    return databaseFolderOf([&](QByteArrayView name) {
               const auto entry = std::ranges::lower_bound(entries, name, {}, &CachedFolder::Entry::name);
               return entry != entries.end() && entry->name == name;
           })
        .has_value();
}

WallTime wallTime(const format::FileTime &time)
{
    return fromUnixSeconds(time.seconds) + std::chrono::nanoseconds(time.nanoseconds);
}

} // namespace

/// Whether what the log says holds for this folder: it must be the one that the last point has here.
void FolderJob::consultLog()
{
    if (!logHolds_)
        return;
    const auto hint = cached_ ? format::Hint::decode(cached_->hint) : format::Hint{};
    logHolds_ = cachedFolder_ && hintsHold_ && hint && hint->inode == status_.inode && !(changes_ && changes_->isAll);
    // What could not be read the last time, or not wholly, is looked at as a whole.
    isUnsettled_ = !hint || hint->isRacy();
}

bool FolderJob::canGoByLog() const
{
    const bool leadsOnly = selection_ && !selection_->isWhole(); // its few entries are the selection's
    return logHolds_ && !context_.missed && !isUnsettled_ && !leadsOnly && !(changes_ && changes_->isListed) &&
           !mayLeaveOutContent() && !isDatabaseFolder(*cachedFolder_);
}

/// The entries of the last point, of which only those are looked at that may have changed; and those that may have
/// come.
void FolderJob::listByLog()
{
    static const std::set<QByteArray> kNone;
    const auto &names = changes_ ? changes_->names : kNone;
    items_.reserve(cachedFolder_->entries().size() + names.size());
    auto name = names.begin();
    for (const auto &cached : cachedFolder_->entries()) {
        while (name != names.end() && QByteArrayView(*name) < cached.name)
            scanEntry(*name++, nullptr);
        if (name != names.end() && QByteArrayView(*name) == cached.name)
            scanEntry(*name++, &cached);
        else if (isQuiet(cached))
            keepEntry(cached);
        else
            scanEntry(cached.name.toByteArray(), &cached);
    }
    while (name != names.end())
        scanEntry(*name++, nullptr);
}

/// Nothing of the entry, nor beneath it, can have changed.
bool FolderJob::isQuiet(const CachedFolder::Entry &cached) const
{
    return logHolds_ && !context_.missed && !cached.isRestless() &&
           !(changes_ && changes_->mayHaveChanged(cached.name.toByteArray()));
}

/// The same of a folder that was looked at since this one is listed: that it is the one that the last point has.
bool FolderJob::isQuiet(const CachedFolder::Entry &cached, const FileStatus &status) const
{
    if (!cached.isFolder() || status.device != status_.device || context_.missed || !logHolds_ || cached.isRestless())
        return false;
    const auto hint = format::Hint::decode(cached.hint);
    const auto name = cached.name.toByteArray();
    return hint && hint->inode == status.inode && !(hint->flags & format::Hint::FileSystemStarts) &&
           !(changes_ && (changes_->folder(name) || changes_->names.contains(name)));
}

void FolderJob::keepEntry(const CachedFolder::Entry &cached)
{
    Item item;
    item.name = cached.name.toByteArray();
    item.cached = &cached;
    item.state = Item::State::Unchanged;
    items_.push_back(std::move(item));
}

/// A folder with all that is beneath.
void FolderJob::countKept(const Item &item)
{
    auto &tally = context_.tally;
    const auto &counts = item.cached->child.counts;
    tally.files += counts.files;
    tally.filesUnchanged += counts.files;
    tally.directories += counts.directories;
    tally.bytes += counts.bytes;
}

/// The entry has changed before the log was asked, and the log says that it has not.
bool FolderJob::isOverlooked(const QByteArray &name, const format::FileTime &changed) const
{
    return context_.missed && logHolds_ && !isUnsettled_ && context_.missed->isBefore(wallTime(changed)) &&
           !(changes_ && changes_->mayHaveChanged(name));
}

void FolderJob::checkEntry(const Item &item) const
{
    if (!context_.missed || !item.draft || item.state == Item::State::Folder)
        return;
    // A name that came moved its folder's change time.
    const auto &changed = item.cached ? item.draft->hint.changed : status_.changed;
    const bool isKnownToChange = item.cached && item.cached->isRestless();
    const bool isSame = item.cached && entryOf(item) == item.cached->entry;
    if (!isSame && !isKnownToChange && isOverlooked(item.name, changed))
        context_.missed->add(joinPath(path_, item.name));
}

void FolderJob::checkDeleted(const CachedFolder::Entry &cached) const
{
    const auto name = cached.name.toByteArray();
    const bool isSelected = !selection_ || selection_->isWhole();
    if (isSelected && !cached.isRestless() && isOverlooked(name, status_.changed))
        context_.missed->add(joinPath(path_, name));
}

/// The folder itself: whose it is, and its attributes.
void FolderJob::checkFolder(const format::DirectoryEntry &entry) const
{
    if (!context_.missed || !logHolds_ || isUnsettled_ || changes_ ||
        !context_.missed->isBefore(wallTime(status_.changed)))
        return;
    const auto was = format::DirectoryEntry::decode(cached_->entry, !parent_);
    if (was && (was->mode != entry.mode || was->uid != entry.uid || was->gid != entry.gid ||
                was->modified != entry.modified || was->attributes != entry.attributes))
        context_.missed->add(path_);
}

} // namespace backspool::engine
