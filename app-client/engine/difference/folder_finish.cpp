#include "difference/cached_status.h"
#include "difference/folder_job.h"
#include "files/attributes.h"

#include <sys/stat.h>

namespace backspool::engine {

namespace {

/// @p hint says what @p cached says, or only takes back that the file was changing. That is not worth new nodes: with
/// the point it stays as it is until another hint of the folder changes, and costs a look at the file if the cache is
/// lost.
bool isSameOrSettled(QByteArrayView hint, QByteArrayView cached)
{
    if (hint == cached)
        return true;
    auto was = format::Hint::decode(cached);
    if (!was || !was->isRacy())
        return false;
    was->flags &= uint8_t(~format::Hint::Racy);
    return hint == was->encode();
}

} // namespace

/// One of the things that the folder waits for is done.
void FolderJob::partDone()
{
    if (pending_.fetch_sub(1) != 1)
        return;
    if (context_.failure.isSet())
        return;
    // A task of its own: a deep tree finishes level by level, not by recursion.
    context_.queue.addReady([self = shared_from_this()] { self->settle(); });
}

void FolderJob::childDone(size_t index, FolderResult result)
{
    auto &item = items_[index];
    auto &draft = *item.draft;
    draft.entryBytes = std::move(result.entry); // empty: it is gone
    draft.hintBytes = std::move(result.hint);
    draft.record = result.record;
    if (draft.entryBytes.isEmpty() && item.cached)
        countDeleted(*item.cached); // children may end at the same time: it touches nothing of the job
    partDone();
}

/// Entry and hint as bytes, where they are not yet.
void FolderJob::sealItem(Item &item)
{
    if (!item.draft || item.state == Item::State::Folder)
        return;
    item.draft->entryBytes = item.draft->entry.encode();
    item.draft->hintBytes = item.draft->hint.encode();
}

QByteArrayView FolderJob::entryOf(const Item &item) const
{
    return item.state == Item::State::Unchanged ? item.cached->entry
           : item.draft                         ? QByteArrayView(item.draft->entryBytes)
                                                : QByteArrayView();
}

QByteArrayView FolderJob::hintOf(const Item &item) const
{
    return item.state == Item::State::Unchanged ? item.cached->hint
           : item.draft                         ? QByteArrayView(item.draft->hintBytes)
                                                : QByteArrayView();
}

ObjectName FolderJob::buildDirectory(const format::NodeTreeBuilder::Emit &emit) const
{
    format::NodeTreeBuilder builder(format::TreeKind::Directory, context_.digester, emit);
    for (const auto &item : items_) {
        if (const auto entry = entryOf(item); !entry.isEmpty())
            builder.add(entry, item.name, item.name);
    }
    return builder.finish();
}

ObjectName FolderJob::buildHints(const format::NodeTreeBuilder::Emit &emit) const
{
    format::NodeTreeBuilder builder(format::TreeKind::Hints, context_.digester, emit);
    for (const auto &item : items_) {
        if (const auto hint = hintOf(item); !hint.isEmpty())
            builder.add(hint, hint);
    }
    return builder.finish();
}

void FolderJob::countItem(const Item &item)
{
    auto &tally = context_.tally;
    if (item.state == Item::State::Unchanged && item.cached->isFolder()) {
        countKept(item);
        return;
    }
    if (item.state == Item::State::Folder) {
        ++tally.directories;
        return;
    }
    ++tally.files;
    if (item.state == Item::State::Unchanged) {
        ++tally.filesUnchanged;
        tally.bytes += cachedStatus(item.cached->entry).value_or(CachedStatus{}).size;
        return;
    }
    const auto &draft = *item.draft;
    tally.bytes += draft.entry.size;
    if (item.cached) {
        if (QByteArrayView(draft.entryBytes) == item.cached->entry)
            ++tally.filesUnchanged;
        else
            ++tally.filesModified;
        return;
    }
    if (draft.isCounted)
        ; // by its outcome, once the service has answered
    else if (draft.entry.type == format::FileType::File && draft.entry.size > 0)
        ++tally.filesRedundant; // a candidate that the service held
    else
        ++tally.filesNew;
    if (context_.lastPoint != format::FileTime{} && draft.status.born < context_.lastPoint &&
        draft.status.linkCount == 1 && context_.inodes.hasFile(fileSystem_, draft.status.inode))
        ++tally.filesRenamed;
}

void FolderJob::finish()
{
    bool sameEntries = cachedFolder_.has_value(), sameHints = sameEntries,
         sameRecords = sameEntries && context_.cache.keepsRecords();
    size_t count = 0;
    for (auto &item : items_) {
        if (item.draft && item.draft->entryBytes.isEmpty())
            sealItem(item);
        if (entryOf(item).isEmpty()) {
            sameEntries = sameEntries && item.isGrouped && !item.cached; // a name that there was no file of anyway
            continue;
        }
        ++count;
        countItem(item);
        checkEntry(item);
        if (item.state == Item::State::Unchanged)
            continue;
        sameEntries = sameEntries && item.cached && entryOf(item) == item.cached->entry;
        sameHints = sameHints && item.cached && isSameOrSettled(hintOf(item), item.cached->hint);
        sameRecords =
            sameRecords && item.cached && hintOf(item) == item.cached->hint && item.draft->record == item.cached->child;
    }
    const bool sameCount = cachedFolder_ && count == cachedFolder_->entries().size();
    sameEntries = sameEntries && sameCount;
    sameHints = sameHints && sameCount;

    Status emitted;
    const auto emit = [&](const ObjectName &name, const QByteArray &bytes) {
        if (emitted)
            emitted = context_.sink.submit(format::ObjectKind::Node, name, bytes, uint64_t(bytes.size()));
    };
    // A folder that the service holds already is not sent; one that was renamed is held under the same name.
    const auto skip = [](const ObjectName &, const QByteArray &) {};
    const ObjectName node = sameEntries && isInPlace_ ? cachedFolder_->node()
                            : offered_                ? buildDirectory(skip)
                                                      : buildDirectory(emit);
    const ObjectName hints = sameHints && isInPlace_ ? cachedFolder_->hints() : buildHints(emit);
    if (!emitted) {
        context_.failure.set(emitted.error());
        return;
    }
    if (sameEntries && sameHints && sameRecords) {
        deliver(node, hints, cached_->record);
        return;
    }
    std::vector<TreeCache::Item> records;
    records.reserve(count);
    for (const auto &item : items_) {
        if (entryOf(item).isEmpty())
            continue;
        const auto child = orNone(item.draft ? item.draft->record : context_.cache.keep(item.cached->child));
        if (!child)
            return;
        records.push_back({entryOf(item), hintOf(item), *child});
    }
    if (cachedFolder_)
        context_.cache.retire(cachedFolder_->size());
    if (const auto record = orNone(context_.cache.append(node, hints, records)))
        deliver(node, hints, *record);
}

/// Who may see what is in the folder is seen first, what is in it after that. Where that was changed in between,
/// nobody gets what he could not have seen all that time, until the next backup has looked again.
void FolderJob::narrowAccess()
{
    const auto now = statusOf(folder_.get());
    if (!now || now->changed == status_.changed)
        return;
    const auto attributes = readAttributesOf(folder_.get());
    const bool isSame =
        attributes && attributes->list == attributes_ && now->uid == status_.uid && now->gid == status_.gid;
    if (isSame && now->mode == status_.mode)
        return;
    isRestless_ = true;
    status_.mode &= now->mode;
    if (isSame)
        return;
    status_.mode &= ~uint32_t(S_IRWXG | S_IRWXO);
    status_.uid = now->uid;
    status_.gid = now->gid;
    std::erase_if(attributes_, [](const format::Attribute &attribute) {
        const auto extended = attribute.asExtended();
        return extended && extended->first == "system.posix_acl_access";
    });
}

void FolderJob::deliver(const ObjectName &node, const ObjectName &hints, const CachedRecord &record)
{
    narrowAccess();
    format::DirectoryEntry entry;
    entry.name = name_;
    entry.type = format::FileType::Directory;
    entry.mode = status_.mode;
    entry.uid = status_.uid;
    entry.gid = status_.gid;
    entry.modified = status_.modified;
    entry.attributes = attributes_;
    entry.content = node;
    if (selection_ && !selection_->isWhole())
        entry.flags |= format::DirectoryEntry::Partial;
    if (isOfNoMoment())
        entry.flags |= format::DirectoryEntry::Inconsistent;
    checkFolder(entry);
    format::Hint hint;
    hint.flags = format::Hint::Directory;
    if (isRestless_)
        hint.flags |= format::Hint::Racy;
    hint.inode = status_.inode;
    hint.changed = status_.changed;
    hint.born = status_.born;
    hint.hints = hints;
    if (startsFileSystem_) {
        hint.flags |= format::Hint::FileSystemStarts;
        hint.fileSystem = fileSystem_;
    }
    context_.owners.add(status_.uid, status_.gid);
    FolderResult result{entry.encode(), hint.encode(), record};
    // The folder stays open with the job: a proof may still be asked of what was sent.
    items_.clear();
    cachedFolder_.reset();
    if (parent_)
        parent_->childDone(indexInParent_, std::move(result));
    else
        onDone_(std::move(result));
}

} // namespace backspool::engine
