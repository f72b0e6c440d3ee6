#include "difference/folder_job.h"

namespace backspool::engine {

// What cannot be read stays as the last point has it; what is gone is counted.

/// Left out, and named: the next time too.
void FolderJob::skip(const QByteArray &path, const QString &reason)
{
    isRestless_ = true;
    if (cluster_)
        cluster_->spoil(QStringLiteral("a part of it (%1) could not be read: %2").arg(displayPath(path), reason));
    context_.tally.skip(path, reason);
}

void FolderJob::carryEntry(const QByteArray &name, const CachedFolder::Entry *cached, const QString &reason)
{
    skip(joinPath(path_, name), reason);
    if (!cached || !isInPlace_)
        return;
    auto entry = format::DirectoryEntry::decode(cached->entry);
    auto hint = format::Hint::decode(cached->hint);
    const auto record = orNone(context_.cache.keep(cached->child));
    if (!entry || !hint || !record)
        return;
    Item item;
    item.name = name;
    item.cached = cached;
    item.draft = std::make_unique<ItemDraft>();
    item.draft->entry = std::move(*entry);
    item.draft->entry.flags |= format::DirectoryEntry::Carried;
    item.draft->hint = std::move(*hint);
    item.draft->hint.flags |= format::Hint::Racy;
    item.draft->record = *record;
    item.draft->isSettled = true;
    items_.push_back(std::move(item));
}

void FolderJob::countDeleted(const CachedFolder::Entry &entry)
{
    if (selection_ && !selection_->isWhole())
        return; // deselected, not deleted
    if (leavesOutContent_ || context_.exclusion.leavesOutName(joinPath(path_, entry.name), entry.isFolder()))
        return;
    std::vector<uint64_t> todo;
    const auto count = [&](const CachedFolder::Entry &gone) {
        if (gone.child.offset != 0)
            todo.push_back(gone.child.offset);
        else if (!gone.isFolder())
            ++context_.tally.filesDeleted;
    };
    count(entry);
    while (!todo.empty()) {
        const auto folder = context_.cache.read(todo.back());
        todo.pop_back();
        if (!folder)
            continue;
        context_.cache.retire(folder->size());
        for (const auto &gone : folder->entries())
            count(gone);
    }
}

/// The folder could not be read: as it was, if the last point has it, else empty; marked and named.
void FolderJob::unreadable(const Error &error)
{
    if (error.kind() == ErrorKind::NotFound && parent_ && !(parent_->selection_ && !parent_->selection_->isWhole())) {
        parent_->childDone(indexInParent_, {}); // deleted since the parent was listed
        return;
    }
    skip(path_, error.text());
    if (!isInPlace_)
        cached_.reset();
    FolderResult result;
    auto entry = cached_ ? format::DirectoryEntry::decode(cached_->entry, !parent_) : format::DirectoryEntry{};
    auto hint = cached_ ? format::Hint::decode(cached_->hint) : format::Hint{};
    if (!entry || !hint) {
        cacheFailed(!entry ? entry.error() : hint.error());
        return;
    }
    const auto record = orNone(cached_ ? context_.cache.keep(cached_->record) : Result<CachedRecord>(CachedRecord{}));
    if (!record)
        return;
    if (!cached_) {
        items_.clear();
        const auto &status = parent_ ? parent_->items_[indexInParent_].draft->status : status_;
        entry->type = format::FileType::Directory;
        entry->mode = status.mode;
        entry->uid = status.uid;
        entry->gid = status.gid;
        entry->modified = status.modified;
        hint->flags |= format::Hint::Directory;
        hint->inode = status.inode;
        hint->changed = status.changed;
        hint->born = status.born;
        const auto emit = [this](const ObjectName &name, const QByteArray &bytes) {
            std::ignore = context_.sink.submit(format::ObjectKind::Node, name, bytes, uint64_t(bytes.size()));
        };
        entry->content = buildDirectory(emit);
        hint->hints = buildHints(emit);
    }
    entry->name = name_;
    entry->flags |= format::DirectoryEntry::Carried;
    hint->flags |= format::Hint::Racy;
    result.entry = entry->encode();
    result.hint = hint->encode();
    result.record = *record;
    ++context_.tally.directories;
    if (parent_)
        parent_->childDone(indexInParent_, std::move(result));
    else
        onDone_(std::move(result));
}

/// The cached tree cannot be read: ends the walk, which can begin again with the tree as the service has it.
void FolderJob::cacheFailed(const Error &error)
{
    if (context_.failure.set(error))
        context_.cacheFailed = true;
}

/// A record for the new cache; none (offset 0) where that is lost (its disk is full, say): the backup goes on without
/// it. Nothing: the walk has failed.
std::optional<CachedRecord> FolderJob::orNone(const Result<CachedRecord> &record)
{
    if (record)
        return *record;
    if (context_.cache.isLost())
        return CachedRecord{};
    cacheFailed(record.error());
    return std::nullopt;
}

} // namespace backspool::engine
