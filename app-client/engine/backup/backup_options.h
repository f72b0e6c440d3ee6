#pragma once
/// What the policy says of each backup, whoever makes it: the agent that runs, or a command.
#include "backup/backup_run.h"
#include "policy/selection.h"

namespace backspool::engine {

/// Of @p selection. What only an agent that runs has (write log, shadows, quiescence) is for that to add. State and
/// clock outlive the options.
BackupOptions backupOptions(const policy::Policy &policy, const policy::Selection &selection, const AgentState &state,
                            const Clock &clock);

} // namespace backspool::engine
