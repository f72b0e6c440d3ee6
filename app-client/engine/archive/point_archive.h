#pragma once
/// Files and folders of a point as an archive: for somebody who has no Backspool.
#include "archive/archive_file.h"
#include "core/cancel_token.h"
#include "core/progress.h"
#include "read/point_reader.h"

namespace backspool::engine {

struct ArchiveProblem
{
    QByteArray path;
    QString reason;
};

struct ArchiveReport
{
    uint64_t files = 0; ///< links too
    uint64_t folders = 0;
    uint64_t bytes = 0; ///< of the files' contents
    uint64_t problemCount = 0;
    std::vector<ArchiveProblem> problems; ///< the first 1,000: what is not in the archive, or not as it was
};

/// What goes into an archive, of one point.
struct ArchivePart
{
    const PointReader &point;
    std::vector<QByteArray> paths; ///< absolute, normalised
};

/// Writes the paths of all @p parts, each by its last name, with all that is in them. Blocks. What
/// has no place in archives (sockets, devices, very large files) is a problem, and so are names that are no text, and
/// content that is damaged: zeros stand for what is missing of it. Errors: NotFound (a path), those of ArchiveFile,
/// Unreachable, Cancelled.
Result<ArchiveReport> writeArchive(ObjectFetcher &fetcher, const Verifier &verifier,
                                   const std::vector<ArchivePart> &parts, const QString &file, ArchiveFormat format,
                                   ProgressSink &progress, const CancelToken &cancel);

} // namespace backspool::engine
