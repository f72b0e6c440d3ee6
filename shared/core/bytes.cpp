#include "core/bytes.h"

#include <QtEndian>

#include <cstring>

namespace backspool {

std::unexpected<Error> ByteReader::endsEarly() const
{
    return fail(ErrorKind::Damaged, QStringLiteral("the %1 ends early").arg(QLatin1StringView(what_)));
}

template <class T> Result<T> ByteReader::fixed()
{
    if (remaining() < qsizetype(sizeof(T)))
        return endsEarly();
    const T value = qFromLittleEndian<T>(bytes_.data() + position_);
    position_ += sizeof(T);
    return value;
}

Result<uint8_t> ByteReader::u8()
{
    return fixed<uint8_t>();
}
Result<uint16_t> ByteReader::u16()
{
    return fixed<uint16_t>();
}
Result<uint32_t> ByteReader::u32()
{
    return fixed<uint32_t>();
}
Result<uint64_t> ByteReader::u64()
{
    return fixed<uint64_t>();
}

Result<uint64_t> ByteReader::varint()
{
    uint64_t value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
        if (position_ >= bytes_.size())
            return endsEarly();
        const auto byte = uint8_t(bytes_[position_++]);
        const uint64_t part = byte & 0x7f;
        if (shift == 63 && part > 1)
            break;
        value |= part << shift;
        if (!(byte & 0x80)) {
            if (byte == 0 && shift > 0)
                break; // an over-long form: one value would have two encodings
            return value;
        }
    }
    return fail(ErrorKind::Damaged, QStringLiteral("the %1 holds a malformed number").arg(QLatin1StringView(what_)));
}

Result<uint64_t> ByteReader::varint(uint64_t limit)
{
    const uint64_t value = TRY(varint());
    if (value > limit)
        return fail(ErrorKind::Damaged, QStringLiteral("the %1 holds %2 where at most %3 is allowed")
                                            .arg(QLatin1StringView(what_))
                                            .arg(value)
                                            .arg(limit));
    return value;
}

Result<int64_t> ByteReader::signedVarint()
{
    const uint64_t value = TRY(varint());
    return int64_t(value >> 1) ^ -int64_t(value & 1);
}

Result<ObjectName> ByteReader::name()
{
    return ObjectName::fromBytes(TRY(bytes(ObjectName::kSize)));
}

Result<QByteArrayView> ByteReader::bytes(qsizetype size)
{
    if (size < 0 || remaining() < size)
        return endsEarly();
    const auto view = bytes_.sliced(position_, size);
    position_ += size;
    return view;
}

Result<QByteArrayView> ByteReader::sizedBytes(uint64_t limit)
{
    const uint64_t size = TRY(varint(limit));
    return bytes(qsizetype(size));
}

Status ByteReader::atEnd() const
{
    if (remaining() != 0)
        return fail(ErrorKind::Damaged, QStringLiteral("the %1 is too long").arg(QLatin1StringView(what_)));
    return {};
}

namespace {
template <class T> void appendFixed(QByteArray &to, T value)
{
    const T little = qToLittleEndian(value);
    to.append(reinterpret_cast<const char *>(&little), sizeof little);
}
} // namespace

ByteWriter &ByteWriter::u8(uint8_t value)
{
    bytes_.append(char(value));
    return *this;
}
ByteWriter &ByteWriter::u16(uint16_t value)
{
    appendFixed(bytes_, value);
    return *this;
}
ByteWriter &ByteWriter::u32(uint32_t value)
{
    appendFixed(bytes_, value);
    return *this;
}
ByteWriter &ByteWriter::u64(uint64_t value)
{
    appendFixed(bytes_, value);
    return *this;
}

ByteWriter &ByteWriter::varint(uint64_t value)
{
    while (value >= 0x80) {
        bytes_.append(char(uint8_t(value) | 0x80));
        value >>= 7;
    }
    bytes_.append(char(value));
    return *this;
}

ByteWriter &ByteWriter::signedVarint(int64_t value)
{
    return varint((uint64_t(value) << 1) ^ uint64_t(value >> 63));
}

ByteWriter &ByteWriter::name(const ObjectName &name)
{
    bytes_.append(name.view());
    return *this;
}

ByteWriter &ByteWriter::bytes(QByteArrayView bytes)
{
    bytes_.append(bytes);
    return *this;
}

ByteWriter &ByteWriter::sizedBytes(QByteArrayView bytes)
{
    varint(uint64_t(bytes.size()));
    bytes_.append(bytes);
    return *this;
}

} // namespace backspool
