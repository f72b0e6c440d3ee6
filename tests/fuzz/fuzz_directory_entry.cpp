/// Hostile directory entries: what is accepted has one encoding and a name that is safe to make.
#include "format/directory_entry.h"

#include <cstdlib>

using namespace backspool;
using namespace backspool::format;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArrayView input(data, qsizetype(size));
    for (const bool isRoot : {false, true}) {
        const auto entry = DirectoryEntry::decode(input, isRoot);
        if (!entry)
            continue;
        if (entry->encode() != input || (isRoot ? entry->name != "/" : !isSafeName(entry->name)))
            std::abort();
        for (const auto &attribute : entry->attributes) {
            if (attribute.type != Attribute::ExtendedAttribute)
                continue;
            const auto parts = attribute.asExtended();
            if (parts && Attribute::extended(parts->first, parts->second) != attribute)
                std::abort();
        }
    }
    return 0;
}
