#include "store/object_reader.h"

#include "core/logging.h"

#include <algorithm>

namespace backspool::store {

using format::ObjectKind;

namespace {

/// Nodes are small and asked for again and again: a part of the cache that large data cannot empty.
constexpr ByteCount kNodeShare = 4;

/// Errors after which a second copy may help.
bool isLoss(const Error &error)
{
    return error.kind() == ErrorKind::Damaged || error.kind() == ErrorKind::NotFound || error.kind() == ErrorKind::Io;
}

uint64_t keyOf(const ObjectLocation &location)
{
    return uint64_t(location.container.value) << 32 | location.place.blockOffset;
}

ByteCount memoryOf(const format::UnpackedBlock &block)
{
    return block.rawSize() + ByteCount(block.count() * (sizeof(format::ObjectEntry) + sizeof(uint32_t)));
}

std::unexpected<Error> gone(ContainerId container)
{
    return fail(ErrorKind::NotFound, QStringLiteral("container number %1 is no longer there").arg(container.value));
}

} // namespace

ObjectReader::ObjectReader(StoreParts &parts, const IndexKeeper &index)
    : parts_(parts), index_(index), blocks_(parts.options.cacheSize), nodes_(parts.options.cacheSize / kNodeShare)
{
}

/// What @p read makes of the open container; of its mirror where it fails with that.
template <class Value, class Read> Result<Value> ObjectReader::fromEitherCopy(const ObjectLocation &location, Read read)
{
    const auto row = parts_.table.row(location.container);
    if (!row)
        return gone(location.container);
    const auto from = [&](Copy copy) -> Result<Value> {
        const auto open = TRY(parts_.files.open(*row, copy));
        return read(open->reader);
    };
    auto value = from(Copy::Main);
    if (value || row->kind != format::ContainerKind::Dtf || !isLoss(value.error()))
        return value;
    auto mirrored = from(Copy::Mirror);
    if (!mirrored)
        return value;
    qCWarning(logStore, "Read from the second copy: %ls", qUtf16Printable(value.error().text()));
    return mirrored;
}

Result<ObjectReader::BlockPointer> ObjectReader::block(const ObjectLocation &location)
{
    if (auto known = blocks_.find(keyOf(location)))
        return *std::move(known);
    auto block = TRY(fromEitherCopy<format::UnpackedBlock>(location, [&](const format::ContainerReader &reader) {
        return reader.readObjects(location.place.blockOffset);
    }));
    auto shared = std::make_shared<const format::UnpackedBlock>(std::move(block));
    blocks_.insert(keyOf(location), shared, memoryOf(*shared));
    return shared;
}

Result<StoredBlock> ObjectReader::storedBlock(const ObjectLocation &location)
{
    const auto row = parts_.table.row(location.container);
    if (!row)
        return gone(location.container);
    auto block = TRY(fromEitherCopy<format::PackedBlock>(
        location, [&](const format::ContainerReader &reader) { return reader.readBlock(location.place.blockOffset); }));
    return StoredBlock{location.container, row->client, location.place.blockOffset, std::move(block)};
}

Result<ObjectReader::Object> ObjectReader::verified(const ObjectName &name, const ObjectLocation &location,
                                                    const BlockPointer &block) const
{
    const auto wrong = [&] {
        return fail(ErrorKind::Damaged, QStringLiteral("container number %1, byte %2: the object there is not %3")
                                            .arg(location.container.value)
                                            .arg(location.place.blockOffset)
                                            .arg(QLatin1StringView(name.toHex())));
    };
    const size_t slot = location.place.slot;
    if (slot >= block->count())
        return wrong();
    const auto bytes = block->object(slot);
    // A version record's name cannot be told from its bytes.
    switch (block->kind(slot)) {
    case ObjectKind::Chunk:
        if (parts_.digester.chunk(bytes) != name)
            return wrong();
        break;
    case ObjectKind::Node:
        if (parts_.digester.node(bytes) != name)
            return wrong();
        break;
    default:
        if (location.kind != block->kind(slot))
            return wrong();
    }
    return Object{block->kind(slot), block->objectCopy(slot)};
}

Result<ObjectReader::Object> ObjectReader::object(const ObjectName &name, const ObjectLocation &location)
{
    return verified(name, location, TRY(block(location)));
}

Result<ObjectReader::Object> ObjectReader::readAnyCopy(const ObjectName &name)
{
    const auto place = TRY(index_.find(std::span(&name, 1))).front();
    if (!place)
        return fail(ErrorKind::NotFound, QStringLiteral("the store has no such object"));
    auto bytes = object(name, *place);
    if (bytes)
        return bytes;
    for (const auto &twin : TRY(index_.findAll(name))) {
        if (twin == *place)
            continue;
        if (auto other = object(name, twin)) {
            qCWarning(logStore, "Read from a second place: %ls", qUtf16Printable(bytes.error().text()));
            return other;
        }
    }
    return bytes;
}

Result<ObjectReader::Object> ObjectReader::readAgain(const ObjectName &name)
{
    auto object = readAnyCopy(name);
    // Its container may have been replaced between find and read: then it is elsewhere by now.
    if (!object && object.error().kind() == ErrorKind::NotFound)
        object = readAnyCopy(name);
    if (!object)
        return fail(
            object.error().withContext(QStringLiteral("reading the object %1").arg(QLatin1StringView(name.toHex()))));
    return object;
}

Result<QByteArray> ObjectReader::read(const ObjectName &name)
{
    return TRY(readAgain(name)).bytes;
}

Result<QByteArray> ObjectReader::readNode(const ObjectName &name)
{
    if (auto known = nodes_.find(name))
        return *std::move(known);
    auto object = TRY(readAgain(name));
    if (object.kind == ObjectKind::Node)
        nodes_.insert(name, object.bytes, object.bytes.size());
    return std::move(object.bytes);
}

} // namespace backspool::store
