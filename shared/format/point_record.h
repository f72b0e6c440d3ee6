#pragma once
/// What a DTF says of its point (docs/format.md, "Point record").
#include "core/clock.h"
#include "core/ids.h"
#include "format/file_content.h"
#include "format/hint.h"

#include <QString>

#include <map>

namespace backspool::format {

struct PointStatistics
{
    uint64_t filesNew = 0;
    uint64_t filesModified = 0;
    uint64_t filesRedundant = 0;
    uint64_t filesUnchanged = 0;
    uint64_t filesDeleted = 0;
    uint64_t filesRenamed = 0;
    uint64_t filesSkipped = 0;
    uint64_t files = 0; ///< all entries but directories
    uint64_t directories = 0;
    uint64_t bytes = 0; ///< sum of the files' sizes
    uint64_t bytesRead = 0;
    uint64_t bytesSent = 0;
    bool operator==(const PointStatistics &) const = default;
};

struct PointRecord
{
    PointId point;
    ClientId client;
    LeaseId lease;
    PointId base;
    QString clientName;
    QString host;
    QString zone;
    QString agent;
    WallTime started{};
    WallTime ended{};
    DirectoryEntry root; ///< named "/"
    Hint rootHint;
    std::vector<QByteArray> selection;
    std::vector<QByteArray> exclude;
    std::map<uint32_t, QByteArray> users;
    std::map<uint32_t, QByteArray> groups;
    PointStatistics statistics;
    /// The document that tells how to make the computer anew; empty: none was gathered.
    FileContent systemInformation;

    QByteArray encode() const;
    /// Errors: Damaged. Bounded by the size of @p bytes (at most 4 MiB).
    static Result<PointRecord> decode(QByteArrayView bytes);
};

} // namespace backspool::format
