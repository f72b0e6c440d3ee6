#include "restore/restore_undo.h"

#include "core/logging.h"
#include "files/open_file.h"
#include "restore/existing_database.h"
#include "restore/metadata.h"
#include "restore/placement.h"
#include "restore/undo_journal.h"

#include <QDateTime>
#include <QDir>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <map>
#include <ranges>
#include <set>

namespace backspool::engine {

namespace {

constexpr size_t kMostTold = 1'000;

/// A file's folder, open, and its name in there.
struct Place
{
    FileDescriptor folder;
    QByteArray name;

    Result<FileStatus> status() const { return statusAt(folder.get(), name); }
    Result<FileStatus> statusOf(const QByteArray &other) const { return statusAt(folder.get(), other); }
};

/// Without following a link on the way. Errors: NotFound, Denied, Io.
Result<Place> placeOf(const QByteArray &path)
{
    auto folder = TRY(openRootFolder());
    const auto components = path.split('/');
    for (const auto &name : components | std::views::take(components.size() - 1)) {
        if (!name.isEmpty())
            folder = TRY(openFolderAt(folder.get(), name));
    }
    if (components.back().isEmpty())
        return fail(ErrorKind::Invalid, QStringLiteral("it has no name"));
    return Place{std::move(folder), components.back()};
}

bool isMissing(const Result<FileStatus> &status)
{
    return !status && status.error().kind() == ErrorKind::NotFound;
}

class Undo
{
public:
    explicit Undo(std::vector<UndoStep> steps) : steps_(std::move(steps))
    {
        for (const auto &step : steps_) {
            if (step.kind == UndoStep::Kind::Kept)
                kept_[step.path] = &step;
        }
    }

    UndoReport run()
    {
        for (const auto &step : std::views::reverse(steps_))
            attempt(step, &Undo::undo);
        // What is removed from a folder, or comes back into it, changes its time: that is set last.
        for (const auto &step : steps_) {
            if (step.kind == UndoStep::Kind::SetMetadata)
                attempt(step, &Undo::resetMetadata);
        }
        return std::move(report_);
    }

private:
    void attempt(const UndoStep &step, Status (Undo::*act)(const UndoStep &step))
    {
        if (const auto done = (this->*act)(step); !done)
            problem(step.path, done.error().text());
    }

    void problem(const QByteArray &path, const QString &reason)
    {
        if (++report_.problemCount <= kMostTold)
            report_.problems.push_back({path, reason});
    }

    Status undo(const UndoStep &step)
    {
        switch (step.kind) {
        case UndoStep::Kind::Placed:
            return undoPlaced(step);
        case UndoStep::Kind::MadeFolder:
            return undoFolder(step);
        case UndoStep::Kind::Kept:
            return settleKept(step);
        case UndoStep::Kind::Renamed:
            return undoRenamed(step);
        case UndoStep::Kind::SetMetadata:
            break;
        }
        return {};
    }

    /// What was kept of what had been at @p path, once.
    const UndoStep *takeKept(const QByteArray &path)
    {
        const auto found = kept_.find(path);
        if (found == kept_.end())
            return nullptr;
        const auto *step = found->second;
        kept_.erase(found);
        return step;
    }

    static std::unexpected<Error> changedSince(const UndoStep *kept)
    {
        if (!kept)
            return fail(ErrorKind::Busy, QStringLiteral("it was changed after the restore, and stays"));
        return fail(ErrorKind::Busy,
                    QStringLiteral("it was changed after the restore, and stays; what was there before "
                                   "is beside it, as %1")
                        .arg(displayPath(kept->name)));
    }

    Status bringBack(const Place &place, const UndoStep &kept, Overwriting overwriting)
    {
        const auto aside = place.statusOf(kept.name);
        if (isMissing(aside))
            return fail(ErrorKind::NotFound, QStringLiteral("what was there before is not kept any more"));
        if (TRY(aside).inode != kept.file.inode)
            return fail(ErrorKind::Busy,
                        QStringLiteral("what was kept as %1 is something else by now").arg(displayPath(kept.name)));
        TRY(engine::place(place.folder.get(), kept.name, place.name, overwriting));
        ++report_.broughtBack;
        return {};
    }

    Status undoPlaced(const UndoStep &step)
    {
        const auto *kept = takeKept(step.path);
        const auto place = placeOf(step.path);
        if (!place && place.error().kind() == ErrorKind::NotFound && !kept)
            return {}; // it is gone already, with its folder
        if (!place)
            return fail(place.error());
        const auto status = place->status();
        if (isMissing(status))
            return kept ? bringBack(*place, *kept, Overwriting::Never) : Status();
        if (!status || !step.file.is(*status))
            return changedSince(kept);
        if (kept)
            return bringBack(*place, *kept, Overwriting::Allowed);
        removeFile(place->folder.get(), place->name);
        ++report_.removed;
        return {};
    }

    Status undoFolder(const UndoStep &step)
    {
        const auto *kept = takeKept(step.path);
        const auto place = placeOf(step.path);
        if (!place && place.error().kind() == ErrorKind::NotFound && !kept)
            return {};
        if (!place)
            return fail(place.error());
        const auto status = place->status();
        if (status && (status->type != format::FileType::Directory || status->inode != step.file.inode))
            return changedSince(kept);
        if (status && ::unlinkat(place->folder.get(), place->name.constData(), AT_REMOVEDIR) != 0) {
            if (errno == ENOTEMPTY || errno == EEXIST)
                return fail(ErrorKind::Busy,
                            QStringLiteral("something is in the folder that the restore did not bring; it stays"));
            return fail(systemError(errno, QStringLiteral("cannot remove the folder")));
        }
        return kept ? bringBack(*place, *kept, Overwriting::Never) : Status();
    }

    /// A Kept that nothing was placed for: the restore ended in between.
    Status settleKept(const UndoStep &step)
    {
        if (takeKept(step.path) != &step)
            return {};
        const auto place = TRY(placeOf(step.path));
        const auto aside = place.statusOf(step.name);
        if (isMissing(aside))
            return {}; // it was let back at once
        const auto status = place.status();
        if (isMissing(status))
            return bringBack(place, step, Overwriting::Never);
        if (status && aside && status->inode == aside->inode && status->device == aside->device) {
            removeFile(place.folder.get(), step.name); // its second name
            return {};
        }
        return changedSince(&step);
    }

    Status undoRenamed(const UndoStep &step)
    {
        const auto place = TRY(placeOf(step.path));
        if (isMissing(place.statusOf(step.name)))
            return {}; // that was taken back at once
        TRY(engine::place(place.folder.get(), step.name, place.name, Overwriting::Never));
        ++report_.broughtBack;
        return {};
    }

    Status resetMetadata(const UndoStep &step)
    {
        const auto place = TRY(placeOf(step.path));
        const FileDescriptor file(
            ::openat(place.folder.get(), place.name.constData(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
        if (!file.isOpen())
            return fail(systemError(errno, QStringLiteral("cannot open it")));
        const auto status = TRY(statusOf(file.get()));
        const bool isFolder = status.type == format::FileType::Directory;
        if (status.inode != step.file.inode || (!isFolder && !step.file.is(status)))
            return changedSince(nullptr);
        const auto before = TRY(format::DirectoryEntry::decode(step.before));
        // By number, as it was: that was here.
        const auto owners = OwnerMap::make({}, {});
        const auto problems =
            setMetadata(file.get(), before,
                        {.owner = {status.uid, status.gid}, .mode = status.mode, .mayHaveAttributes = true}, owners);
        if (!problems.isEmpty())
            return fail(ErrorKind::Denied,
                        QStringLiteral("could not be set back: ") + problems.join(QStringLiteral("; ")));
        ++report_.resets;
        return {};
    }

    const std::vector<UndoStep> steps_;
    std::map<QByteArray, const UndoStep *> kept_; ///< by where it was
    UndoReport report_;
};

/// What was kept aside, and is that still, goes. But what nothing was put in the place of (the restore ended just then)
/// is the only one.
void discard(const std::vector<UndoStep> &steps)
{
    std::set<QByteArray> done;
    for (const auto &step : steps) {
        if (step.kind != UndoStep::Kind::Kept)
            done.insert(step.path);
    }
    for (const auto &step : steps) {
        if (step.kind != UndoStep::Kind::Kept)
            continue;
        const auto place = placeOf(step.path);
        const auto aside = place ? place->statusOf(step.name) : fail(place.error());
        if (!aside || aside->type == format::FileType::Directory || !step.file.is(*aside))
            continue;
        if (!done.contains(step.path) && isMissing(place->status()))
            std::ignore = engine::place(place->folder.get(), step.name, place->name, Overwriting::Never);
        else
            removeFile(place->folder.get(), step.name);
    }
}

} // namespace

Result<UndoReport> undoRestore(const QString &journal)
{
    return Undo(TRY(readUndoJournal(journal))).run();
}

bool canUndo(const QString &journal)
{
    return hasUndoSteps(journal);
}

void discardOldUndos(const QString &folder, WallTime now)
{
    const auto old = QDateTime::fromSecsSinceEpoch(unixSeconds(now - kUndoTime));
    const auto journals = QDir(folder).entryInfoList(QDir::Files | QDir::Hidden);
    for (const auto &journal : journals) {
        if (journal.lastModified() >= old)
            continue;
        if (const auto steps = readUndoJournal(journal.filePath()))
            discard(*steps);
        else
            qCWarning(logRestore).noquote() << steps.error().text();
        QFile::remove(journal.filePath());
    }
}

} // namespace backspool::engine
