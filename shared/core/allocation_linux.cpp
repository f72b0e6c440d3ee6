#include "core/allocation.h"

#include <malloc.h>

namespace backspool {

void tuneAllocation()
{
#ifdef __GLIBC__
    ::mallopt(M_ARENA_MAX, 2);
    // A fixed threshold: by default it grows with the first large buffer, which then never goes back to the system.
    ::mallopt(M_MMAP_THRESHOLD, 4 << 20);
    ::mallopt(M_TRIM_THRESHOLD, 8 << 20);
#endif
}

} // namespace backspool
