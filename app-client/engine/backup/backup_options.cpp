#include "backup/backup_options.h"

namespace backspool::engine {

BackupOptions backupOptions(const policy::Policy &policy, const policy::Selection &selection, const AgentState &state,
                            const Clock &clock)
{
    BackupOptions options;
    options.paths = selection.paths;
    options.excludes = policy.excludesFor(selection.paths, selection.excludes);
    options.criteria = policy.exclusions.criteria;
    options.active = policy.active;
    options.methodRule = methodRule(policy.difference);
    if (policy.systemInformation)
        options.systemInformation = keptSystemDocument(state.systemInformationFile(), clock);
    return options;
}

} // namespace backspool::engine
