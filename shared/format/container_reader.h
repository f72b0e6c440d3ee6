#pragma once
/// Reads a container that may be damaged or cut anywhere: what is whole is read, what is not is a clear error.
#include "codec/digest.h"
#include "format/container_writer.h"

namespace backspool::format {

class ContainerReader
{
public:
    /// Opens the container that is known (by its file name) to be @p uuid of @p kind. A damaged header is no
    /// obstacle: kind and uuid are known; client and lease are then 0 and headerDamage() says so.
    /// Errors: Io; Unsupported (version, key slot). The source outlives the reader.
    static Result<ContainerReader> open(ByteSource &source, ContainerKind kind, const ContainerUuid &uuid,
                                        const codec::SecretKey &repositoryKey);

    const ContainerHeader &header() const { return header_; }
    const std::optional<Error> &headerDamage() const { return headerDamage_; }
    /// A footer is there: the container was finished.
    bool isFinished() const { return footer_.has_value(); }

    /// The index from the container's end. Errors: Damaged, NotFound (not finished).
    Result<ContainerIndex> readIndex() const;
    /// The index made anew: scans block by block from the start, opens each and digests its objects. What is damaged
    /// is passed over and named in @p damages (may be null); where a block's header is damaged, the scan goes on at
    /// the next place that has a whole header with a higher counter, so one wrong byte costs one block. What follows
    /// the last whole block of a container without footer is not named: a write that was cut looks like that.
    /// (In a container that was finished, a missing footer is itself a damage; see isFinished().)
    /// Names of version records cannot be computed from the record alone: they come from the index where that is
    /// whole, else as null. @p validSize (may be null) gets the end of the last whole block.
    ContainerIndex scan(const codec::Digester &digester, std::vector<Error> *damages, uint64_t *validSize) const;

    /// Reads and opens the block at @p offset. Thread-safe. Errors: Damaged (names the container and offset), Io.
    Result<PackedBlock> readBlock(uint32_t offset) const;
    /// readBlock() and unpackBlock().
    Result<UnpackedBlock> readObjects(uint32_t offset) const;

private:
    friend class ContainerScan;
    ContainerReader(ByteSource &source, ContainerHeader header, const codec::SecretKey &repositoryKey);
    /// The header of the block at @p offset, which lies with all its bytes before @p end.
    Result<BlockHeader> readBlockHeader(uint64_t offset, uint64_t end) const;
    Result<PackedBlock> readBlockBody(uint64_t offset, const BlockHeader &header) const;
    /// @p error with the container and the place in it said before it.
    Error at(uint64_t offset, const Error &error) const;
    /// Where blocks end: the footer, or the end of the file.
    uint64_t endOfBlocks() const;
    ByteSource *source_;
    ContainerHeader header_;
    std::optional<Error> headerDamage_;
    std::optional<ContainerFooter> footer_;
    codec::Sealer sealer_;
};

} // namespace backspool::format
