#include "active/guard/descriptor_message.h"
#include "active/guard/guard_process.h"
#include "core/logging.h"

#include <QCoreApplication>
#include <QFile>

#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>

namespace backspool::engine {

namespace {

using guard::Reply;
using guard::Request;

QString guardProgram()
{
    const QString folder = QCoreApplication::applicationDirPath();
    const QString beside = folder + QStringLiteral("/backspool-guard");
    return QFile::exists(beside) ? beside : folder + QStringLiteral("/../libexec/backspool/backspool-guard");
}

std::unexpected<Error> guardIsGone()
{
    return fail(ErrorKind::Busy, QStringLiteral("backspool-guard, which puts aside what is overwritten, has ended"));
}

} // namespace

std::unexpected<Error> cannotGuard(int number)
{
    switch (number) {
    case EPERM:
    case EACCES:
    case EINVAL:
    case EOPNOTSUPP:
    case ENODEV:
    case ENOSYS:
    case EXDEV:
        return fail(ErrorKind::Unsupported, QStringLiteral("the kernel does not hold its writers up"));
    default:
        return fail(systemError(number, QStringLiteral("what is overwritten of it cannot be put aside")));
    }
}

GuardProcess::GuardProcess(std::chrono::milliseconds bound, QString program)
    : program_(program.isEmpty() ? guardProgram() : std::move(program)), bound_(bound)
{
}

GuardProcess::~GuardProcess()
{
    stop();
}

pid_t GuardProcess::id() const
{
    const std::lock_guard lock(mutex_);
    return process_;
}

void GuardProcess::setBound(std::chrono::milliseconds bound)
{
    const std::lock_guard lock(mutex_);
    if (std::exchange(bound_, bound) != bound)
        stop();
}

Result<int> GuardProcess::start()
{
    const std::lock_guard lock(mutex_);
    if (isRefused_ || bound_.count() == 0)
        return cannotGuard(EPERM);
    if (socket_.isOpen())
        return generation_;
    int ends[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return cannotGuard(errno);
    FileDescriptor ours(ends[0]), theirs(ends[1]);
    const timeval patience{.tv_sec = 2 + bound_.count() / 500, .tv_usec = 0};
    ::setsockopt(ours.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);

    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawnattr_init(&attributes);
    ::posix_spawn_file_actions_adddup2(&actions, theirs.get(), guard::kSocket);
    // A session of its own: what stops this one from a terminal does not stop it.
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK);
    sigset_t none;
    ::sigemptyset(&none);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    QByteArray program = QFile::encodeName(program_), bound = QByteArray::number(qint64(bound_.count()));
    std::array<char *, 3> arguments{program.data(), bound.data(), nullptr};
    const int failed = ::posix_spawn(&process_, program.constData(), &actions, &attributes, arguments.data(), environ);
    ::posix_spawnattr_destroy(&attributes);
    ::posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) {
        process_ = 0;
        isRefused_ = true;
        qCWarning(logEngine).noquote() << "files that are written to during their backup are not guarded:"
                                       << systemError(failed, QStringLiteral("cannot start %1").arg(program_)).text();
        return cannotGuard(EPERM);
    }
    socket_ = std::move(ours);
    ++generation_;
    theirs.reset();
    Reply first; // it is there, and the kernel lets it
    std::vector<FileDescriptor> nothing;
    if (guard::receiveMessage(socket_.get(), first, nothing) && first.error == 0)
        return generation_;
    isRefused_ = true;
    stop();
    return cannotGuard(EPERM);
}

/// REQUIRES: mutex_ is held, or nobody else is there. The kernel lets all go who wait.
void GuardProcess::stop()
{
    socket_.reset();
    if (process_ <= 0)
        return;
    // Its own session, which it leads: the one that answers and the one that watches over it.
    ::kill(-process_, SIGKILL);
    ::kill(process_, SIGKILL);
    while (::waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
    }
    process_ = 0;
}

Result<Reply> GuardProcess::converse(int generation, const Request &request, std::span<const int> descriptors,
                                     FileDescriptor &file)
{
    const std::lock_guard lock(mutex_);
    if (!socket_.isOpen() || generation != generation_)
        return guardIsGone();
    Reply reply;
    std::vector<FileDescriptor> files;
    if (!guard::sendMessage(socket_.get(), request, descriptors) ||
        !guard::receiveMessage(socket_.get(), reply, files)) {
        stop();
        return guardIsGone();
    }
    if (!files.empty())
        file = std::move(files.front());
    return reply;
}

Result<Reply> GuardProcess::ask(int generation, const Request &request, std::span<const int> descriptors)
{
    FileDescriptor none;
    return converse(generation, request, descriptors, none);
}

Result<FileDescriptor> GuardProcess::askForFile(int generation, const Request &request)
{
    FileDescriptor file;
    TRY(converse(generation, request, {}, file));
    return file;
}

} // namespace backspool::engine
