#include "core/file_descriptor.h"
#include "watch/file_places.h"
#include "watch/open_writers.h"
#include "watch/writable_mappings.h"

#include <QList>

#include <dirent.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sys/stat.h>

#include <array>
#include <cctype>
#include <cerrno>
#include <cstring>
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

class Search
{
public:
    Status lookAtProcess(int process, const char *number);
    void lookAtLoopDevices();
    OpenWriters takeWriters() { return std::move(writers_); }

private:
    Result<bool> lookAtMappings(int process, const char *number);
    Status lookAtDescriptors(int process, const char *number);
    Status lookAtOtherThreads(int process, const char *number);
    using Files = std::set<std::pair<uint64_t, uint64_t>>;
    void note(const QByteArray &path, int folder, const char *link, std::set<QByteArray> &paths,
              std::set<uint64_t> &inodes, Files &files);
    void noteMapped(const QByteArray &path);

    OpenWriters writers_;
    FilePlaces places_;
};

/// The file behind the link @p link of @p folder, which is at @p path for its process: where it is seen from here; else
/// it is known by its number.
void Search::note(const QByteArray &path, int folder, const char *link, std::set<QByteArray> &paths,
                  std::set<uint64_t> &inodes, Files &files)
{
    struct stat status{}, here{};
    if (::fstatat(folder, link, &status, 0) != 0 || !S_ISREG(status.st_mode) || status.st_nlink == 0)
        return;
    files.emplace(status.st_dev, status.st_ino);
    if (::lstat(path.constData(), &here) == 0 && here.st_ino == status.st_ino && here.st_dev == status.st_dev) {
        paths.insert(path);
        return;
    }
    if (const auto place = places_.placeOf(folder, link, status); !place.isEmpty())
        paths.insert(place);
    else
        inodes.insert(status.st_ino);
}

QByteArray targetOf(int folder, const char *name)
{
    std::array<char, 4'096> target{};
    const auto size = ::readlinkat(folder, name, target.data(), target.size());
    return size > 0 ? QByteArray(target.data(), size) : QByteArray();
}

Status Search::lookAtDescriptors(int process, const char *number)
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
        if (path.startsWith('/') && !path.startsWith("/dev/"))
            note(path, folder, name, writers_.open, writers_.openInodes, writers_.files);
    }
    return {};
}

void Search::noteMapped(const QByteArray &path)
{
    writers_.mapped.insert(path);
    struct stat status{};
    if (::stat(path.constData(), &status) == 0)
        writers_.mappedFiles.emplace(status.st_dev, status.st_ino);
}

/// False: it has no memory.
Result<bool> Search::lookAtMappings(int process, const char *number)
{
    const auto mappings = writableMappingsOf(process);
    if (!mappings) {
        TRY(unseen(number, mappings.error()));
        return mappings.error() != ESRCH;
    }
    for (const auto &mapping : *mappings) {
        struct stat status{};
        const auto link = "map_files/" + mapping.range;
        if (::fstatat(process, link.constData(), &status, 0) == 0)
            note(mapping.path, process, link.constData(), writers_.mapped, writers_.mappedInodes, writers_.mappedFiles);
        else if (mapping.path.startsWith('/'))
            noteMapped(mapping.path);
        else
            writers_.mappedInodes.insert(mapping.inode);
    }
    return true;
}

/// A process whose first thread has ended is seen by its others. (The kernel's own have none.)
Status Search::lookAtOtherThreads(int process, const char *number)
{
    const auto stream = openStream(process, "task");
    while (const dirent *entry = stream ? ::readdir(stream.get()) : nullptr) {
        const char *name = entry->d_name;
        if (!std::isdigit(static_cast<unsigned char>(*name)) || std::strcmp(name, number) == 0)
            continue;
        const FileDescriptor thread(::openat(::dirfd(stream.get()), name, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (!thread.isOpen() || !TRY(lookAtMappings(thread.get(), number)))
            continue;
        return lookAtDescriptors(thread.get(), number);
    }
    return {};
}

Status Search::lookAtProcess(int process, const char *number)
{
    if (!TRY(lookAtMappings(process, number)))
        return lookAtOtherThreads(process, number);
    return lookAtDescriptors(process, number);
}

/// The kernel writes to these itself.
void Search::lookAtLoopDevices()
{
    const auto stream = openStream(AT_FDCWD, "/sys/block");
    while (const dirent *entry = stream ? ::readdir(stream.get()) : nullptr) {
        const QByteArray name(static_cast<const char *>(entry->d_name));
        if (!name.startsWith("loop"))
            continue;
        const FileDescriptor device(::openat(::dirfd(stream.get()), name.constData(), O_RDONLY | O_CLOEXEC));
        if (const auto path = contentOf(device.get(), "loop/backing_file"); path && path->endsWith('\n'))
            noteMapped(path->chopped(1));
    }
}

} // namespace

Result<OpenWriters> findOpenWriters()
{
    Search search;
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
        TRY(search.lookAtProcess(process.get(), number));
    }
    search.lookAtLoopDevices();
    return search.takeWriters();
}

} // namespace backspool::engine
