#include "active/ring_call.h"

#include <linux/io_uring.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <initializer_list>

namespace backspool::test {

int ringCall(uint8_t operation, int file, uint64_t address, uint32_t length, uint64_t offset)
{
    io_uring_params parameters{};
    const int ring = int(::syscall(SYS_io_uring_setup, 4, &parameters));
    if (ring < 0)
        return -ENOSYS;
    constexpr size_t kSize = 65'536;
    const auto map = [ring](off_t what) {
        return static_cast<char *>(::mmap(nullptr, kSize, PROT_READ | PROT_WRITE, MAP_SHARED, ring, what));
    };
    char *submitted = map(IORING_OFF_SQ_RING), *completed = map(IORING_OFF_CQ_RING), *entries = map(IORING_OFF_SQES);
    io_uring_sqe entry{};
    entry.opcode = operation;
    entry.fd = file;
    entry.addr = address;
    entry.len = length;
    entry.off = offset;
    std::memcpy(entries, &entry, sizeof entry);
    const uint32_t first = 0, one = 1;
    std::memcpy(submitted + parameters.sq_off.array, &first, sizeof first);
    // The kernel must see the entry before it sees that there is one.
    std::atomic_ref(*reinterpret_cast<uint32_t *>(submitted + parameters.sq_off.tail)).store(one);
    int result = -EIO;
    if (::syscall(SYS_io_uring_enter, ring, 1, 1, IORING_ENTER_GETEVENTS, nullptr, 0) == 1) {
        io_uring_cqe answer{};
        std::memcpy(&answer, completed + parameters.cq_off.cqes, sizeof answer);
        result = answer.res;
    }
    for (char *memory : {submitted, completed, entries})
        ::munmap(memory, kSize);
    ::close(ring);
    return result;
}

} // namespace backspool::test
