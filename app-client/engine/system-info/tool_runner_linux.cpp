#include "process/child_process.h"
#include "system-info/tool_runner.h"

#include <QByteArrayList>

#include <poll.h>

#include <array>
#include <cerrno>

namespace backspool::engine {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// How often the wish to stop is looked at.
constexpr milliseconds kTick{100};
/// Of what it complains: enough for the reason.
constexpr qsizetype kMaxComplaint = 64 * 1024;
constexpr qsizetype kShownComplaint = 300;

/// Takes what is there; false at the end.
bool take(int pipe, QByteArray &into, qsizetype limit)
{
    std::array<char, 16 * 1024> buffer;
    const auto got = ::read(pipe, buffer.data(), buffer.size());
    if (got < 0)
        return errno == EINTR || errno == EAGAIN;
    into.append(buffer.data(), std::min(qsizetype(got), limit - into.size()));
    return got > 0;
}

Result<QByteArray> outcome(int status, QByteArray output, const QByteArray &complaints)
{
    QString reason = failureOf(status);
    if (reason.isEmpty())
        return output;
    const auto words = QString::fromUtf8(complaints).section(QLatin1Char('\n'), 0, 0, QString::SectionSkipEmpty);
    if (!words.isEmpty())
        reason += QStringLiteral(": ") + words.left(kShownComplaint).trimmed();
    return fail(ErrorKind::Io, reason);
}

} // namespace

std::vector<QByteArray> ToolRunner::systemFolders()
{
    return {"/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"};
}

QByteArray ToolRunner::find(const QByteArray &tool) const
{
    for (const auto &folder : options_.folders) {
        if (const QByteArray path = folder + '/' + tool; ::access(path.constData(), X_OK) == 0)
            return path;
    }
    return {};
}

Result<QByteArray> ToolRunner::run(const std::vector<QByteArray> &command) const
{
    const auto program = find(command.front());
    if (program.isEmpty())
        return fail(ErrorKind::NotFound, QStringLiteral("%1 is not installed").arg(QString::fromUtf8(command.front())));
    const auto end = std::min(deadline_, Clock::now() + options_.time);
    if (Clock::now() >= end)
        return fail(ErrorKind::Busy, QStringLiteral("no time was left for it"));

    auto output = TRY(Pipe::make());
    auto complaints = TRY(Pipe::make());
    const QByteArray path = "PATH=" + QByteArrayList(options_.folders.begin(), options_.folders.end()).join(':');
    // The words of the C locale are the same everywhere. LVM complains about pipes that it did not open.
    const ChildOptions options{.environment = {path, "LC_ALL=C", "LVM_SUPPRESS_FD_WARNINGS=1"},
                               .output = output.write.get(),
                               .complaints = complaints.write.get()};
    const auto tool = TRY(ChildProcess::start(program, command, options));
    output.write.reset();
    complaints.write.reset();

    QByteArray said, complained;
    std::array<pollfd, 3> ready{pollfd{output.read.get(), POLLIN, 0}, pollfd{complaints.read.get(), POLLIN, 0},
                                pollfd{tool->handle(), POLLIN, 0}};
    // It has ended when both pipes have: what it started and left behind may keep them, and then its own end counts.
    while (ready[0].fd >= 0 || ready[1].fd >= 0) {
        TRY(cancel_.check());
        if (Clock::now() >= end)
            return fail(ErrorKind::Busy, QStringLiteral("it took too long"));
        if (said.size() > options_.output)
            return fail(ErrorKind::Invalid, QStringLiteral("it printed more than %1 bytes").arg(options_.output));
        if (::poll(ready.data(), ready.size(), int(kTick.count())) <= 0)
            continue;
        const bool hasMore = (ready[0].revents | ready[1].revents) != 0;
        if (ready[0].revents != 0 && !take(ready[0].fd, said, options_.output + 1))
            ready[0].fd = -1;
        if (ready[1].revents != 0 && !take(ready[1].fd, complained, kMaxComplaint))
            ready[1].fd = -1;
        if (!hasMore && ready[2].revents != 0)
            break;
    }
    for (;;) {
        if (const auto status = tool->wait(kTick))
            return outcome(*status, std::move(said), complained);
        TRY(cancel_.check());
        if (Clock::now() >= end)
            return fail(ErrorKind::Busy, QStringLiteral("it took too long"));
    }
}

} // namespace backspool::engine
