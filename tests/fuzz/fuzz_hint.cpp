/// Hostile hints: what is accepted has one encoding.
#include "format/hint.h"

#include <cstdlib>

using namespace backspool;
using namespace backspool::format;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArrayView input(data, qsizetype(size));
    const auto hint = Hint::decode(input);
    if (hint && hint->encode() != input)
        std::abort();
    return 0;
}
