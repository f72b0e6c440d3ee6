/// Logs of databases in a restore, and what is known of the databases.
#include "read/point_reader.h"
#include "restore/existing_database.h"
#include "restore/restore_work.h"

namespace backspool::engine {

// What becomes of a database decides what becomes of its logs; see existing_database.h.

namespace {

/// Every database has whole pages, and no page is smaller.
bool canBeDatabase(const format::DirectoryEntry &entry, const ExistingEntry &existing)
{
    constexpr uint64_t kSmallestPage = 512;
    return entry.type == format::FileType::File && existing.presence != Presence::Absent &&
           existing.status.type == format::FileType::File && existing.status.size % kSmallestPage == 0;
}

} // namespace

bool RestoreWork::isToPutOff(const RestoreEntry &entry) const
{
    return !isDryRun() && !entry.folder->isNew && entry.entry.type == format::FileType::File &&
           !databaseOfLog(entry.entry.name).isEmpty();
}

void RestoreWork::putOffLog(const RestoreEntry &entry)
{
    const std::lock_guard lock(mutex_);
    logs_.push_back(entry);
}

std::vector<RestoreEntry> RestoreWork::takeLogs()
{
    const std::lock_guard lock(mutex_);
    return std::exchange(logs_, {});
}

void RestoreWork::noteDatabase(const RestoreEntry &entry, const EntryPlan &plan)
{
    const auto action = plan.decision.action;
    const bool isContentRight = action == RestoreAction::Leave || action == RestoreAction::SetMetadata;
    const bool isRight = isContentRight && plan.name == entry.entry.name;
    const bool isElsewhere = action == RestoreAction::Skip || plan.name != entry.entry.name;
    if (isDryRun() || entry.folder->isNew || !(isElsewhere || (isRight && parts_.onConflict == OnConflict::Overwrite)))
        return;
    if (isRight ? !canBeDatabase(entry.entry, plan.existing) : entry.entry.type != format::FileType::File)
        return;
    const auto folder = folders_.use(*entry.folder);
    if (!folder || !isDatabase((*folder)->get(), entry.entry.name))
        return;
    const std::lock_guard lock(mutex_);
    if (isRight) {
        ++entry.folder->pending;
        rightDatabases_.emplace_back(entry.folder, entry.entry.name);
    } else {
        databases_[entry.path(entry.entry.name)] = action == RestoreAction::Skip ? QByteArray() : plan.name;
    }
}

void RestoreWork::noteUnplaced(const RestoreEntry &entry)
{
    EntryPlan nothing{.decision = {RestoreAction::Skip, {}}, .name = entry.entry.name, .existing = {}};
    noteDatabase(entry, nothing);
}

std::optional<QByteArray> RestoreWork::placeOfDatabase(const QByteArray &path)
{
    const std::lock_guard lock(mutex_);
    const auto found = databases_.find(path);
    return found == databases_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<std::pair<std::shared_ptr<TargetFolder>, QByteArray>> RestoreWork::takeRightDatabases()
{
    const std::lock_guard lock(mutex_);
    return std::exchange(rightDatabases_, {});
}

Result<KeptAside> RestoreWork::keepDatabase(int file, const TargetFolder &folder, const QByteArray &database,
                                            bool withDatabase, const std::vector<QByteArray> &except)
{
    // Whose logs these are; what is set of it later does not matter.
    FileIdentity whose;
    if (const auto status = statusAt(file, database))
        whose = FileIdentity::of(*status);
    whose.changed = {};
    return keepAside(file, database, withDatabase, parts_.now, except,
                     [&](const KeptAside::Renamed &renamed) -> Status {
                         if (!parts_.undo)
                             return {};
                         return parts_.undo->note({.kind = UndoStep::Kind::Renamed,
                                                   .path = pathIn(folder.path, renamed.from),
                                                   .name = renamed.to,
                                                   .file = whose,
                                                   .before = {}});
                     });
}

void RestoreWork::tellKept(const TargetFolder &folder, const KeptAside &kept)
{
    for (const auto &file : kept.files)
        parts_.tally.keptAside(pathIn(folder.path, file.from), file.to);
}

} // namespace backspool::engine
