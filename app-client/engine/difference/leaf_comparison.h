#pragma once
/// Finds what of a file is not as in its last version where only the digests of that version's leaves are at hand: its
/// file system has no clones, its shadow went with the agent that made it, or the write log does not hold. The file is
/// read once; of a leaf with another digest the service, which has the old content, is asked page by page. So a
/// database with changed rows costs the service a look at the leaves that they are in, not at all of the version.
#include "core/cancel_token.h"
#include "difference/changed_regions.h"
#include "difference/known_version.h"
#include "difference/leaf_reader.h"
#include "protocol/difference_messages.h"

#include <functional>
#include <optional>

namespace backspool::engine {

/// Not thread-safe; used once. All that it is given outlives it.
class LeafComparison
{
public:
    using Copies = std::vector<protocol::CheckCopies::Copy>;
    /// Which of the copies of the last version are right, in their order. Blocks.
    using Check = std::function<Result<std::vector<bool>>(const Copies &copies)>;

    struct Source
    {
        FileContent file; ///< nobody writes to it
        const FileStatus &status;
        const KnownVersion &old;
    };
    LeafComparison(const Source &source, const codec::Digester &digester, Check check, Tally &tally,
                   const CancelToken &cancel);

    /// The pages that differ within what both versions have.
    /// nullopt: they are more than @p most bytes, or the leaves that they are in more than twice as many (so much is
    /// the most that is asked about), or will be if the rest is like what was read. Then what moved is better looked
    /// for. Errors: Damaged (the file ends before its status has it, or what the service says of a leaf's pages
    /// contradicts that leaf's digest), Io (the file), the check's, Cancelled.
    Result<std::optional<ChangedRegions>> run(uint64_t most);

private:
    bool isTooMuchSoFar(uint64_t read, uint64_t most) const;
    bool isAsBefore(uint64_t offset);
    Status addPages(uint64_t offset);
    Status ask();
    void addChanged(const protocol::CheckCopies::Copy &page);

    const Source source_;
    codec::Digester digester_;
    const Check check_;
    const CancelToken &cancel_;
    LeafReader leaf_;
    ObjectName zeroLeaf_; ///< digest of a leaf of zeros; null: not needed yet
    Copies asked_;        ///< one for each page of leaves that differ: whole leaves, as many as one question may have
    ChangedRegions changed_;
    uint64_t changedBytes_ = 0;
    uint64_t differingBytes_ = 0; ///< in leaves that differ, those asked about
};

} // namespace backspool::engine
