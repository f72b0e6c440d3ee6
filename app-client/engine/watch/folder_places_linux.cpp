#include "watch/fanotify_events.h"
#include "watch/folder_places.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <memory>

namespace backspool::engine {

namespace {

/// More files than these are estimated by them.
constexpr uint64_t kMostMeasured = 10'000;

struct FileHandle
{
    // struct file_handle ends in an array without a size.
    alignas(file_handle) std::array<std::byte, sizeof(file_handle) + MAX_HANDLE_SZ> bytes{};
    file_handle *get() { return reinterpret_cast<file_handle *>(bytes.data()); }
};

QByteArray joined(const QByteArray &folder, const QByteArray &name)
{
    return folder.endsWith('/') ? folder + name : folder + '/' + name;
}

std::optional<FileHandle> handleOf(QByteArrayView key)
{
    constexpr qsizetype kStart = kFileSystemKeySize + kHandleTypeSize;
    if (key.size() <= kStart || key.size() > kStart + MAX_HANDLE_SZ)
        return std::nullopt;
    FileHandle handle;
    auto *raw = handle.get();
    raw->handle_bytes = unsigned(key.size() - kStart);
    std::memcpy(&raw->handle_type, key.data() + kFileSystemKeySize, kHandleTypeSize);
    std::memcpy(handle.bytes.data() + sizeof(file_handle), key.data() + kStart, raw->handle_bytes);
    return handle;
}

/// The path that leads to the open folder. Empty: none does from here. Errors: Unsupported (it is too long).
Result<QByteArray> pathOf(int folder, const struct stat &status)
{
    const auto link = QByteArray("/proc/self/fd/") + QByteArray::number(folder);
    std::array<char, PATH_MAX> path{};
    // It may be renamed while we look. If it goes on, the next cut has it at its new place.
    for (int attempt = 0; attempt < 3; ++attempt) {
        const auto size = ::readlink(link.constData(), path.data(), path.size());
        if ((size < 0 && errno == ENAMETOOLONG) || size_t(size) == path.size())
            return fail(ErrorKind::Unsupported, QStringLiteral("the path is too long"));
        if (size <= 0 || path[0] != '/')
            return QByteArray();
        path[size_t(size)] = '\0';
        struct stat there{};
        if (::lstat(path.data(), &there) == 0 && there.st_ino == status.st_ino && there.st_dev == status.st_dev)
            return QByteArray(path.data(), size);
    }
    return QByteArray();
}

/// Nothing: it is gone, or no path leads to it from here.
std::optional<FolderPlaces::Place> placeOf(FileDescriptor folder)
{
    struct stat status{};
    if (::fstat(folder.get(), &status) != 0 || status.st_nlink == 0)
        return std::nullopt;
    auto path = pathOf(folder.get(), status);
    FolderPlaces::Place place{.path = {}, .isAbove = !path, .folder = std::move(folder)};
    FileDescriptor above;
    while (!path) {
        FileDescriptor next(::openat(above.isOpen() ? above.get() : place.folder.get(), "..", O_PATH | O_CLOEXEC));
        if (::fstat(next.get(), &status) != 0)
            return std::nullopt;
        above = std::move(next);
        path = pathOf(above.get(), status);
    }
    place.path = *std::move(path);
    return place.path.isEmpty() ? std::nullopt : std::optional(std::move(place));
}

/// A file that has come and has other names: what is known of those may be old, and they lie anywhere.
void noteLinks(int folder, const char *name, ChangedSet &changes)
{
    struct stat status{};
    if (::fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && !S_ISDIR(status.st_mode) && status.st_nlink > 1)
        changes.addInode(status.st_ino);
}

void noteLinksIn(int folder, ChangedSet &changes)
{
    struct Close
    {
        void operator()(DIR *stream) const { ::closedir(stream); }
    };
    const int file = ::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const std::unique_ptr<DIR, Close> stream(file < 0 ? nullptr : ::fdopendir(file));
    while (const dirent *entry = stream ? ::readdir(stream.get()) : nullptr)
        noteLinks(folder, static_cast<const char *>(entry->d_name), changes);
}

void addEntries(const FolderPlaces::Place &place, const WriteJournal::Entries &entries, ChangedSet &changes)
{
    changes.addFolder(place.path);
    if (place.isAbove)
        changes.addAll(place.path);
    if (entries.isListed) {
        changes.addListing(place.path);
        if (entries.hasNew)
            noteLinksIn(place.folder.get(), changes);
    }
    for (const auto &[name, happened] : entries.names) {
        if (happened & WriteJournal::Came && !entries.isListed)
            noteLinks(place.folder.get(), name.constData(), changes);
        if (place.isAbove)
            continue;
        if (happened & WriteJournal::Folder)
            changes.addAll(joined(place.path, name));
        else
            changes.addEntry(place.path, name);
    }
}

} // namespace

const std::vector<FileDescriptor> &FolderPlaces::open(const QByteArray &fileSystem)
{
    const auto [found, isNew] = open_.try_emplace(fileSystem);
    if (!isNew)
        return found->second;
    for (const auto &mount : mounts_[fileSystem]) {
        FileDescriptor folder(::open(mount.point.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (folder.isOpen())
            found->second.push_back(std::move(folder));
    }
    return found->second;
}

Result<std::vector<FolderPlaces::Place>> FolderPlaces::placesOf(const QByteArray &folder)
{
    std::vector<Place> places;
    auto handle = handleOf(folder);
    if (!handle)
        return places;
    for (const auto &mount : open(folder.first(kFileSystemKeySize))) {
        FileDescriptor found(::open_by_handle_at(mount.get(), handle->get(), O_PATH | O_CLOEXEC));
        if (!found.isOpen() && errno == ESTALE)
            continue; // gone; that it went is an event of its parent
        if (!found.isOpen())
            return fail(systemError(errno, QStringLiteral("cannot find out which folder was written to")));
        auto place = placeOf(std::move(found));
        if (place && std::ranges::find(places, place->path, &Place::path) == places.end())
            places.push_back(*std::move(place));
    }
    return places;
}

Result<ChangedSet> changesIn(const WriteJournal &journal, FolderPlaces &places)
{
    ChangedSet changes;
    for (const auto &[folder, entries] : journal.folders()) {
        const auto found = TRY(places.placesOf(folder));
        for (const auto &place : found)
            addEntries(place, entries, changes);
    }
    for (const auto &path : journal.all())
        changes.addAll(path);
    for (const auto &file : journal.files()) {
        const auto slash = file.lastIndexOf('/');
        changes.addEntry(QByteArrayView(file).first(slash), file.mid(slash + 1));
    }
    for (const auto inode : journal.inodes())
        changes.addInode(inode);
    return changes;
}

Result<ByteCount> sizeOfWritten(const WriteJournal &journal, FolderPlaces &places)
{
    double bytes = 0;
    uint64_t written = 0, measured = 0;
    for (const auto &[folder, entries] : journal.folders()) {
        std::vector<FolderPlaces::Place> found;
        for (const auto &[name, happened] : entries.names) {
            if (!(happened & WriteJournal::Written) || ++written > kMostMeasured)
                continue;
            if (found.empty())
                found = TRY(places.placesOf(folder));
            if (found.empty())
                break;
            struct stat status{};
            ++measured;
            if (::fstatat(found.front().folder.get(), name.constData(), &status, AT_SYMLINK_NOFOLLOW) == 0 &&
                S_ISREG(status.st_mode))
                bytes += double(status.st_size);
        }
    }
    if (written > kMostMeasured && measured > 0)
        bytes *= double(written) / double(kMostMeasured);
    return ByteCount(bytes);
}

} // namespace backspool::engine
