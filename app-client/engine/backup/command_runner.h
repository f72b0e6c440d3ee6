#pragma once
/// Runs a command that somebody trusted has named, and hears what it says.
#include "core/cancel_token.h"
#include "policy/policy.h"

#include <chrono>

namespace backspool::engine {

struct CommandOutcome
{
    Status status;     ///< Errors: NotFound, Denied, Io (ended otherwise than with 0), Busy (took too long), Cancelled
    QByteArray output; ///< what it printed, both ways: the last kKeptOutput bytes
};

inline constexpr qsizetype kKeptOutput = 8 * 1024;

/// Blocks until it has ended or was killed. Its environment is this process's, without what is between that and its
/// service manager, and @p variables ("NAME=value"). REQUIRES: @p command is not empty.
CommandOutcome runCommand(const policy::CommandPolicy::Arguments &command, const std::vector<QByteArray> &variables,
                          std::chrono::milliseconds time, const CancelToken &cancel);

} // namespace backspool::engine
