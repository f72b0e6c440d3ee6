#include "store/index_page.h"

#include "codec/crc32c.h"

#include <QtEndian>

#include <cstring>

namespace backspool::store {

namespace {
constexpr qsizetype kContainerAt = 32;
constexpr qsizetype kOffsetAt = 36;
constexpr qsizetype kSlotAt = 40;
constexpr qsizetype kKindAt = 42;
} // namespace

void encodeRecord(const IndexEntry &entry, char *to)
{
    std::memcpy(to, entry.name.data(), ObjectName::kSize);
    qToLittleEndian(entry.location.container.value, to + kContainerAt);
    qToLittleEndian(entry.location.place.blockOffset, to + kOffsetAt);
    qToLittleEndian(entry.location.place.slot, to + kSlotAt);
    to[kKindAt] = char(entry.location.kind);
    to[kKindAt + 1] = 0;
}

ObjectName nameOfRecord(const char *from)
{
    return ObjectName::fromBytes({from, ObjectName::kSize});
}

IndexEntry decodeRecord(const char *from)
{
    IndexEntry entry;
    entry.name = nameOfRecord(from);
    entry.location.container.value = qFromLittleEndian<uint32_t>(from + kContainerAt);
    entry.location.place.blockOffset = qFromLittleEndian<uint32_t>(from + kOffsetAt);
    entry.location.place.slot = qFromLittleEndian<uint16_t>(from + kSlotAt);
    entry.location.kind = format::ObjectKind(uint8_t(from[kKindAt]));
    return entry;
}

uint32_t pageChecksum(uint64_t run, uint64_t page, QByteArrayView bytes)
{
    std::array<char, 16> place{};
    qToLittleEndian(run, place.data());
    qToLittleEndian(page, place.data() + 8);
    return codec::crc32c(bytes.sliced(kIndexPageHeader), codec::crc32c(QByteArrayView(place.data(), place.size())));
}

} // namespace backspool::store
