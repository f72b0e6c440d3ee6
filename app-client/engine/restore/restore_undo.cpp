#include "restore/restore_undo.h"

#include "restore/existing_database.h"
#include "restore/metadata.h"
#include "restore/placement.h"
#include "restore/undo_journal.h"
#include "restore/undo_place.h"
#include "restore/writable_folders.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <map>
#include <optional>

namespace backspool::engine {

namespace {

using Kind = UndoStep::Kind;

constexpr size_t kMostTold = 1'000;
constexpr int kMostFreed = 1'000;

} // namespace

class RestoreUndo::Work
{
public:
    explicit Work(UndoSteps steps) : steps_(std::move(steps)) {}

    const UndoReport &report() const { return report_; }

    Status run(ProgressSink &progress, const CancelToken &cancel)
    {
        if (!isPrepared_)
            TRY(prepare(cancel));
        if (left_ > 0) {
            // A folder that was restored as one that nobody may write to must be emptied all the same.
            const auto opened = openFolders(cancel);
            const auto done = opened ? undoPlacings(progress, cancel) : opened;
            folders_.close();
            TRY(done);
        }
        return resetAllMetadata(progress, cancel);
    }

private:
    /// What has to be known of other steps before the first is undone.
    Status prepare(const CancelToken &cancel)
    {
        for (; read_ < steps_.count(); ++read_) {
            TRY(cancel.check());
            const auto i = read_;
            const auto step = TRY(steps_.at(i));
            if (step.kind == Kind::Kept)
                kept_[step.path] = i;
            if (step.kind == Kind::SetMetadata)
                metadata_.push_back(i);
            if (step.kind == Kind::SetMetadata || step.kind == Kind::MadeFolder)
                openable_.push_back(i);
            if (step.kind == Kind::Placed && !databaseOfLog(step.path).isEmpty()) {
                databases_.try_emplace(step.path);
                databases_.try_emplace(databaseOfLog(step.path));
            }
        }
        for (size_t i = 0; i < steps_.count() && !databases_.empty(); ++i) {
            TRY(cancel.check());
            const auto step = TRY(steps_.at(i));
            if (const auto found = databases_.find(step.path); step.kind == Kind::Placed && found != databases_.end())
                found->second = step.file;
        }
        left_ = steps_.count();
        isPrepared_ = true;
        return {};
    }

    Status openFolders(const CancelToken &cancel)
    {
        for (const auto i : unwritable_) // they were closed when the last run ended
            std::ignore = folders_.open(TRY(steps_.at(i)));
        for (; looked_ < openable_.size(); ++looked_) {
            TRY(cancel.check());
            if (folders_.open(TRY(steps_.at(openable_[looked_]))))
                unwritable_.push_back(openable_[looked_]);
        }
        return {};
    }

    Status undoPlacings(ProgressSink &progress, const CancelToken &cancel)
    {
        while (left_ > 0) {
            TRY(cancel.check());
            const auto step = TRY(steps_.at(left_ - 1));
            attempt(step, --left_);
            if (step.kind != Kind::SetMetadata)
                tell(progress);
        }
        return {};
    }

    /// What is removed from a folder, or comes back into it, changes its time: that is set last.
    Status resetAllMetadata(ProgressSink &progress, const CancelToken &cancel)
    {
        while (reset_ < metadata_.size()) {
            TRY(cancel.check());
            const auto step = TRY(steps_.at(metadata_[reset_]));
            ++reset_;
            if (const auto done = resetMetadata(step); !done)
                std::ignore = stays(step, UndoObstacle::Failed, {}, done.error().text());
            tell(progress);
        }
        return {};
    }

    void tell(ProgressSink &progress) { progress.progressed({.itemsDone = ++done_, .itemsTotal = steps_.count()}); }

    void attempt(const UndoStep &step, size_t number)
    {
        if (const auto done = undo(step, number); !done)
            std::ignore = stays(step, UndoObstacle::Failed, {}, done.error().text());
    }

    /// Says so; that is no error.
    Status stays(const UndoStep &step, UndoObstacle why, const QByteArray &keptAs = {}, const QString &error = {})
    {
        if (++report_.problemCount <= kMostTold)
            report_.problems.push_back({step.path, why, keptAs, error});
        return {};
    }

    Status undo(const UndoStep &step, size_t number)
    {
        switch (step.kind) {
        case Kind::Placed:
            return undoPlaced(step);
        case Kind::MadeFolder:
            return undoFolder(step);
        case Kind::Kept:
            return settleKept(step, number);
        case Kind::Renamed:
            return undoRenamed(step);
        case Kind::SetMetadata:
            break;
        }
        return {};
    }

    /// What was kept of what had been at @p path, once.
    Result<std::optional<UndoStep>> takeKept(const QByteArray &path)
    {
        const auto found = kept_.find(path);
        if (found == kept_.end())
            return std::nullopt;
        auto step = TRY(steps_.at(found->second));
        kept_.erase(found);
        return step;
    }

    /// What was kept, and does not come back, is not hidden any more, so that nothing discards it. Its name.
    static QByteArray freed(const UndoPlace &place, const std::optional<UndoStep> &kept)
    {
        const auto aside = kept ? place.statusOf(kept->name) : fail(ErrorKind::NotFound, QString());
        if (!aside || aside->inode != kept->file.inode || !kept->name.startsWith('.'))
            return {};
        for (int number = 1; number <= kMostFreed; ++number) {
            const QByteArray name = kept->name.sliced(1) + (number > 1 ? '-' + QByteArray::number(number) : "");
            const auto renamed = engine::place(place.folder.get(), kept->name, name, Overwriting::Never);
            if (renamed)
                return name;
            if (renamed.error().kind() != ErrorKind::Exists)
                break;
        }
        return kept->name;
    }

    Status bringBack(const UndoPlace &place, const UndoStep &kept, Overwriting overwriting)
    {
        const auto aside = place.statusOf(kept.name);
        if (isMissing(aside))
            return stays(kept, UndoObstacle::NotKept);
        if (TRY(aside).inode != kept.file.inode)
            return stays(kept, UndoObstacle::KeptChanged, kept.name);
        if (const auto back = engine::place(place.folder.get(), kept.name, place.name, overwriting); !back)
            return stays(kept, UndoObstacle::Failed, freed(place, kept), back.error().text());
        ++report_.broughtBack;
        return {};
    }

    /// @p path, which is in the folder of @p place, is what the restore placed there.
    bool isAsPlaced(const UndoPlace &place, const QByteArray &path) const
    {
        const auto found = databases_.find(path);
        const auto status = place.statusOf(path.sliced(path.lastIndexOf('/') + 1));
        return found != databases_.end() && found->second && status && found->second->is(*status);
    }

    /// A database is its file and its logs: neither goes, nor is replaced, when somebody wrote to the other.
    bool isDatabaseChanged(const UndoPlace &place, const UndoStep &step) const
    {
        const auto folder = step.path.first(step.path.size() - place.name.size());
        const auto logs = logsOf(place.folder.get(), place.name);
        if (!std::ranges::all_of(logs, [&](const auto &log) { return isAsPlaced(place, folder + log); }))
            return true;
        const auto database = databaseOfLog(step.path);
        const auto found = database.isEmpty() ? databases_.end() : databases_.find(database);
        const bool wasPlaced = found != databases_.end() && found->second;
        return wasPlaced && !isMissing(place.statusOf(databaseOfLog(place.name))) && !isAsPlaced(place, database);
    }

    Status undoPlaced(const UndoStep &step)
    {
        const auto kept = TRY(takeKept(step.path));
        const auto place = undoPlaceOf(step.path);
        if (!place && place.error().kind() == ErrorKind::NotFound && !kept)
            return {}; // it is gone already, with its folder
        if (!place)
            return fail(place.error());
        const auto status = place->status();
        const bool isGone = isMissing(status);
        if (isGone && !kept)
            return {};
        if ((!isGone && (!status || !step.file.is(*status))) || isDatabaseChanged(*place, step))
            return stays(step, UndoObstacle::Changed, freed(*place, kept));
        if (kept)
            return bringBack(*place, *kept, isGone ? Overwriting::Never : Overwriting::Allowed);
        TRY(place->remove(place->name));
        ++report_.removed;
        return {};
    }

    Status undoFolder(const UndoStep &step)
    {
        const auto kept = TRY(takeKept(step.path));
        const auto place = undoPlaceOf(step.path);
        if (!place && place.error().kind() == ErrorKind::NotFound && !kept)
            return {};
        if (!place)
            return fail(place.error());
        const auto status = place->status();
        if (status && (status->type != format::FileType::Directory || status->inode != step.file.inode))
            return stays(step, UndoObstacle::Changed, freed(*place, kept));
        if (status && ::unlinkat(place->folder.get(), place->name.constData(), AT_REMOVEDIR) != 0) {
            const auto error = systemError(errno, QStringLiteral("cannot remove the folder"));
            const bool isFull = errno == ENOTEMPTY || errno == EEXIST;
            return stays(step, isFull ? UndoObstacle::HoldsOthers : UndoObstacle::Failed, freed(*place, kept),
                         error.text());
        }
        return kept ? bringBack(*place, *kept, Overwriting::Never) : Status();
    }

    /// A Kept that nothing was placed for: the restore ended in between.
    Status settleKept(const UndoStep &step, size_t number)
    {
        if (const auto found = kept_.find(step.path); found == kept_.end() || found->second != number)
            return {};
        kept_.erase(step.path);
        const auto place = TRY(undoPlaceOf(step.path));
        const auto aside = place.statusOf(step.name);
        if (isMissing(aside))
            return {}; // it was let back at once
        const auto status = place.status();
        if (isMissing(status))
            return bringBack(place, step, Overwriting::Never);
        if (status && aside && status->inode == aside->inode && status->device == aside->device)
            return place.remove(step.name); // its second name
        return stays(step, UndoObstacle::Changed, freed(place, step));
    }

    Status undoRenamed(const UndoStep &step)
    {
        const auto place = TRY(undoPlaceOf(step.path));
        const auto aside = place.statusOf(step.name);
        if (isMissing(aside))
            return {}; // it was not renamed, or taken back at once
        // A log beside another database would destroy that.
        if (const auto database = databaseOfPart(place.name);
            !database.isEmpty() && TRY(aside).inode != step.file.inode) {
            const auto status = place.statusOf(database);
            if (!isMissing(status) && !step.file.is(TRY(status)))
                return stays(step, UndoObstacle::DatabaseChanged, step.name);
        }
        if (!isMissing(place.status()))
            return stays(step, UndoObstacle::Changed, step.name);
        TRY(engine::place(place.folder.get(), step.name, place.name, Overwriting::Never));
        ++report_.broughtBack;
        return {};
    }

    Status resetMetadata(const UndoStep &step)
    {
        const auto place = TRY(undoPlaceOf(step.path));
        const FileDescriptor file(
            ::openat(place.folder.get(), place.name.constData(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
        if (!file.isOpen())
            return fail(systemError(errno, QStringLiteral("cannot open it")));
        const auto status = TRY(statusOf(file.get()));
        // A folder's times change with what is in it.
        const bool isFolder = status.type == format::FileType::Directory;
        const bool isAsSet =
            isFolder ? step.file.inode == status.inode && step.file.hasPermissionsOf(status) : step.file.is(status);
        if (!isAsSet)
            return stays(step, UndoObstacle::Changed);
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

    const UndoSteps steps_;
    size_t read_ = 0; ///< steps that prepare() knows
    bool isPrepared_ = false;
    size_t left_ = 0;                   ///< steps that are still to be undone: the first ones
    std::vector<size_t> metadata_;      ///< steps that set it
    size_t reset_ = 0;                  ///< of those, the first ones
    size_t done_ = 0;                   ///< steps that were undone, each where its turn is
    std::vector<size_t> openable_;      ///< steps that may be of folders
    size_t looked_ = 0;                 ///< at how many of those
    std::vector<size_t> unwritable_;    ///< and which of them nobody may write to
    std::map<QByteArray, size_t> kept_; ///< steps, by where it was
    std::map<QByteArray, std::optional<FileIdentity>>
        databases_; ///< logs that were placed, and what they may be logs of
    WritableFolders folders_;
    UndoReport report_;
};

RestoreUndo::RestoreUndo(QString journal) : journal_(std::move(journal)) {}

RestoreUndo::~RestoreUndo() = default;

Status RestoreUndo::run(ProgressSink &progress, const CancelToken &cancel)
{
    if (!work_)
        work_ = std::make_unique<Work>(TRY(UndoSteps::open(journal_, cancel)));
    return work_->run(progress, cancel);
}

const UndoReport &RestoreUndo::report() const
{
    static const UndoReport nothing;
    return work_ ? work_->report() : nothing;
}

} // namespace backspool::engine
