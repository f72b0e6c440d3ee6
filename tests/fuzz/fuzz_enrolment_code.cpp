/// Texts that are no enrolment code, or a bad one.
#include "protocol/enrolment_code.h"

#include <cstdlib>

using namespace backspool::protocol;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const auto code = EnrolmentCode::fromText(QString::fromUtf8(QByteArrayView(data, qsizetype(size))));
    if (!code)
        return 0;
    const auto again = EnrolmentCode::fromText(code->toText());
    if (!again || again->secret != code->secret || again->authorityFingerprint != code->authorityFingerprint)
        std::abort();
    return 0;
}
