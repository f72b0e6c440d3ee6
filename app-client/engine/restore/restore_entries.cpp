/// Files, links and special files of a restore: decided on, made, placed.
#include "files/attributes.h"
#include "files/open_file.h"
#include "read/point_reader.h"
#include "restore/beside_name.h"
#include "restore/file_restore.h"
#include "restore/metadata.h"
#include "restore/restore_work.h"

#include <fcntl.h>

namespace backspool::engine {

namespace {
constexpr int kMostBeside = 99;
} // namespace

QByteArray RestoreEntry::path(const QByteArray &name) const
{
    return pathIn(folder->path, name);
}

Result<EntryPlan> RestoreWork::plan(const RestoreEntry &entry)
{
    EntryPlan plan{.decision = {}, .name = entry.entry.name, .existing = {}};
    if (entry.folder->isNew || !entry.folder->isOpen())
        return plan;
    const auto folder = TRY(folders_.use(*entry.folder));
    plan.existing = existing(*entry.folder, folder->get(), plan.name, entry.entry);
    plan.decision = decideFile(plan.existing.presence, parts_.onConflict);
    if (plan.decision.action == RestoreAction::SetMetadata && plan.existing.status.linkCount > 1 &&
        !entry.entry.has(format::DirectoryEntry::Linked))
        plan.decision.action = RestoreAction::Replace; // its other names are not to change with it
    for (int number = 1; plan.decision.action == RestoreAction::Beside && number <= kMostBeside; ++number) {
        const auto name = besideName(entry.entry.name, parts_.record.started, number);
        const auto there = existing(*entry.folder, folder->get(), name, entry.entry);
        if (there.presence == Presence::Absent) {
            plan.name = name;
            plan.existing = there;
            return plan;
        }
        if (there.presence == Presence::Same)
            return EntryPlan{{RestoreAction::Leave, {}}, name, there};
    }
    if (plan.decision.action == RestoreAction::Beside)
        plan.decision = {RestoreAction::Skip, QStringLiteral("too many restored ones are beside it already")};
    return plan;
}

void RestoreWork::restore(const RestoreEntry &entry, const OnPlaced &onPlaced)
{
    const auto place = [&](std::optional<QByteArray> name) {
        if (onPlaced)
            onPlaced(std::move(name));
        release(entry.folder);
    };
    if (failure_.isSet())
        return place(std::nullopt);
    const auto planned = this->plan(entry);
    if (!planned) {
        noteUnplaced(entry);
        failed(entry.path(entry.entry.name), planned.error());
        return place(std::nullopt);
    }
    const EntryPlan &plan = *planned;
    noteDatabase(entry, plan);
    const auto path = entry.path(plan.name);
    if (isDryRun()) {
        if (plan.decision.action == RestoreAction::Skip)
            parts_.tally.problem(RestoreProblem::Skipped, path, plan.decision.reason);
        else
            parts_.tally.planned(plan.decision.action, path);
        if (plan.decision.action == RestoreAction::Leave)
            parts_.tally.unchanged(entry.entry.size);
        else if (plan.decision.action != RestoreAction::Skip)
            parts_.tally.restored();
        return place(std::nullopt);
    }
    switch (plan.decision.action) {
    case RestoreAction::Skip:
        parts_.tally.problem(RestoreProblem::Skipped, path, plan.decision.reason);
        return place(std::nullopt);
    case RestoreAction::Leave: {
        parts_.tally.unchanged(entry.entry.size);
        const auto &status = plan.existing.status;
        const auto problem = ownerProblem({status.uid, status.gid}, entry.entry, parts_.owners);
        if (!problem.isEmpty())
            incomplete(path, {problem});
        if (!parts_.known.find(fileSystems_.idOf(*entry.folder), status.inode, status.changed, status.size))
            noteKnown(entry, status);
        return place(plan.name);
    }
    case RestoreAction::SetMetadata:
        setExisting(entry, plan, onPlaced);
        return release(entry.folder);
    default:
        break;
    }
    if (entry.entry.type != format::FileType::File) {
        makeSpecialFile(entry, plan, onPlaced);
        return release(entry.folder);
    }
    jobs_.add();
    parts_.contents.fetch(entry.entry, entry.leaf, std::make_shared<FileRestore>(*this, entry, plan, onPlaced));
}

void RestoreWork::restoreSingle(const RestoreEntry &entry)
{
    if (!open(*entry.folder))
        release(entry.folder);
    else if (entry.entry.has(format::DirectoryEntry::Linked) && !isDryRun())
        putOff(entry);
    else if (isToPutOff(entry))
        putOffLog(entry);
    else
        restore(entry);
}

/// The content is right already; only what is said about it is not.
void RestoreWork::setExisting(const RestoreEntry &entry, const EntryPlan &plan, const OnPlaced &onPlaced)
{
    const auto path = entry.path(plan.name);
    FileDescriptor file;
    const auto status = [&]() -> Result<FileStatus> {
        const auto folder = TRY(folders_.use(*entry.folder));
        file = FileDescriptor(::openat(folder->get(), plan.name.constData(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
        if (!file.isOpen())
            return fail(systemError(errno, QStringLiteral("cannot open it")));
        return statusOf(file.get());
    }();
    if (!status || !status->sameContentAs(plan.existing.status)) {
        failed(path, status ? Error(ErrorKind::Busy, QStringLiteral("it was changed meanwhile")) : status.error());
        if (onPlaced)
            onPlaced(std::nullopt);
        return;
    }
    const MetadataBefore before{.owner = {status->uid, status->gid}, .mode = status->mode, .mayHaveAttributes = true};
    const auto attributes = attributesBefore(file.get());
    incomplete(path, setMetadata(file.get(), entry.entry, before, parts_.owners));
    noteMetadata(path, file.get(), *status, attributes);
    if (const auto after = statusOf(file.get()))
        noteKnown(entry, *after);
    parts_.tally.restored();
    if (onPlaced)
        onPlaced(plan.name);
}

void RestoreWork::makeSpecialFile(const RestoreEntry &entry, const EntryPlan &plan, const OnPlaced &onPlaced)
{
    const auto path = entry.path(plan.name);
    const auto made = [&]() -> Status {
        const auto folder = TRY(folders_.use(*entry.folder));
        const auto temporary = TRY(temporaryIn(*entry.folder));
        const auto file = makeSpecial(folder->get(), temporary, entry.entry);
        if (!file) {
            removeFile(folder->get(), temporary);
            return fail(file.error());
        }
        const auto status = TRY(statusOf(file->get()));
        const MetadataBefore before{
            .owner = {status.uid, status.gid}, .mode = status.mode, .mayHaveAttributes = entry.folder->inheritsAcl};
        const auto problems = setMetadata(file->get(), entry.entry, before, parts_.owners);
        const auto overwriting =
            plan.decision.action == RestoreAction::Replace ? Overwriting::Allowed : Overwriting::Never;
        if (const auto placed = putInPlace(folder->get(), *entry.folder, temporary, plan.name, overwriting); !placed) {
            removeFile(folder->get(), temporary);
            return placed;
        }
        if (const auto after = statusOf(file->get()))
            notePlaced(entry, plan.name, *after);
        incomplete(path, problems);
        return {};
    }();
    if (made)
        parts_.tally.restored();
    else
        failed(path, made.error());
    if (onPlaced)
        onPlaced(made ? std::optional(plan.name) : std::nullopt);
}

Result<QByteArray> RestoreWork::temporaryIn(TargetFolder &folder) const
{
    if (!folder.isNoted) {
        const std::lock_guard lock(folder.noteMutex);
        if (!folder.isNoted)
            TRY(parts_.temporaries->note(folder.path));
        folder.isNoted = true;
    }
    return parts_.temporaries->nextName();
}

void RestoreWork::noteKnown(const RestoreEntry &entry, const FileStatus &status)
{
    if (!parts_.knownWriter || entry.entry.type != format::FileType::File || entry.entry.size == 0)
        return;
    // Without the note the next backup reads the file; nothing else is lost.
    std::ignore = parts_.knownWriter->add({.fileSystem = fileSystems_.idOf(*entry.folder),
                                           .inode = status.inode,
                                           .changed = status.changed,
                                           .size = status.size,
                                           .content = entry.entry.content});
}

void RestoreWork::incomplete(const QByteArray &path, const QStringList &problems)
{
    if (!problems.isEmpty())
        parts_.tally.problem(RestoreProblem::Incomplete, path,
                             QStringLiteral("could not be set: ") + problems.join(QStringLiteral("; ")));
}

/// Of one file or folder; or of everything, when the disk is full or the service is gone.
void RestoreWork::failed(const QByteArray &path, const Error &error)
{
    const bool isFatal = error.kind() == ErrorKind::NoSpace || error.kind() == ErrorKind::Unreachable ||
                         error.kind() == ErrorKind::Cancelled;
    if (isFatal) {
        const bool isCancelled = error.kind() == ErrorKind::Cancelled;
        failure_.set(isCancelled ? error : error.withContext(QString::fromUtf8(path)));
        parts_.fetcher.cancel(error);
    } else if (error.kind() == ErrorKind::Exists) {
        parts_.tally.problem(RestoreProblem::Skipped, path,
                             QStringLiteral("something of its name came to be there meanwhile"));
    } else {
        const bool isOfStore = error.kind() == ErrorKind::Damaged || error.kind() == ErrorKind::NotFound;
        const auto text =
            isOfStore ? error.text() + QStringLiteral(" (point %1)").arg(parts_.record.point.value) : error.text();
        parts_.tally.problem(RestoreProblem::Failed, path, text);
    }
}

} // namespace backspool::engine
