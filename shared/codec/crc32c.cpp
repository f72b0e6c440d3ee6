#include "codec/crc32c.h"

#include <isa-l/crc.h>

#include <algorithm>
#include <limits>

namespace backspool::codec {

uint32_t crc32c(QByteArrayView bytes, uint32_t start)
{
    // ISA-L leaves both inversions to its caller, counts in int, and does not write through the mutable pointer.
    uint32_t crc = ~start;
    while (!bytes.isEmpty()) {
        const qsizetype size = std::min<qsizetype>(bytes.size(), std::numeric_limits<int>::max());
        auto *data = reinterpret_cast<unsigned char *>(const_cast<char *>(bytes.data()));
        crc = crc32_iscsi(data, int(size), crc);
        bytes.slice(size);
    }
    return ~crc;
}

uint32_t crc32(QByteArrayView bytes)
{
    // crc32_gzip_refl makes both inversions itself.
    return crc32_gzip_refl(0, reinterpret_cast<const unsigned char *>(bytes.data()), uint64_t(bytes.size()));
}

} // namespace backspool::codec
