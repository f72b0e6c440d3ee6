#include "store/real_disk.h"

#include "core/file_descriptor.h"

#include <QFile>

#include <dirent.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include <cerrno>
#include <cstdio>

namespace backspool::store {

namespace {

std::unexpected<Error> failed(const char *doing, const QString &path)
{
    const int number = errno;
    return fail(systemError(number, QStringLiteral("%1 %2").arg(QLatin1StringView(doing), path)));
}

/// Repeats @p call as long as a signal interrupts it.
template <class Call> auto uninterrupted(Call call)
{
    auto result = call();
    while (result < 0 && errno == EINTR)
        result = call();
    return result;
}

Result<FileDescriptor> openAt(const QString &path, int flags, const char *doing)
{
    const auto bytes = QFile::encodeName(path);
    FileDescriptor file(
        uninterrupted([&] { return ::openat(AT_FDCWD, bytes.constData(), flags | O_CLOEXEC | O_NOCTTY, 0600); }));
    if (!file.isOpen())
        return failed(doing, path);
    return file;
}

QString parentOf(const QString &path)
{
    const auto slash = path.lastIndexOf(u'/');
    return slash <= 0 ? QStringLiteral("/") : path.left(slash);
}

/// Errors: NotFound (no such parent), Exists (something else is in the way).
Status makeIfMissing(const QString &path)
{
    const auto bytes = QFile::encodeName(path);
    struct stat status = {};
    if (::mkdir(bytes.constData(), 0700) == 0)
        return {};
    if (errno != EEXIST || ::stat(bytes.constData(), &status) != 0)
        return failed("making the folder", path);
    if (!S_ISDIR(status.st_mode))
        return fail(ErrorKind::Exists, QStringLiteral("%1 is in the way: it is not a folder").arg(path));
    return {};
}

class RealAppendFile final : public AppendFile
{
public:
    RealAppendFile(FileDescriptor file, QString path) : file_(std::move(file)), path_(std::move(path)) {}

    Status append(QByteArrayView bytes) override
    {
        while (!bytes.isEmpty()) {
            const auto written =
                uninterrupted([&] { return ::write(file_.get(), bytes.data(), size_t(bytes.size())); });
            if (written < 0)
                return failed("writing", path_);
            bytes = bytes.sliced(written);
            size_.fetch_add(written, std::memory_order_relaxed);
        }
        return {};
    }

    Status sync() override
    {
        if (uninterrupted([&] { return ::fdatasync(file_.get()); }) < 0)
            return failed("syncing", path_);
        return {};
    }

    ByteCount size() const override { return size_.load(std::memory_order_relaxed); }

private:
    FileDescriptor file_;
    QString path_;
    std::atomic<ByteCount> size_ = 0;
};

class RealByteSource final : public format::ByteSource
{
public:
    RealByteSource(FileDescriptor file, QString path) : file_(std::move(file)), path_(std::move(path)) {}

    uint64_t size() const override
    {
        struct stat status = {};
        return ::fstat(file_.get(), &status) == 0 ? uint64_t(status.st_size) : 0;
    }

    Result<QByteArray> read(uint64_t offset, qsizetype size) override
    {
        QByteArray bytes(size, Qt::Uninitialized);
        qsizetype done = 0;
        while (done < size) {
            const auto count = uninterrupted(
                [&] { return ::pread(file_.get(), bytes.data() + done, size_t(size - done), off_t(offset) + done); });
            if (count < 0)
                return failed("reading", path_);
            if (count == 0)
                return fail(ErrorKind::Damaged,
                            QStringLiteral("%1 ends before byte %2").arg(path_).arg(offset + uint64_t(size)));
            done += count;
        }
        return bytes;
    }

private:
    FileDescriptor file_;
    QString path_;
};

} // namespace

Result<std::unique_ptr<AppendFile>> RealDisk::create(const QString &path)
{
    auto file = TRY(openAt(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND, "making"));
    return std::make_unique<RealAppendFile>(std::move(file), path);
}

Result<std::shared_ptr<format::ByteSource>> RealDisk::openRead(const QString &path)
{
    auto file = TRY(openAt(path, O_RDONLY, "opening"));
    return std::make_shared<RealByteSource>(std::move(file), path);
}

Status RealDisk::rename(const QString &from, const QString &to)
{
    const auto source = QFile::encodeName(from);
    const auto target = QFile::encodeName(to);
    if (::renameat2(AT_FDCWD, source.constData(), AT_FDCWD, target.constData(), RENAME_NOREPLACE) == 0)
        return {};
    // Some file systems (NFS, older FUSE) know no RENAME_NOREPLACE; a second link never replaces either.
    if (errno == EINVAL || errno == ENOSYS) {
        if (::link(source.constData(), target.constData()) != 0)
            return failed("renaming to", to);
        if (::unlink(source.constData()) != 0)
            return failed("removing", from);
        return {};
    }
    return failed("renaming to", to);
}

Status RealDisk::remove(const QString &path)
{
    if (::unlink(QFile::encodeName(path).constData()) != 0)
        return failed("removing", path);
    return {};
}

Status RealDisk::makeFolder(const QString &path)
{
    auto made = makeIfMissing(path);
    if (!made && made.error().kind() == ErrorKind::NotFound && path != parentOf(path)) {
        TRY(makeFolder(parentOf(path)));
        made = makeIfMissing(path);
    }
    TRY(made);
    // Also when it was there: an earlier run may have made it and ended before this.
    return syncFolder(parentOf(path));
}

Status RealDisk::makeFolders(const QString &folder, const QStringList &names)
{
    for (const auto &name : names)
        TRY(makeIfMissing(folder + u'/' + name));
    return syncFolder(folder); // as in makeFolder()
}

Status RealDisk::syncFolder(const QString &path)
{
    const auto folder = TRY(openAt(path, O_RDONLY | O_DIRECTORY, "opening the folder"));
    if (uninterrupted([&] { return ::fsync(folder.get()); }) < 0)
        return failed("syncing the folder", path);
    return {};
}

Result<std::vector<FileInfo>> RealDisk::list(const QString &folder)
{
    auto descriptor = TRY(openAt(folder, O_RDONLY | O_DIRECTORY, "reading the folder"));
    struct Close
    {
        void operator()(DIR *stream) const { ::closedir(stream); }
    };
    const std::unique_ptr<DIR, Close> stream(::fdopendir(descriptor.get()));
    if (!stream)
        return failed("reading the folder", folder);
    descriptor.release();

    std::vector<FileInfo> files;
    for (;;) {
        errno = 0;
        // Each thread has a stream of its own: then glibc's readdir() is thread-safe.
        const auto *entry = ::readdir(stream.get()); // NOLINT(concurrency-mt-unsafe)
        if (!entry) {
            if (errno != 0)
                return failed("reading the folder", folder);
            return files;
        }
        const QByteArrayView name(entry->d_name);
        if (name == "." || name == "..")
            continue;
        struct stat status = {};
        if (::fstatat(::dirfd(stream.get()), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
            if (errno == ENOENT)
                continue; // removed since it was read
            return failed("reading the folder", folder);
        }
        files.push_back({QFile::decodeName(entry->d_name), ByteCount(status.st_size), S_ISDIR(status.st_mode)});
    }
}

Result<DiskSpace> RealDisk::space(const QString &folder)
{
    struct statvfs status = {};
    if (uninterrupted([&] { return ::statvfs(QFile::encodeName(folder).constData(), &status); }) < 0)
        return failed("asking for the free space of", folder);
    return DiskSpace{ByteCount(status.f_bavail) * ByteCount(status.f_frsize),
                     ByteCount(status.f_blocks) * ByteCount(status.f_frsize)};
}

} // namespace backspool::store
