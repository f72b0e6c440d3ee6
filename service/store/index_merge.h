#pragma once
/// Brings sorted sources of index records together into one run.
#include "store/index_run_writer.h"
#include "store/memory_table.h"

namespace backspool::store {

/// Records in order of their names; of one name, the newest first.
class RecordSource
{
public:
    virtual ~RecordSource() = default;
    /// Goes to the first record, then from one to the next; false at the end.
    virtual Result<bool> next() = 0;
    /// REQUIRES: next() has returned true.
    virtual const IndexEntry &current() const = 0;
};

/// The records of @p tables (oldest first), which outlive the source.
std::unique_ptr<RecordSource> sourceOf(std::span<const std::shared_ptr<const MemoryTable>> tables);
/// The records of @p run, read some pages at a time.
std::unique_ptr<RecordSource> sourceOf(std::shared_ptr<const IndexRun> run);

/// Writes all records of @p sources (newest first) but those of containers that are not live and exact repetitions.
Status mergeRecords(std::span<const std::unique_ptr<RecordSource>> sources, const ChunkIndex::IsLive &isLive,
                    IndexRunWriter &writer);

} // namespace backspool::store
