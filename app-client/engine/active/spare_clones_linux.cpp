#include "active/frozen_file.h"
#include "active/spare_clones.h"

#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>

namespace backspool::engine {

namespace {

/// A multiple of every file system's blocks.
constexpr off_t kBlock = 65'536;

bool isOnXfs(int file)
{
    struct statfs fileSystem{};
    return ::fstatfs(file, &fileSystem) == 0 && fileSystem.f_type == XFS_SUPER_MAGIC;
}

/// @p clone becomes what @p file is at one moment. False: it is of no use any more.
bool cloneAgain(int clone, int file)
{
    struct stat is{}, was{};
    if (::fstat(file, &is) != 0 || ::fstat(clone, &was) != 0 || is.st_size == 0)
        return false;
    // FICLONE makes a file longer, never shorter. Of a shorter one the size is afterwards the file's at that moment.
    const off_t shorter = std::min(was.st_size, (is.st_size - 1) / kBlock * kBlock);
    if (was.st_size > shorter && ::ftruncate(clone, shorter) != 0)
        return false;
    if (!cloneOnto(clone, file) || ::fstat(clone, &is) != 0)
        return false;
    return is.st_size > shorter; // else the file was cut off meanwhile, and there may be something left of before
}

} // namespace

std::optional<SpareClones::Spare> SpareClones::extract(const File &file)
{
    const std::lock_guard lock(mutex_);
    auto spare = spares_.extract(file);
    return spare.empty() ? std::nullopt : std::optional(std::move(spare.mapped()));
}

std::optional<FileDescriptor> SpareClones::take(int file)
{
    struct stat status{};
    if (::fstat(file, &status) != 0)
        return std::nullopt;
    auto spare = extract({status.st_dev, status.st_ino});
    if (!spare || !cloneAgain(spare->clone.get(), file))
        return std::nullopt;
    return std::move(spare->clone);
}

void SpareClones::keep(const File &file, FileDescriptor clone)
{
    if (!isOnXfs(clone.get()))
        return;
    const std::lock_guard lock(mutex_);
    spares_.insert_or_assign(file, Spare{std::move(clone), false});
}

bool SpareClones::isStale(const File &file) const
{
    const std::lock_guard lock(mutex_);
    const auto spare = spares_.find(file);
    return spare != spares_.end() && !spare->second.isFresh;
}

void SpareClones::refresh(const File &file, int newest)
{
    auto spare = extract(file);
    if (!spare || !cloneAgain(spare->clone.get(), newest))
        return;
    spare->isFresh = true;
    const std::lock_guard lock(mutex_);
    spares_.try_emplace(file, *std::move(spare));
}

void SpareClones::retain(const std::set<File> &files)
{
    const std::lock_guard lock(mutex_);
    std::erase_if(spares_, [&](const auto &each) { return !files.contains(each.first); });
}

} // namespace backspool::engine
