#pragma once
/// A file, leaf by leaf.
#include "codec/signature.h"
#include "core/units.h"
#include "difference/file_runs.h"
#include "difference/tally.h"

#include <vector>

namespace backspool::engine {

/// Not thread-safe. All that it is given outlives it.
class LeafReader
{
public:
    /// What of two versions of a leaf is compared as a whole: the page of most databases and of memory, and the block
    /// of most file systems.
    static constexpr qsizetype kPage = 4_KiB;

    /// The file is taken as @p status has it, or shorter where it ends before.
    LeafReader(const FileContent &file, const FileStatus &status, Tally &tally);

    /// Reads the leaf at @p offset; false: the file ends before the leaf does. Errors: Io.
    Result<bool> read(uint64_t offset);

    /// Of the leaf that was read; holes are zeros.
    const QByteArray &bytes() const { return leaf_; }
    struct Hole
    {
        qsizetype start = 0, length = 0; ///< in the leaf
    };
    const std::vector<Hole> &holes() const { return holes_; }
    bool isAllHole() const { return !holes_.empty() && holes_.front().length == codec::kLeafSize; }

private:
    const FileContent file_;
    const uint64_t size_;
    const bool isSparse_;
    Tally &tally_;
    FileRun run_; ///< of the file, the last one looked up
    QByteArray leaf_;
    std::vector<Hole> holes_;
};

} // namespace backspool::engine
