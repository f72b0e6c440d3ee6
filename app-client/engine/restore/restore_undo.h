#pragma once
/// Undoing a restore: what it made goes, what it replaced comes back, unless somebody changed it since.
#include "core/cancel_token.h"
#include "core/clock.h"
#include "core/progress.h"

#include <QByteArray>
#include <QString>

#include <memory>
#include <vector>

namespace backspool::engine {

/// How long what a restore replaced is kept: as long as one may take to notice.
constexpr std::chrono::hours kUndoTime{24 * 7};

/// Why something of a restore is not undone.
enum class UndoObstacle : uint8_t {
    Changed,         ///< it was changed after the restore; a database also by a log that is beside it
    DatabaseChanged, ///< it belongs to a database that was
    HoldsOthers,     ///< a folder in which something is that the restore did not bring
    NotKept,         ///< what was there before is gone
    KeptChanged,     ///< what was kept is something else by now
    Failed           ///< an error of the system
};

struct UndoReport
{
    uint64_t broughtBack = 0; ///< what had been replaced
    uint64_t removed = 0;     ///< what the restore had added; without folders
    uint64_t resets = 0;      ///< permissions, times and the like that are as before
    /// What stays as it is, and why; the first thousand.
    struct Problem
    {
        QByteArray path;
        UndoObstacle why = UndoObstacle::Failed;
        /// What was there before has this name in its folder, for good (but KeptChanged: had); empty: nothing was kept.
        QByteArray keptAs;
        QString error; ///< of Failed
    };
    std::vector<Problem> problems;
    uint64_t problemCount = 0;
};

/// Undoes what a journal tells of. What cannot be undone is a problem of the report, and the rest is; what was kept of
/// that gets a name that is not hidden, and is the user's own from then on. A link on the way to a file is not
/// followed. In memory it has some hundred bytes for each file that was replaced. One thread at a time.
class RestoreUndo
{
public:
    explicit RestoreUndo(QString journal);
    ~RestoreUndo();

    /// Blocks. Errors: Cancelled, those of UndoSteps. After any of them it goes on where it was when it is called
    /// again, and report() has what was done.
    Status run(ProgressSink &progress, const CancelToken &cancel);
    /// Of all that run() did.
    const UndoReport &report() const;

private:
    class Work;
    const QString journal_;
    std::unique_ptr<Work> work_;
};

} // namespace backspool::engine
