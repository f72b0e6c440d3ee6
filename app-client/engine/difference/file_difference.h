#pragma once
/// Reads a modified file against its last version: what that has becomes extents into its chunks, the rest new chunks.
///
/// Leaf by leaf. A leaf whose digest is that of the last version's at the same place is copied, with no more work than
/// the signature needs anyway: a database with a few changed pages. In the others blocks are found by fingerprints at
/// any offset: insertions, deletions, moves. With regions from a write log, leaves that they do not touch are not even
/// read.
#include "core/cancel_token.h"
#include "difference/block_matcher.h"
#include "difference/changed_regions.h"
#include "difference/copy_writer.h"
#include "difference/leaf_reader.h"

namespace backspool::engine {

/// Not thread-safe; used once. All that it is given outlives it.
class FileDifference final : private MatchSink
{
public:
    struct Source
    {
        FileContent file;
        const FileStatus &status;
        const FingerprintSet &old;
        const ChangedRegions *regions = nullptr; ///< none: everything is read
    };
    FileDifference(const Source &source, const codec::Digester &digester, ChunkSender &chunks, Tally &tally,
                   const CancelToken &cancel);

    /// The signature of what the file has; everything has gone to the chunks, but for their finish().
    /// Errors: Io (the file), the sink's failure, Cancelled.
    Result<codec::Signature> run();
    /// What the service is to be asked; nullopt: a match was none, and nothing that was written is of use.
    std::optional<std::vector<protocol::CheckCopies::Copy>> unproven() const;
    /// Of the new content, what the last version has.
    uint64_t copiedBytes() const { return copies_.copiedBytes(); }
    /// After run(), once the chunks are finished: the set of the new version. REQUIRES: taken once.
    FingerprintSet takeSet(const codec::Signature &signature, const ObjectName &record);

private:
    bool isUntouched(uint64_t offset);
    Status copyUntouched(uint64_t offset);
    Status addLeaf(uint64_t offset);
    Status addChangedLeaf(uint64_t offset);
    bool isScattered() const;
    Status literal(QByteArrayView bytes) override;
    Status match(uint64_t oldOffset, QByteArrayView bytes) override;
    Status endMatching();

    const Source source_;
    ChunkSender &chunks_;
    const CancelToken &cancel_;
    codec::Digester digester_;
    codec::FingerprintBuilder fingerprints_;
    codec::SignatureBuilder signature_;
    CopyWriter copies_;
    BlockMatcher matcher_;
    std::optional<RegionCursor> regions_;
    bool isMatching_ = false; ///< the matcher has been told where it is
    LeafReader leaf_;
};

} // namespace backspool::engine
