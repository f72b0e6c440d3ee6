#include "backup/command_runner.h"
#include "process/child_process.h"

#include <poll.h>

#include <array>

extern char **environ;

namespace backspool::engine {

namespace {

using Clock = std::chrono::steady_clock;

/// How often the wish to stop is looked at.
constexpr std::chrono::milliseconds kTick{100};
/// pipe(7): what it said before its end is in so much.
constexpr int kPipeSize = 64 * 1024;
constexpr std::array<QByteArrayView, 3> kOwn = {"NOTIFY_SOCKET=", "WATCHDOG_PID=", "WATCHDOG_USEC="};

std::vector<QByteArray> environmentWith(const std::vector<QByteArray> &variables)
{
    std::vector<QByteArray> all;
    for (char **variable = environ; *variable; ++variable) {
        const QByteArrayView text(*variable);
        if (std::ranges::none_of(kOwn, [&](QByteArrayView own) { return text.startsWith(own); }))
            all.push_back(text.toByteArray());
    }
    all.insert(all.end(), variables.begin(), variables.end());
    return all;
}

/// Takes what is there, and keeps the end of it; false at the end.
bool take(int pipe, QByteArray &output)
{
    std::array<char, kKeptOutput> buffer;
    const auto got = ::read(pipe, buffer.data(), buffer.size());
    if (got < 0)
        return errno == EINTR || errno == EAGAIN;
    output.append(buffer.data(), qsizetype(got));
    if (output.size() > kKeptOutput)
        output.remove(0, output.size() - kKeptOutput);
    return got > 0;
}

Status hear(ChildProcess &process, int pipe, Clock::time_point end, const CancelToken &cancel, QByteArray &output)
{
    std::array<pollfd, 2> ready{pollfd{pipe, POLLIN, 0}, pollfd{process.handle(), POLLIN, 0}};
    for (int readsAfterEnd = 0;;) {
        TRY(cancel.check());
        if (Clock::now() >= end)
            return fail(ErrorKind::Busy, QStringLiteral("it took too long, and was ended (policy: "
                                                        "commands.timeout_seconds)"));
        ready[0].revents = ready[1].revents = 0;
        if (::poll(ready.data(), ready.size(), int(kTick.count())) <= 0)
            continue;
        const bool hasMore = ready[0].revents != 0;
        if (hasMore && !take(pipe, output))
            ready[0].fd = -1;
        // What it started and left behind may keep the pipe, and go on saying things: its own end counts.
        if (ready[1].revents == 0 || (hasMore && ++readsAfterEnd <= kPipeSize / kKeptOutput))
            continue;
        if (const auto status = process.wait(std::chrono::milliseconds::zero())) {
            const QString reason = failureOf(*status);
            return reason.isEmpty() ? Status() : fail(ErrorKind::Io, reason);
        }
    }
}

} // namespace

CommandOutcome runCommand(const policy::CommandPolicy::Arguments &command, const std::vector<QByteArray> &variables,
                          std::chrono::milliseconds time, const CancelToken &cancel)
{
    CommandOutcome outcome;
    auto pipe = Pipe::make();
    if (!pipe)
        return {fail(pipe.error()), {}};
    const auto process = ChildProcess::start(
        command.front(), command,
        {.environment = environmentWith(variables), .output = pipe->write.get(), .complaints = pipe->write.get()});
    if (!process)
        return {fail(process.error()), {}};
    pipe->write.reset();
    outcome.status = hear(**process, pipe->read.get(), Clock::now() + time, cancel, outcome.output);
    return outcome;
}

} // namespace backspool::engine
