#pragma once
/// Entries of points as the kernel is told of them.
#include "mount/fuse_library.h"
#include "mount/mounted_points.h"

namespace backspool::engine {

/// For how long the kernel may believe what it was told. What is in a point never changes; only memory makes the kernel
/// forget it.
double secondsKept(bool canChange);

struct stat statusOf(const MountedEntry &mounted);
fuse_entry_param parametersOf(const MountedEntry &mounted);
/// Names and values of the extended attributes; those that are damaged are left out.
std::vector<std::pair<QByteArray, QByteArray>> attributesOf(const format::DirectoryEntry &entry);

/// A piece of a listing, as the kernel takes it.
class FolderPage
{
public:
    FolderPage(size_t room, bool isPlus) : room_(room), isPlus_(isPlus) {}

    /// @p next: where to go on after it. False: there is no room for it.
    bool add(const char *name, const fuse_entry_param &entry, uint64_t next);
    /// "." and "..", which are at 0 and 1, from @p from on.
    bool addDots(uint64_t from);
    const QByteArray &bytes() const { return bytes_; }
    /// What was looked up with that.
    const std::vector<NodeNumber> &lookedUp() const { return lookedUp_; }

private:
    const size_t room_;
    const bool isPlus_;
    QByteArray bytes_;
    std::vector<NodeNumber> lookedUp_;
};

} // namespace backspool::engine
