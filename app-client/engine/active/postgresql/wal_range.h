#pragma once
/// The part of a write-ahead log that a backup needs, by the names of its files (PostgreSQL manual, "WAL Internals";
/// XLogFileName() in xlog_internal.h: time line, and number of the segment in two parts).
#include "core/result.h"

#include <QByteArray>

#include <cstdint>
#include <vector>

namespace backspool::engine {

/// "0/2000028". Errors: Invalid.
Result<uint64_t> parseWalPosition(QByteArrayView text);

class WalRange
{
public:
    /// From the file that @p label (of a backup) says that it starts in, to the one with the last byte before @p stop.
    /// Errors: Invalid (also of more files than any backup needs).
    static Result<WalRange> of(QByteArrayView label, uint64_t stop, uint64_t segmentSize);

    /// The names of all its files.
    std::vector<QByteArray> names() const;
    /// A backup has the file of the log's folder: one of names(), or the history of a time line.
    bool needs(QByteArrayView name) const;

private:
    QByteArray nameOf(uint64_t segment) const;

    uint32_t timeLine_ = 0;
    uint64_t first_ = 0, last_ = 0; ///< numbers of segments
    uint64_t segmentSize_ = 0;
};

} // namespace backspool::engine
