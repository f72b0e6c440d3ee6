#include "difference/shadow_files.h"

#include "active/frozen_file.h"
#include "core/logging.h"
#include "files/open_file.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include <algorithm>

namespace backspool::engine {

namespace {

/// Its owner wants it written in place (disk images, databases on btrfs), which no clone leaves it.
bool isWrittenInPlace(int file)
{
    int flags = 0;
    return ::ioctl(file, FS_IOC_GETFLAGS, &flags) == 0 && (flags & FS_NOCOW_FL) != 0;
}

bool isGettingFull(int file)
{
    struct statvfs space{};
    return ::fstatvfs(file, &space) == 0 && double(space.f_bavail) < ShadowFiles::kLeastFree * double(space.f_blocks);
}

} // namespace

void ShadowFiles::setLeastSize(uint64_t bytes)
{
    const std::lock_guard lock(mutex_);
    leastSize_ = bytes;
    const auto isTooSmall = [&](const auto &each) { return bytes == 0 || each.second.size < bytes; };
    std::erase_if(kept_, isTooSmall);
    std::erase_if(next_, isTooSmall);
    retainSpares();
}

bool ShadowFiles::wants(const FileStatus &file) const
{
    const std::lock_guard lock(mutex_);
    return leastSize_ > 0 && file.size >= leastSize_;
}

Result<FileDescriptor> ShadowFiles::freeze(int folder, const QByteArray &name, const FileContent &file)
{
    // Of such a file what was captured may be a copy, which is not to be kept either.
    if (isWrittenInPlace(TRY(openFileAt(folder, name)).get()))
        return fail(ErrorKind::Unsupported, QStringLiteral("it is to be written in place"));
    if (!file.isClone) {
        auto onto = spares_.take(file.file);
        return onto ? *std::move(onto) : cloneFile(folder, file.file);
    }
    FileDescriptor same(::fcntl(file.file, F_DUPFD_CLOEXEC, 0));
    if (!same.isOpen())
        return fail(systemError(errno, QStringLiteral("keeping a clone")));
    return same;
}

std::optional<ShadowFiles::Changes> ShadowFiles::changesSince(const ObjectName &content, int frozen,
                                                              uint64_t size) const
{
    FileDescriptor shadow;
    uint64_t sizeBefore = 0;
    {
        const std::lock_guard lock(mutex_);
        const auto found =
            std::ranges::find_if(kept_, [&](const auto &each) { return each.second.content == content; });
        if (found == kept_.end())
            return std::nullopt;
        shadow = FileDescriptor(::fcntl(found->second.file.get(), F_DUPFD_CLOEXEC, 0));
        sizeBefore = found->second.size;
    }
    auto regions = differingExtents(shadow.get(), sizeBefore, frozen, size);
    if (!regions) {
        qCInfo(logEngine).noquote() << "a shadow does not tell what changed:" << regions.error().text();
        return std::nullopt;
    }
    return Changes{*std::move(regions), std::move(shadow)};
}

void ShadowFiles::keep(const QByteArray &path, const FileStatus &file, const ObjectName &content, uint64_t size,
                       FileDescriptor frozen)
{
    const std::lock_guard lock(mutex_);
    next_.insert_or_assign(path, Shadow{.content = content,
                                        .device = file.device,
                                        .inode = file.inode,
                                        .size = size,
                                        .file = std::move(frozen),
                                        .used = commits_ + 1});
}

void ShadowFiles::forget(const ObjectName &content)
{
    const std::lock_guard lock(mutex_);
    std::erase_if(kept_, [&](const auto &each) { return each.second.content == content; });
}

void ShadowFiles::commit()
{
    const std::lock_guard lock(mutex_);
    ++commits_;
    for (auto &[path, shadow] : next_) {
        auto &kept = kept_[path];
        if (kept.file.isOpen())
            spares_.keep(kept.original(), std::move(kept.file));
        kept = std::move(shadow);
    }
    next_.clear();
    tidyUnderLock();
    while (kept_.size() > kMost)
        kept_.erase(std::ranges::min_element(kept_, {}, [](const auto &each) { return each.second.used; }));
    retainSpares();
}

void ShadowFiles::discard()
{
    const std::lock_guard lock(mutex_);
    next_.clear(); // not to the spares: made like the older shadow and then like the file again, it would save nothing
    retainSpares();
}

void ShadowFiles::retain(const std::function<bool(const QByteArray &path)> &isWanted)
{
    const std::lock_guard lock(mutex_);
    std::erase_if(kept_, [&](const auto &each) { return !isWanted(each.first); });
    retainSpares();
}

void ShadowFiles::tidy()
{
    std::vector<std::pair<SpareClones::File, FileDescriptor>> newest;
    {
        const std::lock_guard lock(mutex_);
        tidyUnderLock();
        retainSpares();
        for (const auto &[path, shadow] : kept_) {
            if (spares_.isStale(shadow.original()))
                newest.emplace_back(shadow.original(), FileDescriptor(::fcntl(shadow.file.get(), F_DUPFD_CLOEXEC, 0)));
        }
    }
    // Not under the lock: it takes as long as much was written.
    for (const auto &[original, shadow] : newest)
        spares_.refresh(original, shadow.get());
}

void ShadowFiles::tidyUnderLock()
{
    std::erase_if(kept_, [](const auto &each) {
        const auto &[path, shadow] = each;
        struct stat status{};
        const bool isThere =
            ::lstat(path.constData(), &status) == 0 && status.st_dev == shadow.device && status.st_ino == shadow.inode;
        return !isThere || isGettingFull(shadow.file.get());
    });
}

void ShadowFiles::retainSpares()
{
    std::set<SpareClones::File> originals;
    for (const auto &[path, shadow] : kept_)
        originals.insert(shadow.original());
    spares_.retain(originals);
}

size_t ShadowFiles::count() const
{
    const std::lock_guard lock(mutex_);
    return kept_.size();
}

} // namespace backspool::engine
