#include "core/logging.h"
#include "process/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <csignal>

namespace backspool::engine {

namespace {

using std::chrono::milliseconds;

/// For a killed program to be gone.
constexpr milliseconds kKillTime{1'000};

/// What posix_spawn() wants to know; freed at the end.
class Spawn
{
public:
    explicit Spawn(const ChildOptions &options)
    {
        ::posix_spawn_file_actions_init(&actions_);
        ::posix_spawnattr_init(&attributes_);
        if (options.input >= 0)
            ::posix_spawn_file_actions_adddup2(&actions_, options.input, 0);
        else
            ::posix_spawn_file_actions_addopen(&actions_, 0, "/dev/null", O_RDONLY, 0);
        ::posix_spawn_file_actions_adddup2(&actions_, options.output, 1);
        ::posix_spawn_file_actions_adddup2(&actions_, options.complaints, 2);
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

    const posix_spawn_file_actions_t *actions() const { return &actions_; }
    const posix_spawnattr_t *attributes() const { return &attributes_; }

private:
    posix_spawn_file_actions_t actions_{};
    posix_spawnattr_t attributes_{};
};

/// As exec() wants them. @p texts outlive it.
std::vector<char *> pointersTo(const std::vector<QByteArray> &texts)
{
    std::vector<char *> pointers;
    for (const auto &text : texts)
        pointers.push_back(const_cast<char *>(text.constData()));
    pointers.push_back(nullptr);
    return pointers;
}

} // namespace

Result<Pipe> Pipe::make()
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return fail(systemError(errno, QStringLiteral("making a pipe")));
    return Pipe{FileDescriptor(ends[0]), FileDescriptor(ends[1])};
}

ChildProcess::ChildProcess(pid_t process) : process_(process), handle_(int(::syscall(SYS_pidfd_open, process, 0))) {}

Result<std::unique_ptr<ChildProcess>>
ChildProcess::start(const QByteArray &program, const std::vector<QByteArray> &arguments, const ChildOptions &options)
{
    const Spawn spawn(options);
    pid_t process = -1;
    const int error = ::posix_spawn(&process, program.constData(), spawn.actions(), spawn.attributes(),
                                    pointersTo(arguments).data(), pointersTo(options.environment).data());
    if (error != 0)
        return fail(systemError(error, QStringLiteral("%1 cannot be started").arg(QString::fromUtf8(program))));
    return std::unique_ptr<ChildProcess>(new ChildProcess(process));
}

ChildProcess::~ChildProcess()
{
    if (status_)
        return;
    ::kill(-process_, SIGKILL); // with what it has started
    // One that has become another user takes CAP_KILL.
    if (::kill(process_, SIGKILL) != 0)
        qCWarning(logEngine).noquote()
            << systemError(errno, QStringLiteral("process %1 cannot be ended").arg(process_)).text();
    wait(kKillTime);
}

std::optional<int> ChildProcess::wait(milliseconds time)
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

QString failureOf(int status)
{
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return {};
    return WIFEXITED(status) ? QStringLiteral("it ended with code %1").arg(WEXITSTATUS(status))
                             : QStringLiteral("it was ended by signal %1").arg(WTERMSIG(status));
}

} // namespace backspool::engine
