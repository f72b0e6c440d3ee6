#pragma once
/// For tidying up where a failure changes nothing: what stays is removed at the next start.
#include "core/logging.h"
#include "core/result.h"

namespace backspool::store {

inline void bestEffort(const Status &status)
{
    if (!status)
        qCDebug(logStore, "%ls", qUtf16Printable(status.error().text()));
}

} // namespace backspool::store
