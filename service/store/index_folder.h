#pragma once
/// The chunk index on disk: a folder of runs, and the manifest that says which of them count.
///
/// Nothing is overwritten: runs and manifests get new numbers, and what a newer manifest does not name goes after it is
/// synced, or at the next opening.
#include "store/index_run.h"
#include "store/memory_table.h"

#include <set>

namespace backspool::store {

struct IndexManifest;

using RunPointer = std::shared_ptr<const IndexRun>;
using RunList = std::vector<RunPointer>; // oldest first
using TablePointer = std::shared_ptr<const MemoryTable>;

struct IndexedRuns
{
    RunList runs;
    std::set<ContainerId> covered; ///< containers whose every object is in some run
};

/// Not thread-safe: one writes at a time. Runs may be read meanwhile.
class IndexFolder
{
public:
    IndexFolder(Disk &disk, QString folder) : disk_(disk), folder_(std::move(folder)) {}

    /// To be called first. Damaged or missing runs are passed over, and their containers are not covered. Errors: Io.
    Result<IndexedRuns> open();

    /// The run of what is in @p tables and @p old (both oldest first) of live containers; null when there is nothing.
    /// It does not count yet. Errors: Io, Damaged (one of @p old).
    Result<RunPointer> write(std::span<const TablePointer> tables, std::span<const RunPointer> old,
                             const ChunkIndex::IsLive &isLive);
    /// A run that does not count.
    void remove(const IndexRun &run);

    /// @p now is what counts from now on: durable when this returns. Errors: Io; what counted before still does.
    Status commit(const IndexedRuns &now);
    /// Removes what does not count any more: the runs of @p before that @p now has not, and older manifests.
    void tidy(const RunList &before, const RunList &now);

private:
    QString path(const char *prefix, uint64_t number) const;
    IndexedRuns openRuns(const IndexManifest &manifest);

    Disk &disk_;
    const QString folder_;
    uint64_t nextRun_ = 1;
    uint64_t nextManifest_ = 1;
};

} // namespace backspool::store
