#pragma once
/// Gathers the system information of this computer: asks the tools and files of the table (probe.h) one after the
/// other.
///
/// Only reads, and starts only commands that only read. What this user may not ask is missing, with the reason.
#include "system-info/system_information.h"
#include "system-info/tool_runner.h"

namespace backspool::engine {

struct GatherOptions
{
    ToolOptions tools{.folders = ToolRunner::systemFolders()};
    QByteArray root;                        ///< before the paths of files; for tests
    std::chrono::milliseconds time{60'000}; ///< for everything: a backup waits for no disk that does not answer
};

/// Blocks. A tool that is not there, fails or hangs is a part that is missing. Errors: Cancelled.
Result<SystemInformation> gatherSystemInformation(const GatherOptions &options, const CancelToken &cancel);

} // namespace backspool::engine
