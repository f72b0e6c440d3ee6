#pragma once
/// Writes a container: header at once, blocks as they come, then index and footer. The caller syncs and renames.
#include "format/block.h"
#include "format/byte_source.h"
#include "format/container_index.h"

namespace backspool::format {

/// Not thread-safe. Containers stay below 4 GiB (offsets are u32); writers start a new one at kContainerSize.
constexpr ByteCount kContainerSize = 256_MiB;
/// And at so many objects: kContainerSize of objects of 1 KiB. Who reads an index holds a line of it for each.
constexpr size_t kContainerObjects = 262'144;

class ContainerWriter
{
public:
    /// @p repositoryKey is used to derive the container's key only. The sink outlives the writer.
    ContainerWriter(ContainerHeader header, const codec::SecretKey &repositoryKey, ByteSink &sink);

    /// Writes the header. Must be called first, once.
    Status begin();
    /// Seals @p block and appends it. @p names has one name a slot (null for points and state).
    /// Sealing alone may be done on another thread before, see seal()/appendSealed(). Returns the block's offset.
    Result<uint32_t> append(const PackedBlock &block, const std::vector<ObjectName> &names);
    /// The two halves of append(): seal() is thread-safe and takes the counter that the block is to have;
    /// appendSealed() wants the counters in order without gap.
    QByteArray seal(const PackedBlock &block, uint32_t counter) const;
    Result<uint32_t> appendSealed(QByteArrayView sealedWithHeader, const std::vector<ObjectEntry> &table,
                                  const std::vector<ObjectName> &names, BlockKind kind);
    /// Writes index and footer; nothing may be appended after.
    Status finish();

    const ContainerHeader &header() const { return header_; }
    /// Bytes written so far.
    ByteCount size() const { return size_; }
    uint32_t nextCounter() const { return uint32_t(index_.blocks.size()); }
    const ContainerIndex &index() const { return index_; }

private:
    ContainerHeader header_;
    codec::Sealer sealer_;
    ByteSink &sink_;
    ContainerIndex index_;
    ByteCount size_ = 0;
};

} // namespace backspool::format
