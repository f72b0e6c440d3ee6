#include "blocked_call.h"

#include <fcntl.h>
#include <linux/falloc.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <thread>

namespace backspool::guard {

namespace {

using Kind = BlockedCall::Kind;

/// Some 20 ms in all: more than a turn of other threads at the processor takes.
constexpr int kLooks = 100, kQuickLooks = 20;
constexpr std::chrono::microseconds kBetweenLooks{200};

BlockedCall kindOf(long number, const unsigned long long (&arguments)[6])
{
    switch (number) {
    case SYS_read:
    case SYS_pread64:
    case SYS_readv:
    case SYS_preadv:
    case SYS_preadv2:
        return {Kind::Read};
    case SYS_write:
    case SYS_pwrite64:
    case SYS_writev:
    case SYS_pwritev:
    case SYS_pwritev2:
    case SYS_sendfile:
    case SYS_splice:
    case SYS_copy_file_range:
        return {Kind::Write};
    case SYS_truncate:
    case SYS_ftruncate:
        return {Kind::Cut, arguments[1]};
    case SYS_fallocate:
        return {arguments[1] & (FALLOC_FL_COLLAPSE_RANGE | FALLOC_FL_INSERT_RANGE) ? Kind::Shift : Kind::Write};
    case SYS_mmap:
        return {(arguments[3] & MAP_TYPE) != MAP_PRIVATE && arguments[2] & PROT_WRITE ? Kind::MapWrite : Kind::Read};
    default:
        return {};
    }
}

struct Seen
{
    bool isGone = false;
    bool isRunning = false;
    long number = -1; ///< not told: it runs, or is in no call
    unsigned long long arguments[6] = {};
};

Seen look(pid_t thread)
{
    Seen seen;
    char text[256];
    std::snprintf(text, sizeof text, "/proc/%d/syscall", int(thread));
    const int file = thread > 0 ? ::open(text, O_RDONLY | O_CLOEXEC) : -1;
    seen.isGone = thread > 0 && file < 0 && errno == ENOENT;
    if (file < 0)
        return seen;
    const ssize_t size = ::read(file, text, sizeof text - 1);
    seen.isGone = size < 0 && errno == ESRCH;
    ::close(file);
    text[std::max<ssize_t>(size, 0)] = '\0';
    seen.isRunning = std::strncmp(text, "running", 7) == 0;
    auto &of = seen.arguments;
    unsigned long long stack = 0;
    const int fields = std::sscanf(text, "%ld %llx %llx %llx %llx %llx %llx %llx", &seen.number, &of[0], &of[1], &of[2],
                                   &of[3], &of[4], &of[5], &stack);
    if (fields != 8 || stack == 0) // a thread of the kernel is in no call, and shows as in number 0, which is read()
        seen.number = -1;
    return seen;
}

} // namespace

BlockedCall blockedCall(pid_t thread)
{
    // The event comes just before the thread goes to sleep, for which it may need a processor.
    auto seen = look(thread);
    for (int i = 0; i < kLooks && seen.isRunning; ++i) {
        if (i < kQuickLooks)
            std::this_thread::yield();
        else
            std::this_thread::sleep_for(kBetweenLooks);
        seen = look(thread);
    }
    return seen.number < 0 ? BlockedCall() : kindOf(seen.number, seen.arguments);
}

bool isElsewhere(pid_t thread)
{
    const auto seen = look(thread);
    if (seen.isGone)
        return true;
    switch (seen.number) {
    case SYS_read: // perhaps of a pipe
    case SYS_futex:
    case SYS_ppoll:
    case SYS_pselect6:
    case SYS_epoll_pwait:
    case SYS_nanosleep:
    case SYS_clock_nanosleep:
    case SYS_wait4:
    case SYS_fsync:
    case SYS_fdatasync:
    case SYS_fcntl:
    case SYS_recvmsg:
    case SYS_recvfrom:
#ifdef SYS_poll // not on newer processors
    case SYS_poll:
    case SYS_select:
    case SYS_epoll_wait:
#endif
        return true;
    default:
        return false;
    }
}

} // namespace backspool::guard
