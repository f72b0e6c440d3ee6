#include "difference/file_outcome.h"
#include "difference/folder_job.h"
#include "files/attributes.h"
#include "files/open_file.h"

namespace backspool::engine {

namespace {

/// Read errors of the file itself leave the file out; anything else ends the backup.
bool isFatal(const Error &error, const Failure &failure)
{
    return failure.isSet() || error.kind() == ErrorKind::Cancelled;
}

/// Whether those who may read @p file are whom @p before and @p attributes say: what was read in between is theirs.
Result<bool> isAsAccessible(int file, const FileStatus &now, const FileStatus &before,
                            const std::vector<format::Attribute> &attributes)
{
    if (now.uid != before.uid || now.gid != before.gid || now.mode != before.mode)
        return false;
    return now.changed == before.changed || TRY(readAttributesOf(file)).list == attributes;
}

/// What the scan saw by its name can have been another file.
void takeOwner(format::DirectoryEntry &entry, const FileStatus &status)
{
    entry.uid = status.uid;
    entry.gid = status.gid;
    entry.mode = status.mode;
    entry.flags &= uint8_t(~format::DirectoryEntry::Linked);
    if (status.linkCount > 1)
        entry.flags |= format::DirectoryEntry::Linked;
}

std::unexpected<Error> accessChanged()
{
    return fail(ErrorKind::Busy, QStringLiteral("its owner or its permissions were changed while it was read"));
}

} // namespace

void FolderJob::askCandidates()
{
    std::vector<uint32_t> crcs;
    std::vector<size_t> asked;
    if (context_.askCandidates) {
        for (size_t i = 0; i < items_.size(); ++i) {
            const auto &item = items_[i];
            if (item.state != Item::State::Read || item.isGrouped || !item.draft->isNew)
                continue;
            crcs.push_back(protocol::candidateCrc(item.name, item.draft->status.size, item.draft->status.modified));
            asked.push_back(i);
        }
    }
    if (crcs.empty()) {
        readContents();
        return;
    }
    const size_t count = items_.size();
    context_.queue.addWaiting(count);
    context_.candidates.ask(
        std::move(crcs), [self = shared_from_this(), asked = std::move(asked), count](const std::vector<bool> &found) {
            for (size_t i = 0; i < asked.size(); ++i) {
                if (found[i])
                    self->items_[asked[i]].state = Item::State::Candidate;
            }
            self->context_.queue.removeWaiting(count);
            self->context_.queue.addReady([self] { self->readContents(); });
        });
}

void FolderJob::readContents()
{
    readGroups();
    readControlFile();
    std::vector<size_t> restless;
    for (size_t i = 0; i < items_.size(); ++i) {
        auto &item = items_[i];
        if (context_.failure.isSet())
            return;
        const bool isToRead = item.state == Item::State::Read || item.state == Item::State::Candidate;
        if (!isToRead || item.isGrouped)
            continue;
        if (!cluster_ && isRestless(item)) // a server in backup mode writes on all the time
            restless.push_back(i);
        else
            readItem(item);
    }
    if (restless.empty())
        partDone();
    else
        putOff(std::move(restless));
}

void FolderJob::readItem(Item &item, const CapturedFile *captured)
{
    auto &draft = *item.draft;
    const bool isKnown = !draft.entry.content.isNull(); // from a restore
    auto content = captured  ? readCaptured(item, *captured)
                   : isKnown ? Result<Content>(Content{draft.entry.content, draft.entry.size})
                             : readStable(item, item.state == Item::State::Candidate);
    if (!content) {
        if (isFatal(content.error(), context_.failure)) {
            context_.failure.set(content.error());
            return;
        }
        // Left out, or as it was: finish() drops what has neither content nor a cached entry.
        item.state = Item::State::Ready;
        const auto path = joinPath(path_, item.name);
        if (content.error().kind() != ErrorKind::NotFound)
            skip(path, content.error().text());
        if (item.cached && content.error().kind() == ErrorKind::NotFound)
            countDeleted(*item.cached);
        else if (item.cached && isInPlace_) {
            if (auto was = format::DirectoryEntry::decode(item.cached->entry)) {
                draft.entry = std::move(*was);
                draft.entry.flags |= format::DirectoryEntry::Carried;
                draft.hint.flags |= format::Hint::Racy;
                draft.status = {}; // of this content nothing can be proven
                draft.isSettled = true;
                return;
            }
        }
        item.draft.reset();
        return;
    }
    draft.entry.content = content->signature;
    draft.entry.size = content->size;
    if (item.cached && isInPlace_) {
        const auto was = format::DirectoryEntry::decode(item.cached->entry);
        draft.isSettled = was && was->content == content->signature;
    }
    if (item.state == Item::State::Read)
        draft.isSettled = true; // the sink has it
    if (draft.isSettled || content->size == 0)
        item.state = Item::State::Ready;
}

/// What was captured needs no second look: whether it is of one moment is decided for the whole group.
Result<Content> FolderJob::readCaptured(Item &item, const CapturedFile &captured)
{
    item.draft->status = captured.status;
    FileContent source(captured.file.get(), captured.guarded.get());
    source.isClone = captured.isClone;
    auto content = readOnce(item, source, captured.status, false);
    // A clone, a copy or what the agent has made itself has no name, by which anybody could change it.
    const auto now = TRY(statusOf(captured.file.get()));
    if (now.linkCount > 0 && now.inode == captured.status.inode && now.device == captured.status.device &&
        !TRY(isAsAccessible(captured.file.get(), now, captured.status, captured.attributes.list)))
        return accessChanged();
    return content;
}

/// Reads the file; when it changed meanwhile once more, and then takes what it got, marked. One that somebody writes
/// to, or may while it takes its time, is read as it was when its backup began, where that can be had. Owner and
/// permissions are those of the file that is open, and were that from before it was read until after.
Result<Content> FolderJob::readStable(Item &item, bool digestOnly)
{
    auto &draft = *item.draft;
    const auto file = TRY(openFileAt(folder_.get(), item.name));
    FileStatus before = TRY(statusOf(file.get()));
    if (before.type != format::FileType::File)
        return fail(ErrorKind::NotFound, QStringLiteral("it is no file any more"));
    QString why; // it cannot be held still
    for (int attempt = 0;; ++attempt) {
        const auto racyFrom = context_.racyFrom();
        ActiveFiles::Still still;
        if (!cluster_ && (attempt > 0 || before.size >= ActiveFiles::kLongRead)) {
            if (auto held = context_.active.hold(folder_.get(), file.get())) {
                still = *std::move(held);
                before = still.status;
            } else if (held.error().kind() != ErrorKind::Unsupported) {
                why = held.error().text();
            }
        }
        draft.status = before;
        auto attributes = TRY(readAttributesOf(file.get()));
        FileContent source(still.clone.isOpen() ? still.clone.get() : file.get(), still.guarded.get());
        source.isClone = still.clone.isOpen();
        auto content = TRY(readOnce(item, source, before, digestOnly));
        Status held;
        if (still.guarded)
            held = still.guarded->finish();
        if (!held)
            why = held.error().text();
        const bool isStill = still.clone.isOpen() || (still.guarded && held);
        const FileStatus now = TRY(statusOf(file.get()));
        const FileStatus &after = isStill ? before : now;
        const bool isStable = after.sameContentAs(before);
        const bool isSameAccess = TRY(isAsAccessible(file.get(), now, before, attributes.list));
        if (attempt == 0 && (!isSameAccess || (!isStable && !cluster_))) {
            before = now;
            continue;
        }
        if (!isSameAccess)
            return accessChanged();
        takeOwner(draft.entry, before);
        draft.entry.attributes = std::move(attributes.list);
        if (!attributes.isComplete)
            draft.hint.flags |= format::Hint::Racy;
        context_.owners.add(before.uid, before.gid);
        draft.entry.modified = after.modified;
        draft.hint.inode = after.inode;
        draft.hint.changed = after.changed;
        if (after.changed >= racyFrom)
            draft.hint.flags |= format::Hint::Racy;
        if (!isStable)
            draft.hint.flags |= format::Hint::Racy;
        if (!isStable && !cluster_) // the server's log makes it whole
            nameInconsistent(item, why);
        return content;
    }
}

Result<Content> FolderJob::readOnce(Item &item, const FileContent &file, const FileStatus &status, bool digestOnly)
{
    if (digestOnly)
        return context_.contents.digest(file, status);
    if (!file.guarded && context_.shadows && context_.shadows->wants(status)) {
        auto frozen = context_.shadows->freeze(folder_.get(), item.name, file);
        // One that was cut off in between is read from its first byte to its last, not by what it was seen as.
        if (frozen && TRY(statusOf(frozen->get())).size >= status.size)
            return readByShadow(item, *std::move(frozen), status);
    }
    return readAll(item, file, status);
}

/// @p regions: what of it is not as in the last point, where that is known. @p isShadowed: it will be, the next time.
Result<Content> FolderJob::readAll(Item &item, const FileContent &file, const FileStatus &status,
                                   const std::optional<ChangedRegions> &regions, bool isShadowed)
{
    if (!regions && item.cached && isInPlace_) {
        // Only metadata may have changed (chmod, a restore by another program): then nothing need be sent nor asked.
        const auto was = format::DirectoryEntry::decode(item.cached->entry);
        if (was && was->type == format::FileType::File && was->size == status.size &&
            was->modified == status.modified) {
            auto content = TRY(context_.contents.digest(file, status));
            if (content.signature == was->content)
                return content;
        }
    }
    const auto written = regions ? regions : loggedRegions(item, status);
    // Where it is known what was written, nothing else is read.
    auto content = written ? std::nullopt : TRY(readByLeaves(item, file, status));
    if (!content)
        content = TRY(readDifference(item, file, status, written));
    if (content)
        return *std::move(content);
    item.draft->wasSent = true;
    return context_.contents.send(file, status, fileProver(item.name, status), outcomeOf(item),
                                  isShadowed || status.size >= KnownVersion::kKeptFrom ? &context_.bases : nullptr);
}

/// Counts a New file as new or redundant, once; null for others.
std::shared_ptr<Outcome> FolderJob::outcomeOf(Item &item)
{
    if (!item.draft->isNew || std::exchange(item.draft->isCounted, true))
        return {};
    return std::make_shared<FileOutcome>(context_.tally);
}

/// Content and the folders beneath are done: what is still to be claimed?
void FolderJob::settle()
{
    if (startNextPhase() || context_.failure.isSet())
        return;
    bool hasCandidates = false, wasSent = false;
    for (const auto &item : items_) {
        hasCandidates = hasCandidates || item.state == Item::State::Candidate;
        wasSent = wasSent || (item.draft && item.draft->wasSent);
    }
    if (!hasCandidates)
        finish();
    else if (!wasSent)
        offerFolder();
    else
        claimFiles();
}

/// Nothing in it had to be sent: perhaps the service has just this folder, from another machine.
void FolderJob::offerFolder()
{
    for (auto &item : items_)
        sealItem(item);
    ObjectName root;
    qsizetype rootSize = 0;
    root = buildDirectory([&](const ObjectName &, const QByteArray &bytes) { rootSize = bytes.size(); });
    context_.queue.addWaiting(items_.size());
    context_.claims.ask({format::ObjectKind::Node, root, uint64_t(rootSize)}, folderProver(root),
                        [self = shared_from_this()](bool isHeld) {
                            self->offered_ = isHeld;
                            self->context_.queue.removeWaiting(self->items_.size());
                            self->context_.queue.addReady([self] {
                                if (self->offered_)
                                    self->finish();
                                else
                                    self->claimFiles();
                            });
                        });
}

void FolderJob::claimFiles()
{
    std::vector<Item *> claimed;
    for (auto &item : items_) {
        if (item.state == Item::State::Candidate)
            claimed.push_back(&item);
    }
    claimsPending_ = claimed.size();
    context_.queue.addWaiting(items_.size());
    for (auto *item : claimed) {
        auto &draft = *item->draft;
        const auto kind =
            draft.entry.size <= uint64_t(codec::kLeafSize) ? format::ObjectKind::Chunk : format::ObjectKind::Version;
        context_.claims.ask({kind, draft.entry.content, draft.entry.size}, fileProver(item->name, draft.status),
                            [self = shared_from_this(), &draft](bool isHeld) {
                                draft.isRefused = !isHeld;
                                if (--self->claimsPending_ > 0)
                                    return;
                                self->context_.queue.removeWaiting(self->items_.size());
                                self->context_.queue.addReady([self] { self->sendRefused(); });
                            });
    }
}

void FolderJob::sendRefused()
{
    for (auto &item : items_) {
        if (item.state != Item::State::Candidate || !item.draft->isRefused)
            continue;
        item.state = Item::State::Read;
        item.draft->entry.content = {};
        item.draft->entryBytes.clear();
        readItem(item);
        if (context_.failure.isSet())
            return;
    }
    finish();
}

} // namespace backspool::engine
