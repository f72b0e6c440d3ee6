#include "backup/settings_lock.h"

#include "core/file_lock.h"

namespace backspool::engine {

Result<FileDescriptor> lockSettings(const AgentState &state)
{
    TRY(state.create());
    return lockFile(state.folder() + QStringLiteral("/settings.lock"), LockWait::Long);
}

} // namespace backspool::engine
