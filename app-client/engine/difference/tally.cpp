#include "difference/tally.h"

namespace backspool::engine {

namespace {
constexpr size_t kMaxNamed = 10'000;
} // namespace

void Tally::skip(const QByteArray &path, const QString &reason)
{
    const std::lock_guard lock(mutex_);
    ++skippedCount_;
    if (skipped_.size() < kMaxNamed)
        skipped_.push_back({path, reason});
}

void Tally::drop(const QByteArray &path, const QString &reason)
{
    const std::lock_guard lock(mutex_);
    if (dropped_.size() < kMaxNamed)
        dropped_.push_back({path, reason});
}

std::vector<Skipped> Tally::dropped() const
{
    const std::lock_guard lock(mutex_);
    return dropped_;
}

uint64_t Tally::skippedCount() const
{
    const std::lock_guard lock(mutex_);
    return skippedCount_;
}

std::vector<Skipped> Tally::skipped() const
{
    const std::lock_guard lock(mutex_);
    return skipped_;
}

format::PointStatistics Tally::statistics() const
{
    format::PointStatistics statistics;
    statistics.filesNew = filesNew;
    statistics.filesModified = filesModified;
    statistics.filesRedundant = filesRedundant;
    statistics.filesUnchanged = filesUnchanged;
    statistics.filesDeleted = filesDeleted;
    statistics.filesRenamed = filesRenamed;
    statistics.filesSkipped = skippedCount();
    statistics.files = files;
    statistics.directories = directories;
    statistics.bytes = bytes;
    statistics.bytesRead = bytesRead;
    return statistics;
}

Progress Tally::progress() const
{
    Progress progress;
    progress.itemsDone = files + directories;
    progress.bytesDone = bytesRead;
    return progress;
}

} // namespace backspool::engine
