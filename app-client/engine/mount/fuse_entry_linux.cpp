#include "mount/fuse_entry.h"

#include <sys/stat.h>
#include <sys/sysmacros.h>

namespace backspool::engine {

using format::DirectoryEntry;
using format::FileType;

namespace {

constexpr double kForGood = 86'400;
constexpr double kForAWhile = std::chrono::duration<double>(ListedPoints::kBelieved).count();
/// Files say how large they are, and folders nothing of use.
constexpr uint64_t kFolderSize = 4'096;

mode_t typeBits(FileType type)
{
    switch (type) {
    case FileType::File:
        return S_IFREG;
    case FileType::Directory:
        return S_IFDIR;
    case FileType::SymbolicLink:
        return S_IFLNK;
    case FileType::Fifo:
        return S_IFIFO;
    case FileType::Socket:
        return S_IFSOCK;
    case FileType::CharacterDevice:
        return S_IFCHR;
    case FileType::BlockDevice:
        return S_IFBLK;
    }
    return S_IFREG;
}

uint64_t sizeOf(const DirectoryEntry &entry)
{
    switch (entry.type) {
    case FileType::File:
        return entry.size;
    case FileType::Directory:
        return kFolderSize;
    case FileType::SymbolicLink:
        return uint64_t(entry.target.size());
    default:
        return 0;
    }
}

} // namespace

double secondsKept(bool canChange)
{
    return canChange ? kForAWhile : kForGood;
}

struct stat statusOf(const MountedEntry &mounted)
{
    const auto &entry = mounted.entry;
    struct stat status{};
    status.st_ino = mounted.inode;
    status.st_mode = typeBits(entry.type) | entry.mode;
    // How many names a file has is not known, only that it has several; of a folder, 1 means that nobody counted.
    status.st_nlink = entry.has(DirectoryEntry::Linked) ? 2 : 1;
    status.st_uid = entry.uid;
    status.st_gid = entry.gid;
    status.st_rdev = makedev(entry.deviceMajor, entry.deviceMinor);
    status.st_size = off_t(sizeOf(entry));
    status.st_blksize = blksize_t(kWindowSize);
    status.st_blocks = blkcnt_t((sizeOf(entry) + 4'095) / 4'096 * 8);
    status.st_mtim = {.tv_sec = entry.modified.seconds, .tv_nsec = entry.modified.nanoseconds};
    status.st_ctim = status.st_atim = status.st_mtim;
    return status;
}

fuse_entry_param parametersOf(const MountedEntry &mounted)
{
    fuse_entry_param parameters{};
    parameters.ino = mounted.node;
    parameters.attr = statusOf(mounted);
    parameters.attr_timeout = parameters.entry_timeout = secondsKept(mounted.canChange);
    return parameters;
}

std::vector<std::pair<QByteArray, QByteArray>> attributesOf(const DirectoryEntry &entry)
{
    std::vector<std::pair<QByteArray, QByteArray>> attributes;
    for (const auto &attribute : entry.attributes) {
        if (attribute.type != format::Attribute::ExtendedAttribute)
            continue;
        if (auto extended = attribute.asExtended())
            attributes.push_back(*std::move(extended));
    }
    return attributes;
}

bool FolderPage::add(const char *name, const fuse_entry_param &entry, uint64_t next)
{
    const size_t used = size_t(bytes_.size());
    bytes_.resize(qsizetype(room_));
    const size_t size =
        isPlus_ ? fuse_add_direntry_plus(nullptr, bytes_.data() + used, room_ - used, name, &entry, off_t(next))
                : fuse_add_direntry(nullptr, bytes_.data() + used, room_ - used, name, &entry.attr, off_t(next));
    const bool fits = size <= room_ - used;
    bytes_.resize(qsizetype(fits ? used + size : used));
    if (fits && entry.ino != 0)
        lookedUp_.push_back(entry.ino);
    return fits;
}

bool FolderPage::addDots(uint64_t from)
{
    fuse_entry_param folder{};
    folder.attr.st_mode = S_IFDIR;
    return (from > 0 || add(".", folder, 1)) && (from > 1 || add("..", folder, 2));
}

} // namespace backspool::engine
