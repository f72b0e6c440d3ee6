#include "restore/file_restore.h"

#include "restore/metadata.h"

namespace backspool::engine {

Status FileRestore::begin()
{
    if (file_.isOpen())
        return {};
    const auto folder = TRY(work_.folders().use(*entry_.folder));
    temporary_ = TRY(work_.temporaryIn(*entry_.folder));
    file_ = TRY(makeFile(folder->get(), temporary_));
    return {};
}

Status FileRestore::data(QByteArrayView bytes)
{
    TRY(work_.parts().cancel.check());
    TRY(begin());
    TRY(writeContent(file_.get(), bytes, offset_, isSparse()));
    offset_ += uint64_t(bytes.size());
    endsInHole_ = isSparse();
    work_.parts().tally.wrote(uint64_t(bytes.size()));
    return {};
}

Status FileRestore::hole(uint64_t length)
{
    TRY(begin());
    TRY(writeHole(file_.get(), offset_, length, isSparse()));
    offset_ += length;
    endsInHole_ = true;
    work_.parts().tally.wrote(length);
    return {};
}

/// A database that has logs goes aside with them, and so do logs that wait for a database of this name.
Result<KeptAside> FileRestore::keepDatabaseAside(int folder) const
{
    if (entry_.folder->isNew)
        return KeptAside{};
    const QByteArray database = databaseOfLog(plan_.name);
    if (!database.isEmpty() && plan_.decision.action == RestoreAction::Replace && hasLogs(folder, database)) {
        const QByteArray suffix = plan_.name.sliced(database.size());
        const QByteArray other = suffix == "-wal" ? "-journal" : "-wal";
        return work_.keepDatabase(folder, *entry_.folder, database, false, {other});
    }
    if (!hasLogs(folder, plan_.name))
        return KeptAside{};
    return work_.keepDatabase(folder, *entry_.folder, plan_.name, plan_.decision.action == RestoreAction::Replace);
}

Status FileRestore::complete()
{
    TRY(begin());
    if (endsInHole_)
        TRY(setSize(file_.get(), offset_));
    const auto &folder = *entry_.folder;
    const auto &owners = work_.parts().owners;
    const MetadataBefore before{.owner = {owners.self().uid, folder.groupOfNew(owners.self().gid)},
                                .mode = 0600,
                                .mayHaveAttributes = folder.inheritsAcl};
    auto problems = setMetadata(file_.get(), entry_.entry, before, owners);
    const auto overwriting =
        plan_.decision.action == RestoreAction::Replace ? Overwriting::Allowed : Overwriting::Never;
    const auto open = TRY(work_.folders().use(*entry_.folder));
    const auto kept = TRY(keepDatabaseAside(open->get()));
    if (const auto placed = work_.putInPlace(open->get(), folder, temporary_, plan_.name, overwriting); !placed) {
        takeBack(open->get(), kept);
        return placed;
    }
    temporary_.clear();
    work_.tellKept(folder, kept);

    // What came of it; a mount may give files another group than was expected.
    auto status = TRY(statusOf(file_.get()));
    const Owner wanted = owners.ownerOf(entry_.entry);
    const bool isOtherGroup = status.gid != wanted.gid && owners.mayGroup(wanted.gid) && owners.mayOwn(wanted.uid);
    const bool isOtherMode = status.mode != entry_.entry.mode && problems.isEmpty();
    if (isOtherGroup || isOtherMode) {
        problems =
            setMetadata(file_.get(), entry_.entry, {{status.uid, status.gid}, status.mode, folder.inheritsAcl}, owners);
        status = TRY(statusOf(file_.get()));
    }
    work_.incomplete(entry_.path(plan_.name), problems);
    work_.notePlaced(entry_, plan_.name, status);
    work_.noteKnown(entry_, status);
    return {};
}

void FileRestore::finished(const Status &status)
{
    const auto done = status && !work_.failure().isSet() ? complete() : status;
    const bool isPlaced = done && !work_.failure().isSet();
    if (!temporary_.isEmpty()) {
        if (const auto folder = work_.folders().use(*entry_.folder))
            removeFile((*folder)->get(), temporary_);
    }
    file_.reset();
    if (!isPlaced)
        work_.noteUnplaced(entry_);
    if (!done)
        work_.failed(entry_.path(plan_.name), done.error());
    else if (isPlaced)
        work_.parts().tally.restored();
    if (onPlaced_)
        onPlaced_(isPlaced ? std::optional(plan_.name) : std::nullopt);
    work_.release(entry_.folder);
    work_.jobs().done();
}

} // namespace backspool::engine
