#include "restore/restore_report.h"

namespace backspool::engine {

void RestoreTally::setTotals(uint64_t files, uint64_t bytes)
{
    totalFiles_ = files;
    totalBytes_ = bytes;
}

void RestoreTally::restored()
{
    ++restored_;
    tell();
}

void RestoreTally::unchanged(uint64_t bytes)
{
    ++unchanged_;
    unchangedBytes_ += bytes;
    tell();
}

void RestoreTally::wrote(uint64_t bytes)
{
    written_ += bytes;
    tell();
}

void RestoreTally::problem(RestoreProblem::Kind kind, const QByteArray &path, const QString &reason)
{
    ++(kind == RestoreProblem::Skipped ? skipped_ : kind == RestoreProblem::Failed ? failed_ : incomplete_);
    events_.problem({kind, path, reason});
}

RestoreReport RestoreTally::report() const
{
    RestoreReport report;
    report.filesRestored = restored_;
    report.filesUnchanged = unchanged_;
    report.filesSkipped = skipped_;
    report.filesFailed = failed_;
    report.filesIncomplete = incomplete_;
    report.folders = folders_;
    report.bytesWritten = written_;
    return report;
}

void RestoreTally::tell()
{
    sink_.progressed({.itemsDone = restored_ + unchanged_ + skipped_ + failed_,
                      .itemsTotal = totalFiles_,
                      .bytesDone = written_ + unchangedBytes_,
                      .bytesTotal = totalBytes_});
}

} // namespace backspool::engine
