#pragma once
/// What a thread that the kernel holds up is about to do to a file. The kernel's event does not say: a read looks like
/// a write, and cutting a file short like a write of one page.
#include <sys/types.h>

#include <cstdint>

namespace backspool::guard {

struct BlockedCall
{
    enum class Kind {
        Read,
        Write,    ///< within the range of the event
        Cut,      ///< to a length
        Shift,    ///< all from the range on moves (fallocate: collapse, insert)
        MapWrite, ///< from then on memory is written to, which nothing tells of
        Unknown   ///< io_uring, threads of the kernel, programs of another word size, other name spaces
    };
    Kind kind = Kind::Unknown;
    uint64_t length = 0; ///< of Cut
};

/// By /proc/TID/syscall (proc_pid_syscall(5)), which stays as it is while the thread is held up. Numbers of another
/// word size that are the same as ours never are those of a write that would be taken for a read.
BlockedCall blockedCall(pid_t thread);

/// The thread has ended, or waits in a call that changes no file: what it was let do is done.
bool isElsewhere(pid_t thread);

} // namespace backspool::guard
