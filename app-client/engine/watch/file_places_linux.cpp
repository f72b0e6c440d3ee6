#include "watch/file_places.h"

#include <QFile>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <climits>

namespace backspool::engine {

namespace {

/// Whichever of them the descriptor leads to; empty: that is not the file of @p status, or not to be seen from here.
QByteArray pathOf(int file, const struct stat &status)
{
    const auto link = "/proc/self/fd/" + QByteArray::number(file);
    std::array<char, PATH_MAX> target{};
    const auto size = ::readlink(link.constData(), target.data(), target.size());
    if (size <= 0 || size_t(size) == target.size())
        return {};
    const QByteArray path(target.data(), size);
    struct stat here{};
    const bool isIt =
        ::lstat(path.constData(), &here) == 0 && here.st_ino == status.st_ino && here.st_dev == status.st_dev;
    return isIt ? path : QByteArray();
}

} // namespace

const std::vector<FileDescriptor> &FilePlaces::mountsOf(uint64_t device)
{
    if (!table_) {
        QFile table(QStringLiteral("/proc/self/mountinfo"));
        table_ = table.open(QIODevice::ReadOnly) ? parseMounts(table.readAll()) : std::vector<Mount>();
    }
    const auto [found, isNew] = open_.try_emplace(device);
    for (const auto &mount : *table_) {
        if (!isNew || mount.device != device)
            continue;
        FileDescriptor folder(::open(mount.point.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (folder.isOpen())
            found->second.push_back(std::move(folder));
    }
    return found->second;
}

QByteArray FilePlaces::placeOf(int folder, const char *name, const struct stat &status)
{
    alignas(file_handle) std::array<std::byte, sizeof(file_handle) + MAX_HANDLE_SZ> bytes{};
    auto *handle = reinterpret_cast<file_handle *>(bytes.data());
    handle->handle_bytes = MAX_HANDLE_SZ;
    int mountId = 0;
    if (::name_to_handle_at(folder, name, handle, &mountId, AT_SYMLINK_FOLLOW) != 0)
        return {};
    for (const auto &mount : mountsOf(status.st_dev)) {
        const FileDescriptor file(::open_by_handle_at(mount.get(), handle, O_PATH | O_CLOEXEC));
        if (!file.isOpen())
            continue;
        if (auto path = pathOf(file.get(), status); !path.isEmpty())
            return path;
    }
    return {};
}

} // namespace backspool::engine
