#include "files/open_file.h"
#include "format/directory_entry.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>

namespace backspool::engine {

namespace {

Result<FileDescriptor> openAt(int folder, const QByteArray &name, int flags)
{
    flags |= O_RDONLY | O_NOFOLLOW | O_CLOEXEC;
    // O_NOATIME is the owner's and root's right only.
    FileDescriptor file(::openat(folder, name.constData(), flags | O_NOATIME));
    if (!file.isOpen() && errno == EPERM)
        file = FileDescriptor(::openat(folder, name.constData(), flags));
    if (!file.isOpen())
        return fail(systemError(errno, QStringLiteral("cannot open it")));
    return file;
}

} // namespace

Result<FileDescriptor> openFolderAt(int parent, const QByteArray &name)
{
    return openAt(parent, name, O_DIRECTORY);
}

Result<FileDescriptor> openFileAt(int folder, const QByteArray &name)
{
    return openAt(folder, name, O_NONBLOCK);
}

Result<FileDescriptor> openToLookAt(int folder, const QByteArray &name)
{
    FileDescriptor file(::openat(folder, name.constData(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
    if (!file.isOpen())
        return fail(systemError(errno, QStringLiteral("cannot look at it")));
    return file;
}

Result<FileDescriptor> openRootFolder()
{
    return openAt(AT_FDCWD, QByteArrayLiteral("/"), O_DIRECTORY);
}

Result<QByteArray> readLinkAt(int folder, const QByteArray &name)
{
    QByteArray target(256, Qt::Uninitialized);
    for (;;) {
        const ssize_t size = ::readlinkat(folder, name.constData(), target.data(), size_t(target.size()));
        if (size < 0)
            return fail(systemError(errno, QStringLiteral("cannot read the link")));
        if (size < target.size()) {
            target.truncate(size);
            return target;
        }
        if (target.size() >= format::kMaxLinkTargetSize)
            return fail(ErrorKind::Unsupported, QStringLiteral("the link's target is too long"));
        target.resize(target.size() * 4);
    }
}

void raiseOpenFileLimit()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
}

} // namespace backspool::engine
