/// Hostile messages: the first byte is the type, the rest the payload.
#include "protocol/sample_messages.h"

#include <cstdlib>

using namespace backspool;
using namespace backspool::protocol;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const QByteArrayView payload(data + 1, qsizetype(size) - 1);
    for (const MessageSample &sample : messageSamples()) {
        if (uint8_t(sample.type) != data[0])
            continue;
        // What is accepted may be written otherwise by us (an unknown kind of error, say), but then means the same.
        const auto written = sample.throughAndBack(payload);
        if (!written)
            return 0;
        const auto again = sample.throughAndBack(*written);
        if (!again || *again != *written)
            std::abort();
    }
    return 0;
}
