#include "core/file_descriptor.h"
#include "core/logging.h"
#include "mount/fuse_mount.h"
#include "mount/fuse_operations.h"

#include <QFile>
#include <QStandardPaths>

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

namespace backspool::engine {

namespace {

/// In "mount" and in mountinfo.
constexpr char kName[] = "backspool";

bool isEmptyFolder(const QByteArray &folder)
{
    const std::unique_ptr<DIR, int (*)(DIR *)> open(::opendir(folder.constData()), ::closedir);
    int entries = 0;
    while (open && ::readdir(open.get()))
        ++entries;
    return entries <= 2;
}

Status checkFolder(const QByteArray &folder)
{
    const QString shown = QString::fromUtf8(folder);
    struct stat status{};
    if (::stat(folder.constData(), &status) != 0) {
        const int number = errno;
        if (number == ENOTCONN)
            return fail(
                ErrorKind::Invalid,
                QStringLiteral("At %1 something is still mounted whose program has ended: unmount it first, with "
                               "\"fusermount3 -u %1\".")
                    .arg(shown));
        return fail(systemError(number, QStringLiteral("Cannot mount at %1").arg(shown)));
    }
    if (!S_ISDIR(status.st_mode))
        return fail(ErrorKind::Invalid, QStringLiteral("Cannot mount at %1: it is no folder.").arg(shown));
    if (!isEmptyFolder(folder))
        return fail(ErrorKind::Invalid,
                    QStringLiteral("Cannot mount at %1: it is not empty. Name an empty folder.").arg(shown));
    return {};
}

/// What can be told in clearer words than libfuse has.
Status checkFuse(MountFor who)
{
    if (::access("/dev/fuse", F_OK) != 0)
        return fail(ErrorKind::Unsupported,
                    QStringLiteral("Cannot mount: this computer has no /dev/fuse. Load the kernel's module (\"modprobe "
                                   "fuse\"); in a container, its host must let it have the device."));
    if (::geteuid() == 0)
        return {};
    if (::access("/dev/fuse", R_OK | W_OK) != 0)
        return fail(ErrorKind::Denied,
                    QStringLiteral("Cannot mount: you may not open /dev/fuse. Root can let you, or mount for you."));
    if (QStandardPaths::findExecutable(QStringLiteral("fusermount3")).isEmpty())
        return fail(ErrorKind::Unsupported,
                    QStringLiteral("Cannot mount: fusermount3 is missing. Install the package fuse3."));
    if (who == MountFor::Owner)
        return {};
    QFile settings(QStringLiteral("/etc/fuse.conf"));
    if (settings.open(QIODevice::ReadOnly)) {
        for (const auto &line : settings.read(1_MiB).split('\n')) {
            if (line.trimmed() == "user_allow_other")
                return {};
        }
    }
    return fail(ErrorKind::Denied,
                QStringLiteral("Cannot mount for everyone: only root may, or who is let by a line \"user_allow_other\" "
                               "in /etc/fuse.conf."));
}

QByteArray optionsFor(MountFor who)
{
    QByteArray options = QByteArray("ro,nosuid,nodev,fsname=") + kName + ",subtype=" + kName;
    if (who == MountFor::Everyone)
        options += ",allow_other,default_permissions";
    return options;
}

struct FreeSession
{
    void operator()(fuse_session *session) const { fuse_session_destroy(session); }
};

/// What the kernel asks, as it was read.
struct Question : fuse_buf
{
    Question() : fuse_buf{} {}
    Question(const Question &) = delete;
    Question &operator=(const Question &) = delete;
    ~Question() { std::free(mem); }
};

} // namespace

struct FuseMount::Private
{
    Private(MountedPoints &points, MountFor who)
        : operations(std::make_unique<FuseOperations>(points, who == MountFor::Everyone)),
          stopping(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
    {
    }
    int timeToInterrupts() const
    {
        const auto due = operations->interrupts().nextDue();
        if (!due)
            return -1;
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(*due - std::chrono::steady_clock::now());
        return int(std::max<int64_t>(left.count(), 0));
    }

    std::unique_ptr<fuse_session, FreeSession> session; ///< ends after the operations, which answer
    std::unique_ptr<FuseOperations> operations;
    FileDescriptor stopping;
};

FuseMount::FuseMount(std::unique_ptr<Private> d) : d_(std::move(d)) {}

Result<std::unique_ptr<FuseMount>> FuseMount::mount(MountedPoints &points, const QByteArray &folder, MountFor who)
{
    TRY(checkFolder(folder));
    TRY(checkFuse(who));
    QByteArray program = kName, flag = "-o", options = optionsFor(who);
    std::array<char *, 4> words = {program.data(), flag.data(), options.data(), nullptr};
    fuse_args arguments = FUSE_ARGS_INIT(3, words.data());
    auto d = std::make_unique<Private>(points, who);
    d->session.reset(
        fuse_session_new(&arguments, &FuseOperations::table(), sizeof(fuse_lowlevel_ops), d->operations.get()));
    fuse_opt_free_args(&arguments);
    if (!d->session || fuse_session_mount(d->session.get(), folder.constData()) != 0)
        return fail(ErrorKind::Io,
                    QStringLiteral("Cannot mount at %1: the system refused it. Whoever is not root can mount only at a "
                                   "folder of their own.")
                        .arg(QString::fromUtf8(folder)));
    const int file = fuse_session_fd(d->session.get());
    if (::fcntl(file, F_SETFL, ::fcntl(file, F_GETFL) | O_NONBLOCK) != 0) {
        const int number = errno;
        fuse_session_unmount(d->session.get());
        return fail(systemError(number, QStringLiteral("Cannot talk to the kernel's FUSE")));
    }
    return std::unique_ptr<FuseMount>(new FuseMount(std::move(d)));
}

FuseMount::~FuseMount()
{
    fuse_session_exit(d_->session.get());
    d_->operations.reset(); // who answers is gone before the descriptor that they write to
    fuse_session_unmount(d_->session.get());
}

Status FuseMount::run()
{
    auto *session = d_->session.get();
    Question question;
    while (fuse_session_exited(session) == 0) {
        std::array<pollfd, 2> waited = {pollfd{fuse_session_fd(session), POLLIN, 0},
                                        pollfd{d_->stopping.get(), POLLIN, 0}};
        if (::poll(waited.data(), waited.size(), d_->timeToInterrupts()) < 0 && errno != EINTR)
            return fail(systemError(errno, QStringLiteral("waiting for the kernel's FUSE")));
        if (waited[1].revents != 0)
            return {};
        if (waited[0].revents != 0) {
            // 0: it was unmounted.
            const int size = fuse_session_receive_buf(session, &question);
            if (size < 0 && size != -EINTR && size != -EAGAIN)
                return fail(systemError(-size, QStringLiteral("reading what the kernel's FUSE asks")));
            if (size > 0)
                fuse_session_process_buf(session, &question);
        }
        d_->operations->interrupts().answerDue(std::chrono::steady_clock::now());
    }
    return {};
}

void FuseMount::stop()
{
    const uint64_t one = 1;
    if (::write(d_->stopping.get(), &one, sizeof one) != ssize_t(sizeof one))
        qCWarning(logEngine) << "The mount cannot be told to stop; fusermount3 -u unmounts it.";
}

} // namespace backspool::engine
