#pragma once
/// Where a container's bytes come from and go to. The format knows no files: the store, a tape and a test each give
/// their own.
#include "core/result.h"

#include <QByteArray>
#include <QByteArrayView>

#include <cstdint>

namespace backspool::format {

class ByteSource
{
public:
    virtual ~ByteSource() = default;
    virtual uint64_t size() const = 0;
    /// Exactly @p size bytes from @p offset. Errors: Damaged when the source ends before; Io.
    /// Thread-safe; blocks.
    virtual Result<QByteArray> read(uint64_t offset, qsizetype size) = 0;
};

class ByteSink
{
public:
    virtual ~ByteSink() = default;
    /// Appends all of @p bytes or fails (the sink is then of no further use). Errors: NoSpace, Io.
    virtual Status append(QByteArrayView bytes) = 0;
};

} // namespace backspool::format
