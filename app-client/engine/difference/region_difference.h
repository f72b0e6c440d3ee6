#pragma once
/// Reads of a modified file what a write log says was written, against its last version (seed: FDA-detected regions).
/// The work is in proportion to what was written.
///
/// A leaf that no region touches is a copy of the last version's, and its digest is known. Of a touched one both
/// versions are read; the last version's is what it is taken for when its digest is the one that is kept, and then what
/// both have at the same place is a copy, of which nobody else need be asked
/// (docs/decisions/copies-are-checked.md). Where the last version cannot be read any more, a digest has shown of every
/// page that no region touches that it is a copy. The rest becomes new chunks.
#include "core/cancel_token.h"
#include "difference/changed_regions.h"
#include "difference/copy_writer.h"
#include "difference/leaf_reader.h"

namespace backspool::engine {

/// Not thread-safe; used once. All that it is given outlives it.
class RegionDifference
{
public:
    struct Source
    {
        FileContent file; ///< nobody writes to it, and it has the status' size: of what is not read that is not seen
        const FileStatus &status;
        const KnownVersion &old;
        std::optional<FileContent> oldFile; ///< what the last version was read from, as it was then
        const ChangedRegions &regions;      ///< without oldFile: by pages
    };
    RegionDifference(const Source &source, const codec::Digester &digester, ChunkSender &chunks, Tally &tally,
                     const CancelToken &cancel);

    /// The signature of what the file has; everything has gone to the chunks, but for their finish().
    /// Errors: Io (the file; also: it ends before the status' size), the sink's failure, Cancelled; and isOldAnother().
    Result<codec::Signature> run();
    /// The old file is not what it was taken for: nothing that was written is of use.
    bool isOldAnother() const { return isOldAnother_; }
    /// After run(), once the chunks are finished. REQUIRES: taken once.
    KnownVersion takeVersion(const codec::Signature &signature, const ObjectName &record);

private:
    uint64_t untouchedAt(uint64_t offset);
    Status copyUntouched(uint64_t offset, uint64_t length);
    Status addLeaf(uint64_t offset);
    Status readOldLeaf(uint64_t number);
    Status addChangedLeaf(uint64_t offset);
    Status addData(uint64_t offset, qsizetype start, qsizetype end);
    bool isSame(uint64_t offset, qsizetype start, qsizetype length);

    const Source source_;
    ChunkSender &chunks_;
    const CancelToken &cancel_;
    codec::Digester digester_;
    QByteArray leaves_; ///< digests of the new version's
    codec::SignatureBuilder signature_;
    CopyWriter copies_;
    RegionCursor regions_;
    LeafReader leaf_;
    QByteArray oldLeaf_;
    bool isOldAnother_ = false;
};

} // namespace backspool::engine
