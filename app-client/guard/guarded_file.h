#pragma once
/// A file whose old content is put aside before it is overwritten, so that its backup has it as it was at one moment.
#include "active/guard/guard_protocol.h"
#include "active/guard/preserved_pages.h"
#include "blocked_call.h"
#include "descriptor.h"

#include <sys/stat.h>

#include <chrono>
#include <memory>
#include <set>
#include <vector>

namespace backspool::guard {

using TimePoint = std::chrono::steady_clock::time_point;

/// Bytes of the file that somebody is about to change.
struct Range
{
    uint64_t offset = 0, length = 0;
};

class GuardedFile
{
public:
    /// @p descriptors: as Protect has them. Null: errno says why.
    static std::unique_ptr<GuardedFile> make(const Request &request, std::vector<Descriptor> descriptors);
    ~GuardedFile();

    uint64_t number() const { return number_; }
    int file() const { return file_.get(); }
    bool isOf(const struct stat &status) const { return status.st_dev == device_ && status.st_ino == inode_; }
    /// Somebody has been let write since it was made, and its moment has not come.
    bool isStirred() const { return isStirred_; }
    bool hasBegun() const { return hasBegun_; }

    /// The agent has read from it, and the kernel has opened it as @p open for that to be looked at. Once.
    void keepReader(const Descriptor &open);
    const Descriptor &reader() const { return reader_; }

    /// Nobody is in the midst of what he was let do to it.
    bool isSettled();
    /// It is as large as the agent saw it: it has not been emptied since by who opened it, of which nothing is said.
    bool isAsSeen() const;
    /// As it is now is how it is to be backed up. An errno; 0: done.
    int begin();
    /// @p thread is about to do @p call to it, which @p open is for reading; returns when it may, by @p deadline.
    void before(pid_t thread, const BlockedCall &call, Range range, int open, uint64_t sizeNow, TimePoint deadline);
    /// @p thread has written.
    void after(pid_t thread);
    /// What @p thread was let do before is done: it wants to do more.
    void isDone(pid_t thread) { writing_.erase(thread); }
    /// What of it is lost, now that nobody reads it any more.
    uint32_t end();

private:
    GuardedFile(uint64_t number, uint64_t capacity, std::vector<Descriptor> descriptors, void *map, void *room);
    bool preserve(uint64_t from, uint64_t to, int open, TimePoint deadline);
    void checkSize(uint64_t sizeNow);

    const uint64_t number_, capacity_;
    const Descriptor file_, spill_;
    void *const map_;
    Room *const room_;
    PreservedPages pages_;
    dev_t device_ = 0;
    ino_t inode_ = 0;
    bool hasBegun_ = false, isStirred_ = false, isUnsure_ = false;
    Descriptor reader_;
    bool wasAsked_ = false; ///< to let somebody write, since it began
    timespec modified_{};   ///< when it began
    uint64_t size_ = 0;     ///< when the agent last saw it before
    uint64_t whole_ = 0;    ///< of these bytes, what has not been put aside must be in the file
    uint32_t gaps_ = 0;
    std::set<pid_t> writing_; ///< those that were let, and of whom is not known that they have done it
};

} // namespace backspool::guard
