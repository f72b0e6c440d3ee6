#include "guarded_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace backspool::guard {

namespace {

/// Between two looks at the clock.
constexpr uint64_t kCopySize = 256 * 1024;
/// That write to one file at a time.
constexpr size_t kMostThreads = 10'000;
constexpr uint64_t kCopyPages = kCopySize / kPageSize;

/// All of it, or as much as there is; -1: errno says why.
ssize_t readAt(int file, std::byte *to, uint64_t size, uint64_t offset)
{
    uint64_t done = 0;
    while (done < size) {
        const ssize_t got = ::pread(file, to + done, size - done, off_t(offset + done));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        done += uint64_t(got);
    }
    return ssize_t(done);
}

bool writeAt(int file, const std::byte *from, uint64_t size, uint64_t offset)
{
    while (size > 0) {
        const ssize_t put = ::pwrite(file, from, size, off_t(offset));
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        from += put;
        size -= uint64_t(put);
        offset += uint64_t(put);
    }
    return true;
}

} // namespace

std::unique_ptr<GuardedFile> GuardedFile::make(const Request &request, std::vector<Descriptor> descriptors)
{
    if (descriptors.size() != kMostDescriptors) {
        errno = EBADF;
        return nullptr;
    }
    void *map = ::mmap(nullptr, PreservedPages::memoryFor(request.capacity), PROT_READ | PROT_WRITE, MAP_SHARED,
                       descriptors[2].get(), 0);
    if (map == MAP_FAILED)
        return nullptr;
    void *room = ::mmap(nullptr, sizeof(Room), PROT_READ | PROT_WRITE, MAP_SHARED, descriptors[3].get(), 0);
    if (room == MAP_FAILED) {
        ::munmap(map, PreservedPages::memoryFor(request.capacity));
        return nullptr;
    }
    std::unique_ptr<GuardedFile> file(
        new GuardedFile(request.file, request.capacity, std::move(descriptors), map, room));
    struct stat status{};
    if (::fstat(file->file(), &status) != 0)
        return nullptr;
    file->device_ = status.st_dev;
    file->inode_ = status.st_ino;
    return file;
}

GuardedFile::GuardedFile(uint64_t number, uint64_t capacity, std::vector<Descriptor> descriptors, void *map, void *room)
    : number_(number), capacity_(capacity), file_(std::move(descriptors[0])), spill_(std::move(descriptors[1])),
      map_(map), room_(static_cast<Room *>(room)), pages_(map)
{
}

GuardedFile::~GuardedFile()
{
    ::munmap(map_, PreservedPages::memoryFor(capacity_));
    ::munmap(room_, sizeof(Room));
}

bool GuardedFile::isAsSeen() const
{
    struct stat status{};
    return ::fstat(file_.get(), &status) == 0 && uint64_t(status.st_size) == pages_.sizeSeen();
}

int GuardedFile::begin()
{
    struct stat status{};
    if (::fstat(file_.get(), &status) != 0)
        return errno;
    modified_ = status.st_mtim;
    size_ = whole_ = pages_.sizeSeen(); // if it is shorter by now, that is seen as of any that becomes so
    if (size_ > capacity_)
        return EFBIG;
    if (::ftruncate(spill_.get(), off_t(size_)) != 0)
        return errno;
    hasBegun_ = true;
    return 0;
}

void GuardedFile::keepReader(const Descriptor &open)
{
    if (!reader_.isOpen())
        reader_ = Descriptor(::fcntl(open.get(), F_DUPFD_CLOEXEC, 0));
}

bool GuardedFile::isSettled()
{
    std::erase_if(writing_, isElsewhere);
    return writing_.empty();
}

/// Who has written without having asked had been let before it was marked, or was not to be told of at all.
void GuardedFile::after(pid_t thread)
{
    if (writing_.erase(thread) == 0 && hasBegun_)
        gaps_ |= Unsure;
}

void GuardedFile::before(pid_t thread, const BlockedCall &call, Range range, int open, uint64_t sizeNow,
                         TimePoint deadline)
{
    using Kind = BlockedCall::Kind;
    if (call.kind == Kind::Read)
        return;
    isStirred_ = true;
    if (writing_.size() >= kMostThreads)
        gaps_ |= Unsure;
    else
        writing_.insert(thread);
    if (!hasBegun_)
        return;
    wasAsked_ = true;
    isUnsure_ = isUnsure_ || call.kind == Kind::Unknown;
    checkSize(sizeNow);
    if (call.kind == Kind::Cut && call.length >= sizeNow)
        return; // longer, or as it is
    const bool isToTheEnd = call.kind == Kind::Cut || call.kind == Kind::Shift;
    const uint64_t from = call.kind == Kind::Cut ? call.length : range.offset;
    const uint64_t to =
        isToTheEnd || range.length > size_ - std::min(range.offset, size_) ? size_ : range.offset + range.length;
    if (preserve(from, to, open, deadline) && isToTheEnd)
        whole_ = std::min(whole_, from);
    if (call.kind == Kind::MapWrite)
        gaps_ |= Mapped; // a mapping can be made longer without a word
}

/// Opening with O_TRUNC says nothing. But the file is shorter from then on, until somebody makes it longer, which is
/// told; and a program that may have moved its content has changed its length.
void GuardedFile::checkSize(uint64_t sizeNow)
{
    if (sizeNow < whole_)
        gaps_ |= Cut;
    if (isUnsure_ && sizeNow != size_)
        gaps_ |= Unsure;
}

/// Puts the pages of these bytes aside that are not yet. False: not all of them.
bool GuardedFile::preserve(uint64_t from, uint64_t to, int open, TimePoint deadline)
{
    static std::array<std::byte, kCopySize> buffer;
    if (gaps_ != 0)
        return false; // it is lost anyway, and others need the room
    const uint64_t end = pagesOf(std::min(to, size_));
    uint64_t page = from / kPageSize;
    while ((page = pages_.find(page, end, false)) < end) {
        const uint64_t last = pages_.find(page, std::min(end, page + kCopyPages), true);
        const uint64_t offset = page * kPageSize, length = std::min(last * kPageSize, size_) - offset;
        if (std::chrono::steady_clock::now() >= deadline) {
            gaps_ |= Late;
            return false;
        }
        if (!room_->take(length)) {
            gaps_ |= Full;
            return false;
        }
        pages_.charged() += length;
        const ssize_t got = readAt(open, buffer.data(), length, offset);
        if (got >= 0 && uint64_t(got) < length)
            gaps_ |= Cut;
        else if (got < 0 || !writeAt(spill_.get(), buffer.data(), length, offset))
            gaps_ |= Failed;
        if (gaps_ != 0)
            return false;
        pages_.add(page, last);
        page = last;
    }
    return true;
}

uint32_t GuardedFile::end()
{
    struct stat status{};
    if (::fstat(file_.get(), &status) != 0) {
        gaps_ |= Failed;
        return gaps_;
    }
    checkSize(uint64_t(status.st_size));
    const bool isModified = status.st_mtim.tv_sec != modified_.tv_sec || status.st_mtim.tv_nsec != modified_.tv_nsec;
    // By a loop device, or through a mapping for reading that was made one for writing.
    if (hasBegun_ && !wasAsked_ && (isModified || uint64_t(status.st_size) != size_))
        gaps_ |= Unsure;
    return gaps_;
}

} // namespace backspool::guard
