#include "difference/extent_map.h"

#include <fcntl.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace backspool::engine {

namespace {

constexpr uint32_t kBatch = 1'000;
/// 16 MB of them: a file that is more scattered is read as a whole.
constexpr size_t kMostRegions = 1'000'000;
/// The place on the disk says nothing of the content: FIEMAP gives none, or (compressed) that of a larger whole.
constexpr uint32_t kUnclear = FIEMAP_EXTENT_UNKNOWN | FIEMAP_EXTENT_DELALLOC | FIEMAP_EXTENT_ENCODED |
                              FIEMAP_EXTENT_DATA_ENCRYPTED | FIEMAP_EXTENT_NOT_ALIGNED | FIEMAP_EXTENT_DATA_INLINE |
                              FIEMAP_EXTENT_DATA_TAIL;

/// Goes through the extents of a file in order (Documentation/filesystems/fiemap.rst).
class ExtentCursor
{
public:
    ExtentCursor(int file, uint64_t end) : file_(file), end_(end) {}

    /// What is at an offset, up to the next change.
    struct Run
    {
        uint64_t length = 0;
        bool isHole = false; ///< or room that nothing was written to: zeros
        bool isUnclear = false;
        uint64_t place = 0; ///< on the disk
    };
    /// REQUIRES: @p offset does not fall from call to call, and lies before the end.
    Result<Run> at(uint64_t offset)
    {
        while (next_ < count_ && endOf(next_) <= offset)
            ++next_;
        if (next_ == count_ && !isAtEnd_) {
            TRY(load(offset));
            return at(offset);
        }
        if (next_ == count_)
            return Run{.length = end_ - offset, .isHole = true};
        const auto &extent = extents()[next_];
        if (extent.fe_logical > offset)
            return Run{.length = std::min(uint64_t(extent.fe_logical), end_) - offset, .isHole = true};
        return Run{.length = std::min(endOf(next_), end_) - offset,
                   .isHole = (extent.fe_flags & (kUnclear | FIEMAP_EXTENT_UNWRITTEN)) == FIEMAP_EXTENT_UNWRITTEN,
                   .isUnclear = (extent.fe_flags & kUnclear) != 0,
                   .place = extent.fe_physical + (offset - extent.fe_logical)};
    }

private:
    fiemap &header() { return *reinterpret_cast<fiemap *>(buffer_.data()); }
    const fiemap_extent *extents() { return header().fm_extents; }
    uint64_t endOf(uint32_t number) { return extents()[number].fe_logical + extents()[number].fe_length; }

    Status load(uint64_t offset)
    {
        std::memset(buffer_.data(), 0, sizeof(fiemap));
        header().fm_start = offset;
        header().fm_length = end_ - offset;
        header().fm_flags = FIEMAP_FLAG_SYNC;
        header().fm_extent_count = kBatch;
        if (::ioctl(file_, FS_IOC_FIEMAP, &header()) != 0) {
            const bool cannot = errno == EOPNOTSUPP || errno == ENOTTY || errno == EBADR;
            return cannot ? fail(ErrorKind::Unsupported, QStringLiteral("the file system does not tell its extents"))
                          : fail(systemError(errno, QStringLiteral("asking for the extents of a file")));
        }
        next_ = 0;
        count_ = header().fm_mapped_extents;
        const bool isLast = count_ > 0 && (extents()[count_ - 1].fe_flags & FIEMAP_EXTENT_LAST) != 0;
        isAtEnd_ = count_ == 0 || isLast || endOf(count_ - 1) >= end_;
        // A file system that does not advance would keep us for ever.
        if (!isAtEnd_ && endOf(count_ - 1) <= offset)
            return fail(ErrorKind::Io, QStringLiteral("the extents of a file do not make sense"));
        return {};
    }

    const int file_;
    const uint64_t end_;
    alignas(fiemap) std::array<std::byte, sizeof(fiemap) + kBatch * sizeof(fiemap_extent)> buffer_{};
    uint32_t next_ = 0;
    uint32_t count_ = 0;
    bool isAtEnd_ = false;
};

bool isSame(const ExtentCursor::Run &one, const ExtentCursor::Run &other)
{
    if (one.isHole || other.isHole)
        return one.isHole && other.isHole;
    return !one.isUnclear && !other.isUnclear && one.place == other.place;
}

void add(ChangedRegions &regions, uint64_t offset, uint64_t length)
{
    if (!regions.empty() && regions.back().offset + regions.back().length == offset)
        regions.back().length += length;
    else
        regions.push_back({offset, length});
}

Result<ChangedRegions> compare(int before, int after, uint64_t end)
{
    ExtentCursor old(before, end), now(after, end);
    ChangedRegions regions;
    for (uint64_t offset = 0; offset < end;) {
        const auto was = TRY(old.at(offset));
        const auto is = TRY(now.at(offset));
        const auto length = std::min(was.length, is.length);
        if (!isSame(was, is))
            add(regions, offset, length);
        if (regions.size() > kMostRegions)
            return fail(ErrorKind::Unsupported, QStringLiteral("it is too scattered"));
        offset += length;
    }
    return regions;
}

/// Places on the realtime device of an XFS are counted anew.
bool isOnRealtimeDevice(int file)
{
    fsxattr attributes{};
    return ::ioctl(file, FS_IOC_FSGETXATTR, &attributes) == 0 && (attributes.fsx_xflags & FS_XFLAG_REALTIME) != 0;
}

} // namespace

Result<ChangedRegions> differingExtents(int before, uint64_t sizeBefore, int after, uint64_t size)
{
    struct stat was{}, is{};
    if (::fstat(before, &was) != 0 || ::fstat(after, &is) != 0)
        return fail(systemError(errno, QStringLiteral("looking at a clone")));
    if (was.st_dev != is.st_dev || isOnRealtimeDevice(before) || isOnRealtimeDevice(after))
        return fail(ErrorKind::Unsupported, QStringLiteral("they are not on the same device"));
    const auto end = std::min(sizeBefore, size);
    auto regions = TRY(compare(before, after, end));
    // A balance (btrfs), or who exchanges extents (xfs_fsr), may have moved blocks between the look at the one and at
    // the other: then a place may have been given to something else. It does not do the same to both looks.
    const auto again = TRY(compare(before, after, end));
    const auto isEqual = [](const ByteRange &one, const ByteRange &other) {
        return one.offset == other.offset && one.length == other.length;
    };
    if (!std::ranges::equal(regions, again, isEqual))
        return fail(ErrorKind::Busy, QStringLiteral("the file system is moving blocks"));
    return regions;
}

} // namespace backspool::engine
