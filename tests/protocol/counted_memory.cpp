// A translation unit of its own: a compiler that sees both ends of malloc() inlined into a container takes them for
// a mismatch of new and free().
#include "protocol/counted_memory.h"

#include <cstdlib>
#include <new>

namespace backspool {
std::atomic<size_t> largestRequest = 0;
} // namespace backspool

void *operator new(size_t size)
{
    for (size_t largest = backspool::largestRequest;
         size > largest && !backspool::largestRequest.compare_exchange_weak(largest, size);) {
    }
    void *const memory = std::malloc(size);
    if (!memory)
        std::abort();
    return memory;
}
void operator delete(void *memory) noexcept
{
    std::free(memory);
}
void operator delete(void *memory, size_t) noexcept
{
    std::free(memory);
}
