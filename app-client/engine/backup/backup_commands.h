#pragma once
/// The commands of the policy around a backup: for applications that can bring themselves to rest, or write down what
/// they hold, when they are told. They run as the agent's user.
#include "backup/backup_run.h"

namespace backspool::engine {

/// Runs the first command, @p backup, and the second command, which runs however the backup ended: failed, stopped, not
/// even begun. Each is killed with all that it started when its time is over; the first also when @p cancel says so.
///
/// The first has BACKSPOOL_PHASE=before in its environment, the second BACKSPOOL_PHASE=after and BACKSPOOL_RESULT
/// (done, failed, cancelled), with BACKSPOOL_POINT or BACKSPOOL_ERROR. What they print goes to the log, the last of it
/// where it is much. What fails is in the report; the error of @p backup tells of the second's too.
///
/// Errors: @p backup's; and the first command's, where the policy says that it must succeed.
Result<BackupReport> runWithCommands(const policy::CommandPolicy &commands, const CancelToken &cancel,
                                     const std::function<Result<BackupReport>()> &backup);

} // namespace backspool::engine
