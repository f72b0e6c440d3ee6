#pragma once
/// One operation on a file through io_uring, which no system call names.
#include <cstdint>

namespace backspool::test {

/// @p operation: IORING_OP_..., on @p file. The result as the kernel gives it; -ENOSYS where there are no rings.
int ringCall(uint8_t operation, int file, uint64_t address, uint32_t length, uint64_t offset);

} // namespace backspool::test
