#pragma once
/// Content by its name, as a file's entry and a point record have it.
#include "core/object_name.h"
#include "core/units.h"

#include <cstdint>

namespace backspool::format {

struct FileContent
{
    ObjectName signature; ///< null when empty
    uint64_t size = 0;

    bool isEmpty() const { return size == 0; }
    bool operator==(const FileContent &) const = default;
};

/// Of a point's system information. That of a server with 5,000 packages has half a MiB.
constexpr ByteCount kMaxSystemInformation = 16_MiB;

} // namespace backspool::format
