#pragma once
/// Runs the system's own tools for what they print.
///
/// Without a shell, with nothing of this process's environment and files, nothing to read on its input, in a session of
/// its own, so that a tool that takes too long is ended with all that it started. One that even then does not end (its
/// disk does not answer) is left behind: nothing waits for it.
#include "core/cancel_token.h"
#include "core/units.h"

#include <chrono>
#include <vector>

namespace backspool::engine {

struct ToolOptions
{
    std::vector<QByteArray> folders; ///< where tools are looked for, in this order
    std::chrono::milliseconds time{10'000};
    ByteCount output = 4_MiB;
};

class ToolRunner
{
public:
    /// The folders in which an administrator's tools are. Never $PATH: who sets that would choose what root runs.
    static std::vector<QByteArray> systemFolders();

    /// Nothing runs on after @p deadline. The token outlives the runner.
    ToolRunner(ToolOptions options, std::chrono::steady_clock::time_point deadline, const CancelToken &cancel)
        : options_(std::move(options)), deadline_(deadline), cancel_(cancel)
    {
    }

    bool isInstalled(const QByteArray &tool) const { return !find(tool).isEmpty(); }
    /// What @p command (the tool's name, then its arguments) prints. Blocks.
    /// Errors: NotFound (not installed), Io (cannot be started; ended with another code than 0: with its own words),
    /// Busy (took too long), Invalid (printed too much), Cancelled.
    Result<QByteArray> run(const std::vector<QByteArray> &command) const;

private:
    QByteArray find(const QByteArray &tool) const;

    const ToolOptions options_;
    const std::chrono::steady_clock::time_point deadline_;
    const CancelToken &cancel_;
};

} // namespace backspool::engine
