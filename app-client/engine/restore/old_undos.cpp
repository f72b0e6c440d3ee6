#include "restore/old_undos.h"

#include "core/logging.h"
#include "restore/placement.h"
#include "restore/restore_undo.h"
#include "restore/undo_journal.h"
#include "restore/undo_place.h"

#include <QDateTime>
#include <QDir>

#include <set>

namespace backspool::engine {

namespace {

/// Errors: it could not be seen or removed.
Status discardKept(const UndoStep &step, bool isReplaced)
{
    const auto place = TRY(undoPlaceOf(step.path));
    const auto aside = place.statusOf(step.name);
    if (isMissing(aside))
        return {};
    if (TRY(aside).type == format::FileType::Directory || !step.file.is(*aside))
        return {}; // it is another one
    if (!isReplaced && isMissing(place.status()))
        return engine::place(place.folder.get(), step.name, place.name, Overwriting::Never);
    return place.remove(step.name);
}

/// What was kept aside, and is that still, goes. But what nothing was put in the place of (the restore ended just then)
/// is the only one. False: not all of it is settled. Errors: those of UndoSteps::at(), Cancelled.
Result<bool> discard(const UndoSteps &steps, const CancelToken &cancel)
{
    std::set<QByteArray> kept, replaced;
    for (size_t i = 0; i < steps.count(); ++i) {
        TRY(cancel.check());
        if (const auto step = TRY(steps.at(i)); step.kind == UndoStep::Kind::Kept)
            kept.insert(step.path);
    }
    for (size_t i = 0; i < steps.count(); ++i) {
        TRY(cancel.check());
        if (const auto step = TRY(steps.at(i)); step.kind != UndoStep::Kind::Kept && kept.contains(step.path))
            replaced.insert(step.path);
    }
    bool isSettled = true;
    for (size_t i = 0; i < steps.count(); ++i) {
        TRY(cancel.check());
        const auto step = TRY(steps.at(i));
        if (step.kind == UndoStep::Kind::Kept && !discardKept(step, replaced.contains(step.path)))
            isSettled = false;
    }
    return isSettled;
}

} // namespace

void discardOldUndos(const QString &folder, WallTime now, const CancelToken &cancel)
{
    const auto before = [&](std::chrono::hours time) { return QDateTime::fromSecsSinceEpoch(unixSeconds(now - time)); };
    const auto journals = QDir(folder).entryInfoList(QDir::Files | QDir::Hidden);
    for (const auto &journal : journals) {
        if (journal.lastModified() >= before(kUndoTime))
            continue;
        const auto steps = UndoSteps::open(journal.filePath(), cancel);
        const auto isSettled = steps ? discard(*steps, cancel) : fail(steps.error());
        if (cancel.isCancelled())
            return;
        if (!isSettled)
            qCWarning(logRestore).noquote() << isSettled.error().text(); // the only record of what is to be removed
        else if (*isSettled || journal.lastModified() < before(kUndoForgetTime))
            QFile::remove(journal.filePath());
    }
}

} // namespace backspool::engine
