#include "difference/cached_status.h"
#include "difference/folder_job.h"
#include "files/attributes.h"
#include "files/folder_listing.h"
#include "files/open_file.h"

#include <ranges>

namespace backspool::engine {

namespace {

/// Content that the last point's entry names can be what @p status is of.
bool canBeContentOf(const CachedFolder::Entry &cached, const FileStatus &status)
{
    const auto was = cachedStatus(cached.entry);
    return was && was->type == status.type && was->modified == status.modified &&
           (was->type != format::FileType::File || was->size == status.size);
}

QString attributesLeftOut()
{
    return QStringLiteral("it is backed up without some of its extended attributes: together they are too large");
}

} // namespace

/// The last point's entry says the same of the file system as @p status: nothing of it can have changed, content
/// included. Everything moves the change time, but for what racy hints are for and for file systems that have none of
/// their own; so size and modification time are looked at as well.
bool FolderJob::isUnchanged(const CachedFolder::Entry &cached, const FileStatus &status)
{
    const auto hint = format::Hint::decode(cached.hint);
    return hint && !hint->isRacy() && !hint->isDirectory() && hint->inode == status.inode &&
           hint->changed == status.changed && canBeContentOf(cached, status);
}

std::shared_ptr<FolderJob> FolderJob::makeRoot(WalkContext &context, std::shared_ptr<const SelectionTree> selection,
                                               std::optional<Cached> cached, OnDone onDone)
{
    std::shared_ptr<FolderJob> job(new FolderJob(context));
    job->onDone_ = std::move(onDone);
    job->name_ = QByteArrayLiteral("/");
    job->path_ = QByteArrayLiteral("/");
    job->selection_ = std::move(selection);
    job->cached_ = std::move(cached);
    job->isInPlace_ = job->cached_.has_value();
    job->logHolds_ = job->isInPlace_ && context.changes;
    job->changes_ = job->logHolds_ ? &context.changes->root() : nullptr;
    return job;
}

void FolderJob::scan()
{
    if (context_.failure.isSet())
        return;
    if (const auto cancelled = context_.cancel.check(); !cancelled) {
        context_.failure.set(cancelled.error());
        return;
    }
    if (const auto opened = open(); !opened) {
        unreadable(opened.error());
        return;
    }
    if (!loadCached())
        return;
    consultLog();
    if (canGoByLog()) {
        listByLog();
        findItemGroups();
        begin();
        return;
    }
    if (const auto listed = listEntries(); !listed) {
        unreadable(listed.error());
        return;
    }
    findItemGroups();
    begin();
}

Status FolderJob::open()
{
    folder_ = parent_ ? TRY(openFolderAt(parent_->folder_.get(), name_)) : TRY(openRootFolder());
    status_ = TRY(statusOf(folder_.get()));
    startsFileSystem_ = !parent_ || status_.device != parentDevice_;
    fileSystem_ = startsFileSystem_ ? fileSystemId(folder_.get()) : parent_->fileSystem_;
    if (startsFileSystem_)
        context_.active.enters(folder_.get());
    auto attributes = TRY(readAttributesOf(folder_.get()));
    attributes_ = std::move(attributes.list);
    if (!attributes.isComplete)
        skip(path_, attributesLeftOut());
    return {};
}

/// False: the walk has failed.
bool FolderJob::loadCached()
{
    if (!cached_ && context_.lastPoint != format::FileTime{} && status_.born < context_.lastPoint) {
        // Older than the last point, and was not here: renamed, with all that is in it?
        if (const auto was = context_.inodes.folder(fileSystem_, status_.inode, status_.born))
            cached_ = Cached{was->entry, was->hint, was->record, was->fileSystem};
        isInPlace_ = false;
    }
    if (!cached_ || cached_->record.offset == 0)
        return true;
    auto folder = context_.cache.read(cached_->record.offset);
    if (!folder) {
        cacheFailed(folder.error());
        return false;
    }
    cachedFolder_ = std::move(*folder);
    hintsHold_ = cached_->fileSystem == fileSystem_;
    return true;
}

Status FolderJob::listEntries()
{
    std::vector<QByteArray> names;
    if (isLeftOut()) {
        leftOutOfCluster({});
        return {};
    }
    if (startsFileSystem_ && parent_ && isPseudoFileSystem(folder_.get())) {
        // What the kernel shows there are no files. Who selected it, or something in it, is told.
        if (selection_)
            skip(path_,
                 QStringLiteral("it is selected, but holds no files: the kernel only shows there what it knows"));
    } else if (selection_ && !selection_->isWhole()) {
        for (const auto &[name, child] : selection_->children()) {
            names.push_back(name);
            // What may be the logs of a database come with it: without them it is another.
            for (const char *suffix : {"-journal", "-wal"}) {
                const auto log = statusAt(folder_.get(), name + suffix);
                if (log && log->type == format::FileType::File && !selection_->children().contains(name + suffix))
                    names.push_back(name + suffix);
            }
        }
        std::ranges::sort(names);
    } else {
        names = TRY(listFolder(folder_.get()));
        leaveOutCache(names);
        if (leavesOutContent_)
            leftOutOfCluster({});
        beginCluster(names);
        if (cluster_)
            arrangeCluster(names);
    }
    const bool lostMount = names.empty() && cachedFolder_ && !cachedFolder_->entries().empty() && !hintsHold_;
    if (lostMount)
        return fail(ErrorKind::Unreachable,
                    QStringLiteral("it is empty and on another file system than at the last backup: is it mounted?"));

    items_.reserve(names.size());
    static const std::vector<CachedFolder::Entry> kNone;
    const auto &cached = cachedFolder_ ? cachedFolder_->entries() : kNone;
    auto was = cached.begin();
    for (const auto &name : names) {
        while (was != cached.end() && was->name < QByteArrayView(name)) {
            checkDeleted(*was);
            countDeleted(*was++);
        }
        const bool isKnown = was != cached.end() && was->name == QByteArrayView(name);
        scanEntry(name, isKnown ? &*was : nullptr);
        if (isKnown)
            ++was;
    }
    while (was != cached.end()) {
        checkDeleted(*was);
        countDeleted(*was++);
    }
    return {};
}

void FolderJob::scanEntry(const QByteArray &name, const CachedFolder::Entry *cached)
{
    if (isClusterFile(name)) {
        Item item;
        item.name = name;
        item.isGrouped = true;
        item.cached = cached;
        items_.push_back(std::move(item));
        return;
    }
    const auto status = statusAt(folder_.get(), name);
    const bool isSelected = selectedChild(name);
    if (!status) {
        if (status.error().kind() != ErrorKind::NotFound) {
            carryEntry(name, cached, status.error().text());
        } else if (isSelected) {
            carryEntry(name, cached, QStringLiteral("it is selected and does not exist"));
        } else if (cached) {
            countDeleted(*cached); // gone since the listing
        }
        return;
    }
    const bool isFolder = status->type == format::FileType::Directory;
    if (!isSelected && leavesOut(name, *status, cached)) {
        leftOutOfCluster(name);
        return; // deselected, not deleted
    }
    if (!format::isSafeName(name)) {
        // exFAT and NTFS count UTF-16 units, not bytes.
        skip(joinPath(path_, name), QStringLiteral("its name is too long: a point has room for 255 bytes"));
        return;
    }
    if (isFolder)
        scanFolder(name, *status, cached);
    else
        scanKnownEntry(name, *status, cached);
}

/// What is selected beneath @p name; null where that is all or nothing.
const SelectionTree *FolderJob::selectedChild(const QByteArray &name) const
{
    if (!selection_ || selection_->isWhole())
        return nullptr;
    const auto child = selection_->children().find(name);
    return child == selection_->children().end() ? nullptr : child->second.get();
}

void FolderJob::scanFolder(const QByteArray &name, const FileStatus &status, const CachedFolder::Entry *cached)
{
    if (cached && isQuiet(*cached, status)) {
        keepEntry(*cached);
        return;
    }
    Item item;
    item.name = name;
    item.state = Item::State::Folder;
    item.draft = std::make_unique<ItemDraft>();
    item.draft->status = status;
    if (cached && !cached->isFolder())
        countDeleted(*cached);
    else
        item.cached = cached;
    items_.push_back(std::move(item));
}

void FolderJob::scanKnownEntry(const QByteArray &name, const FileStatus &status, const CachedFolder::Entry *cached)
{
    const auto *selected = selectedChild(name);
    if (selected && !selected->isWhole())
        skip(joinPath(path_, name), QStringLiteral("it is no folder, but what is selected should lie in it"));
    Item item;
    item.name = name;
    if (cached && cached->isFolder()) {
        countDeleted(*cached);
        cached = nullptr;
    }
    item.cached = cached;
    if (cached && hintsHold_ && isUnchanged(*cached, status)) {
        item.state = Item::State::Unchanged;
        if (!isInPlace_)
            claimUnchanged(item, status);
        items_.push_back(std::move(item));
        return;
    }
    if (const auto filled = fillDraft(item, status); !filled) {
        if (filled.error().kind() == ErrorKind::NotFound) {
            if (cached)
                countDeleted(*cached);
        } else {
            carryEntry(name, cached, filled.error().text());
        }
        return;
    }
    if (status.type == format::FileType::File)
        scanFile(item, item.draft->status);
    items_.push_back(std::move(item));
}

/// In a folder that was renamed: the content is known, but the base of the new point does not have it here.
void FolderJob::claimUnchanged(Item &item, const FileStatus &status)
{
    auto entry = format::DirectoryEntry::decode(item.cached->entry);
    auto hint = format::Hint::decode(item.cached->hint);
    if (!entry || !hint || entry->content.isNull())
        return;
    item.draft = std::make_unique<ItemDraft>();
    item.draft->entry = std::move(*entry);
    item.draft->hint = std::move(*hint);
    item.draft->status = status;
    item.state = Item::State::Candidate;
}

/// Who may read a file must be of the same file as its content: another can have its name at any time.
Status FolderJob::fillDraft(Item &item, const FileStatus &status)
{
    if (status.type != format::FileType::File)
        return fillDraft(item, status, TRY(readAttributes(folder_.get(), item.name)));
    const auto file = TRY(openToLookAt(folder_.get(), item.name));
    const auto own = TRY(statusOf(file.get()));
    if (own.type != format::FileType::File)
        return fail(ErrorKind::NotFound, QStringLiteral("it is no file any more"));
    return fillDraft(item, own, TRY(readAttributesOf(file.get())));
}

Status FolderJob::fillDraft(Item &item, const FileStatus &status, Attributes attributes)
{
    auto draft = std::make_unique<ItemDraft>();
    auto &entry = draft->entry;
    entry.name = item.name;
    entry.type = status.type;
    entry.mode = status.mode;
    entry.uid = status.uid;
    entry.gid = status.gid;
    entry.modified = status.modified;
    entry.attributes = std::move(attributes.list);
    if (!attributes.isComplete) {
        skip(joinPath(path_, item.name), attributesLeftOut());
        draft->hint.flags |= format::Hint::Racy; // so that it is named the next time too
    }
    if (status.linkCount > 1)
        entry.flags |= format::DirectoryEntry::Linked;
    if (status.type == format::FileType::SymbolicLink)
        entry.target = TRY(readLinkAt(folder_.get(), item.name));
    if (status.type == format::FileType::CharacterDevice || status.type == format::FileType::BlockDevice) {
        entry.deviceMajor = status.deviceMajor;
        entry.deviceMinor = status.deviceMinor;
    }
    draft->hint.inode = status.inode;
    draft->hint.changed = status.changed;
    if (status.changed >= context_.racyFrom())
        draft->hint.flags |= format::Hint::Racy;
    draft->status = status;
    draft->isNew = !item.cached;
    context_.owners.add(status.uid, status.gid);
    item.draft = std::move(draft);
    return {};
}

void FolderJob::scanFile(Item &item, const FileStatus &status)
{
    auto &draft = *item.draft;
    if (status.blocks * 512 < status.size)
        draft.entry.flags |= format::DirectoryEntry::Sparse;
    if (status.size == 0)
        return;
    item.state = Item::State::Read;
    // In a folder that was renamed, and only to be looked at again: the service has it, if under another path.
    if (item.cached && !isInPlace_ && canBeContentOf(*item.cached, status))
        item.state = Item::State::Candidate;
    if (context_.known.isEmpty())
        return;
    // The agent wrote it itself, in a restore.
    if (const auto content = context_.known.find(fileSystem_, status.inode, status.changed, status.size)) {
        draft.entry.content = *content;
        draft.entry.size = status.size;
        item.state = Item::State::Candidate;
    }
}

/// After the listing: what it is the beginning of.
void FolderJob::begin()
{
    const auto children = childrenOf(phase_);
    pending_ = children.size() + 1; // set before the first child can be done
    startChildren(children);
    askCandidates();
}

std::vector<size_t> FolderJob::childrenOf(int phase) const
{
    std::vector<size_t> children;
    for (size_t i = 0; i < items_.size(); ++i) {
        if (items_[i].state == Item::State::Folder && phaseOf(items_[i]) == phase)
            children.push_back(i);
    }
    return children;
}

void FolderJob::startChildren(const std::vector<size_t> &children)
{
    // The newest scan is taken first: so the first folder comes first.
    for (const auto index : std::views::reverse(children))
        context_.queue.addScan([self = shared_from_this(), index] { self->startChild(index); });
}

void FolderJob::startChild(size_t index)
{
    auto &own = items_[index];
    std::shared_ptr<FolderJob> child(new FolderJob(context_));
    child->parent_ = shared_from_this();
    child->indexInParent_ = index;
    child->name_ = own.name;
    child->path_ = joinPath(path_, own.name);
    child->parentDevice_ = status_.device;
    if (selectedChild(own.name))
        child->selection_ = selection_->children().at(own.name);
    child->isInPlace_ = own.cached && isInPlace_;
    child->logHolds_ = child->isInPlace_ && logHolds_;
    child->changes_ = child->logHolds_ && changes_ ? changes_->folder(own.name) : nullptr;
    if (cluster_) {
        child->cluster_ = cluster_;
        child->clusterPath_ = clusterPath_.isEmpty() ? own.name : joinPath(clusterPath_, own.name);
    }
    if (own.cached) {
        const auto hint = format::Hint::decode(own.cached->hint);
        Cached cached{own.cached->entry.toByteArray(), own.cached->hint.toByteArray(), own.cached->child,
                      cached_->fileSystem};
        if (hint && hint->flags & format::Hint::FileSystemStarts)
            cached.fileSystem = hint->fileSystem;
        child->cached_ = std::move(cached);
    }
    child->scan();
}

} // namespace backspool::engine
