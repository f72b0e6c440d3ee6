/// Hostile point records: what is accepted comes back.
#include "format/point_record.h"

#include <cstdlib>

using namespace backspool;
using namespace backspool::format;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const auto record = PointRecord::decode({data, qsizetype(size)});
    if (!record)
        return 0;
    const auto bytes = record->encode();
    const auto again = PointRecord::decode(bytes);
    if (!again || again->encode() != bytes || again->root != record->root)
        std::abort();
    return 0;
}
