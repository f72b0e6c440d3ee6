#include "core/file_descriptor.h"
#include "watch/open_writers.h"

#include <QList>

#include <dirent.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sys/stat.h>

#include <array>
#include <cctype>
#include <cerrno>
#include <memory>

namespace backspool::engine {

namespace {

struct CloseStream
{
    void operator()(DIR *stream) const { ::closedir(stream); }
};
using Stream = std::unique_ptr<DIR, CloseStream>;

Stream openStream(int folder, const char *name)
{
    const int file = ::openat(folder, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    Stream stream(file < 0 ? nullptr : ::fdopendir(file));
    if (!stream && file >= 0)
        ::close(file);
    return stream;
}

/// The process has ended meanwhile, or is the kernel's own.
bool isGone(int error)
{
    return error == ENOENT || error == ESRCH;
}

Result<QByteArray> contentOf(int folder, const char *name)
{
    const FileDescriptor file(::openat(folder, name, O_RDONLY | O_CLOEXEC));
    QByteArray content;
    std::array<char, 32'768> buffer{};
    ssize_t size = file.isOpen() ? 0 : -1;
    while (file.isOpen() && (size = ::read(file.get(), buffer.data(), buffer.size())) > 0)
        content.append(buffer.data(), size);
    if (size < 0)
        return fail(systemError(errno, QStringLiteral("cannot read it")));
    return content;
}

/// We have the right to look at every process. Some let nobody look all the same (a security module, the system's first
/// process in a container): these are beyond the log.
bool maySeeAll()
{
    const auto status = contentOf(AT_FDCWD, "/proc/self/status").value_or(QByteArray());
    constexpr QByteArrayView kRights("CapEff:\t");
    const auto at = status.indexOf(kRights);
    return at >= 0 && (status.mid(at + kRights.size(), 16).toULongLong(nullptr, 16) >> CAP_SYS_PTRACE & 1);
}

/// @p process could not be looked at.
Status unseen(const char *process, int error)
{
    if (isGone(error) || maySeeAll())
        return {};
    return fail(systemError(
        error, QStringLiteral("cannot see which files process %1 writes to").arg(QLatin1StringView(process))));
}

/// @p path is where a file with the number of @p status is seen from here; else it is known by the number.
void note(const QByteArray &path, const struct stat &status, std::set<QByteArray> &paths, std::set<uint64_t> &inodes,
          std::set<std::pair<uint64_t, uint64_t>> &files)
{
    if (!S_ISREG(status.st_mode) || status.st_nlink == 0)
        return;
    files.emplace(status.st_dev, status.st_ino);
    struct stat here{};
    if (::lstat(path.constData(), &here) == 0 && here.st_ino == status.st_ino && here.st_dev == status.st_dev)
        paths.insert(path);
    else
        inodes.insert(status.st_ino);
}

QByteArray targetOf(int folder, const char *name)
{
    std::array<char, 4'096> target{};
    const auto size = ::readlinkat(folder, name, target.data(), target.size());
    return size > 0 ? QByteArray(target.data(), size) : QByteArray();
}

Status lookAtDescriptors(int process, const char *number, OpenWriters &writers)
{
    const auto stream = openStream(process, "fd");
    if (!stream)
        return unseen(number, errno);
    const int folder = ::dirfd(stream.get());
    while (const dirent *entry = ::readdir(stream.get())) {
        const char *name = entry->d_name;
        struct stat status{};
        // The link's own permissions say how the file was opened.
        if (!std::isdigit(static_cast<unsigned char>(*name)) ||
            ::fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0 || !(status.st_mode & S_IWUSR))
            continue;
        const auto path = targetOf(folder, name);
        if (path.startsWith('/') && !path.startsWith("/dev/") && ::fstatat(folder, name, &status, 0) == 0)
            note(path, status, writers.open, writers.openInodes, writers.files);
    }
    return {};
}

void noteMapped(const QByteArray &path, OpenWriters &writers)
{
    writers.mapped.insert(path);
    struct stat status{};
    if (::stat(path.constData(), &status) == 0)
        writers.mappedFiles.emplace(status.st_dev, status.st_ino);
}

/// A line is "begin-end rw-s offset major:minor inode   path".
void noteMapping(int process, QByteArrayView line, OpenWriters &writers)
{
    const auto blank = line.indexOf(' ');
    const auto slash = line.indexOf('/');
    if (blank < 0 || slash < 0 || line.size() < blank + 5 || line[blank + 2] != 'w' || line[blank + 4] != 's')
        return;
    struct stat status{};
    const auto range = "map_files/" + line.first(blank).toByteArray();
    auto path = line.sliced(slash).toByteArray();
    path.replace("\\012", "\n");
    if (::fstatat(process, range.constData(), &status, 0) == 0)
        note(path, status, writers.mapped, writers.mappedInodes, writers.mappedFiles);
    else
        noteMapped(path, writers);
}

Status lookAtMappings(int process, const char *number, OpenWriters &writers)
{
    errno = 0;
    const auto maps = contentOf(process, "maps");
    if (!maps)
        return unseen(number, errno);
    for (qsizetype begin = 0; begin < maps->size();) {
        auto end = maps->indexOf('\n', begin);
        if (end < 0)
            end = maps->size();
        noteMapping(process, QByteArrayView(*maps).sliced(begin, end - begin), writers);
        begin = end + 1;
    }
    return {};
}

/// The kernel writes to these itself.
void lookAtLoopDevices(OpenWriters &writers)
{
    const auto stream = openStream(AT_FDCWD, "/sys/block");
    while (const dirent *entry = stream ? ::readdir(stream.get()) : nullptr) {
        const QByteArray name(static_cast<const char *>(entry->d_name));
        if (!name.startsWith("loop"))
            continue;
        const FileDescriptor device(::openat(::dirfd(stream.get()), name.constData(), O_RDONLY | O_CLOEXEC));
        if (const auto path = contentOf(device.get(), "loop/backing_file"); path && path->endsWith('\n'))
            noteMapped(path->chopped(1), writers);
    }
}

} // namespace

Result<OpenWriters> findOpenWriters()
{
    OpenWriters writers;
    const auto stream = openStream(AT_FDCWD, "/proc");
    if (!stream)
        return fail(systemError(errno, QStringLiteral("cannot list the processes")));
    while (const dirent *entry = ::readdir(stream.get())) {
        const char *number = entry->d_name;
        if (!std::isdigit(static_cast<unsigned char>(*number)))
            continue;
        const FileDescriptor process(::openat(::dirfd(stream.get()), number, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (!process.isOpen())
            continue; // ended
        TRY(lookAtMappings(process.get(), number, writers));
        TRY(lookAtDescriptors(process.get(), number, writers));
    }
    lookAtLoopDevices(writers);
    return writers;
}

} // namespace backspool::engine
