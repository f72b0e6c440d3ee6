#pragma once
/// One restore: files and folders of a point, to their places or elsewhere (seed: restore module 360).
///
/// Everything is verified before it gets its name. What exists is never touched but as the user chose, and nothing in
/// the point can name, or lead through a link to, anything outside the target. Stopped at any time, a restore leaves
/// whole files, and temporaries that the next one removes; done again, it goes on where it was.
#include "core/cancel_token.h"
#include "read/point_reader.h"
#include "restore/restore_report.h"

#include <vector>

namespace backspool::engine {

struct RestoreOptions
{
    std::vector<QByteArray> paths; ///< in the point: absolute, normalised
    QByteArray to; ///< the folder to restore into, absolute; made where it is missing. Empty: each path's own place
    OnConflict onConflict = OnConflict::Skip;
    bool dryRun = false;
    /// What is replaced is kept aside, and noted here, so that RestoreUndo can undo it; a new file. Empty: not.
    QString undoJournal;
    QString host; ///< this computer's name: decides whether owners go by number or by name
    FetchOptions fetch;
};

/// Files of the agent's state that a restore works with.
struct RestoreState
{
    QString knownContents; ///< AgentState::knownContentsFile()
    QString journal;       ///< AgentState::journalFile()
};

/// Blocks until all is durable. Single files that cannot be restored are problems of the report; errors: NotFound (a
/// path that is not in the point: nothing was done), Invalid (two paths with the same last name into one folder),
/// NoSpace, Unreachable, Denied (the target folder), Cancelled.
Result<RestoreReport> runRestore(PointService &service, const Verifier &verifier, PointId point,
                                 const RestoreState &state, const RestoreOptions &options, RestoreEvents &events,
                                 ProgressSink &progress, const CancelToken &cancel);

} // namespace backspool::engine
