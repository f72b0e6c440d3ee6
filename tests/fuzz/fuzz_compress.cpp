/// Hostile compressed blocks: never a crash, never another size than the caller asked for.
#include "codec/compress.h"

#include <zstd.h>

#include <cstdlib>

using namespace backspool;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    // The size that the frame states, where that is bounded: any other is refused before a byte is expanded.
    const unsigned long long stated = ZSTD_getFrameContentSize(data, size);
    const qsizetype expected = stated <= 1_MiB ? qsizetype(stated) : qsizetype(1000);
    static codec::Decompressor decompressor;
    const auto plain = decompressor.decompress({data, qsizetype(size)}, expected);
    if (plain ? plain->size() != expected : plain.error().kind() != ErrorKind::Damaged)
        std::abort();
    return 0;
}
