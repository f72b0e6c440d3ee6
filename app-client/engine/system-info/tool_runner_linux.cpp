#include "core/file_descriptor.h"
#include "system-info/tool_runner.h"

#include <QByteArrayList>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <optional>

namespace backspool::engine {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// How often the wish to stop is looked at.
constexpr milliseconds kTick{100};
/// For a killed tool to be gone.
constexpr milliseconds kKillTime{1'000};
/// Of what it complains: enough for the reason.
constexpr qsizetype kMaxComplaint = 64 * 1024;
constexpr qsizetype kShownComplaint = 300;

struct Pipe
{
    FileDescriptor read, write;

    static Result<Pipe> make()
    {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0)
            return fail(systemError(errno, QStringLiteral("making a pipe")));
        return Pipe{FileDescriptor(ends[0]), FileDescriptor(ends[1])};
    }
};

/// The description of a process to be started; freed at the end.
class Spawn
{
public:
    Spawn(int output, int complaints)
    {
        ::posix_spawn_file_actions_init(&actions_);
        ::posix_spawnattr_init(&attributes_);
        ::posix_spawn_file_actions_addopen(&actions_, 0, "/dev/null", O_RDONLY, 0);
        ::posix_spawn_file_actions_adddup2(&actions_, output, 1);
        ::posix_spawn_file_actions_adddup2(&actions_, complaints, 2);
        ::posix_spawn_file_actions_addclosefrom_np(&actions_, 3);
        ::posix_spawn_file_actions_addchdir_np(&actions_, "/");
        sigset_t signals;
        sigfillset(&signals);
        ::posix_spawnattr_setsigdefault(&attributes_, &signals);
        sigemptyset(&signals);
        ::posix_spawnattr_setsigmask(&attributes_, &signals);
        ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    }
    ~Spawn()
    {
        ::posix_spawn_file_actions_destroy(&actions_);
        ::posix_spawnattr_destroy(&attributes_);
    }
    Spawn(const Spawn &) = delete;
    Spawn &operator=(const Spawn &) = delete;

    Result<pid_t> start(const QByteArray &program, const std::vector<QByteArray> &command, const QByteArray &path) const
    {
        std::vector<char *> arguments;
        for (const auto &argument : command)
            arguments.push_back(const_cast<char *>(argument.constData()));
        arguments.push_back(nullptr);
        // The words of the C locale are the same everywhere. LVM complains about pipes that it did not open.
        const std::array<QByteArray, 3> variables = {path, "LC_ALL=C", "LVM_SUPPRESS_FD_WARNINGS=1"};
        std::array<char *, 4> environment{};
        for (size_t i = 0; i < variables.size(); ++i)
            environment[i] = const_cast<char *>(variables[i].constData());
        pid_t process = -1;
        const int error =
            ::posix_spawn(&process, program.constData(), &actions_, &attributes_, arguments.data(), environment.data());
        if (error != 0)
            return fail(systemError(error, QStringLiteral("%1 cannot be started").arg(QString::fromUtf8(program))));
        return process;
    }

private:
    posix_spawn_file_actions_t actions_{};
    posix_spawnattr_t attributes_{};
};

/// A running tool; killed with its descendants where it is not done at the end.
class Running
{
public:
    explicit Running(pid_t process) : process_(process), handle_(int(::syscall(SYS_pidfd_open, process, 0))) {}
    ~Running()
    {
        if (status_)
            return;
        ::kill(-process_, SIGKILL);
        ::kill(process_, SIGKILL);
        wait(kKillTime);
    }
    Running(const Running &) = delete;
    Running &operator=(const Running &) = delete;

    int handle() const { return handle_.get(); }
    /// Its status for waitpid(), once it has ended.
    std::optional<int> wait(milliseconds time)
    {
        if (status_)
            return status_;
        pollfd ended{handle_.get(), POLLIN, 0};
        ::poll(&ended, 1, int(time.count()));
        int status = 0;
        if (::waitpid(process_, &status, WNOHANG) == process_)
            status_ = status;
        return status_;
    }

private:
    const pid_t process_;
    const FileDescriptor handle_;
    std::optional<int> status_;
};

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
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return output;
    const auto words = QString::fromUtf8(complaints).section(QLatin1Char('\n'), 0, 0, QString::SectionSkipEmpty);
    QString reason = WIFEXITED(status) ? QStringLiteral("it ended with code %1").arg(WEXITSTATUS(status))
                                       : QStringLiteral("it was ended by signal %1").arg(WTERMSIG(status));
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
    Running tool(TRY(Spawn(output.write.get(), complaints.write.get()).start(program, command, path)));
    output.write.reset();
    complaints.write.reset();

    QByteArray said, complained;
    std::array<pollfd, 3> ready{pollfd{output.read.get(), POLLIN, 0}, pollfd{complaints.read.get(), POLLIN, 0},
                                pollfd{tool.handle(), POLLIN, 0}};
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
        if (const auto status = tool.wait(kTick))
            return outcome(*status, std::move(said), complained);
        TRY(cancel_.check());
        if (Clock::now() >= end)
            return fail(ErrorKind::Busy, QStringLiteral("it took too long"));
    }
}

} // namespace backspool::engine
