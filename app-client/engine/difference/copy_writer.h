#pragma once
/// Turns what was found in an old version into extents of its chunks, and sees to it that it is what it was taken for.
///
/// Fingerprints propose; every copied byte is covered by a whole digest (docs/decisions/copies-are-checked.md): of a
/// leaf or a whole chunk here, by the bytes that are being read; of a part of a chunk by the service, which is asked
/// once for all of the file. Zeros in place of a hole are looked at.
#include "difference/chunk_sender.h"
#include "difference/known_version.h"
#include "protocol/difference_messages.h"

namespace backspool::engine {

/// Not thread-safe: one file's.
class CopyWriter
{
public:
    /// All outlive it.
    CopyWriter(const KnownVersion &old, const codec::Digester &digester, ChunkSender &chunks);

    /// The next bytes of the new content are the old version's from @p offset on, as a digest has shown. Errors: the
    /// sink's.
    Status copyProven(uint64_t offset, uint64_t length);
    /// The same by the word of fingerprints: @p bytes. Errors: the sink's.
    Status copy(uint64_t offset, QByteArrayView bytes);
    /// Something else follows. Errors: the sink's.
    Status endPart();

    /// A match was none: nothing that was written is of use.
    bool hasFailed() const { return hasFailed_; }
    uint64_t copiedBytes() const { return copiedBytes_; }
    /// What the service is to be asked.
    const std::vector<protocol::CheckCopies::Copy> &unproven() const { return unproven_; }

private:
    size_t extentAt(uint64_t offset);
    uint64_t endOf(size_t extent) const { return starts_[extent] + old_.extents[extent].length; }
    Status writePart(size_t extent, uint64_t offset, uint64_t length);

    const KnownVersion &old_;
    const codec::Digester &digester_;
    ChunkSender &chunks_;
    std::vector<uint64_t> starts_; ///< of the old extents
    size_t near_ = 0;              ///< extent that was looked up last
    QByteArray part_;              ///< of one old extent, copied and not written yet
    uint64_t partOffset_ = 0;      ///< in the old version
    std::vector<protocol::CheckCopies::Copy> unproven_;
    uint64_t copiedBytes_ = 0;
    bool hasFailed_ = false;
};

} // namespace backspool::engine
