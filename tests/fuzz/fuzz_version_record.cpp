/// Hostile version records and extents: what is accepted comes back, and its extents sum to its size.
#include "format/version_record.h"

#include <cstdlib>

using namespace backspool;
using namespace backspool::format;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArrayView input(data, qsizetype(size));
    const auto extent = Extent::decode(input);
    if (extent && (extent->encode() != input || extent->length == 0))
        std::abort();

    const auto record = VersionRecord::decode(input);
    if (!record)
        return 0;
    const auto again = VersionRecord::decode(record->encode());
    if (!again || *again != *record)
        std::abort();
    uint64_t sum = 0;
    const auto fetch = [](const ObjectName &) -> Result<QByteArray> {
        return fail(ErrorKind::NotFound, QStringLiteral("no such node"));
    };
    const auto read = record->forEachExtent(fetch, [&](const Extent &one) -> Result<bool> {
        sum += one.length;
        return true;
    });
    if (read.has_value() != record->extentTree.isNull() || (read && sum != record->size))
        std::abort();
    return 0;
}
