#pragma once
/// Reads objects from containers and their mirrors, verified, with what was read last kept.
#include "store/index_keeper.h"

namespace backspool::store {

/// Thread-safe.
class ObjectReader
{
public:
    ObjectReader(StoreParts &parts, const IndexKeeper &index);

    using BlockPointer = std::shared_ptr<const format::UnpackedBlock>;
    /// The block at @p location, from the mirror where the container's own is damaged.
    Result<BlockPointer> block(const ObjectLocation &location);
    Result<StoredBlock> storedBlock(const ObjectLocation &location);

    /// See ObjectStore::read() and readNode().
    Result<QByteArray> read(const ObjectName &name);
    Result<QByteArray> readNode(const ObjectName &name);

private:
    struct Object
    {
        format::ObjectKind kind = format::ObjectKind::Chunk;
        QByteArray bytes;
    };
    template <class Value, class Read> Result<Value> fromEitherCopy(const ObjectLocation &location, Read read);
    Result<Object> readAgain(const ObjectName &name);
    Result<Object> readAnyCopy(const ObjectName &name);
    Result<Object> object(const ObjectName &name, const ObjectLocation &location);
    Result<Object> verified(const ObjectName &name, const ObjectLocation &location, const BlockPointer &block) const;

    StoreParts &parts_;
    const IndexKeeper &index_;
    ByteBoundedCache<uint64_t, BlockPointer> blocks_;
    /// Nodes only: what a name stands for is always the same then. Of a version another record may be stored.
    ByteBoundedCache<ObjectName, QByteArray> nodes_;
};

} // namespace backspool::store
