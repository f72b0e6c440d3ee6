#pragma once
/// Reading and writing of binary records: little-endian integers, LEB128 varints, length-prefixed bytes. The one
/// cursor that every parser of ours stands on; it cannot run past its end.
#include "core/object_name.h"
#include "core/result.h"

#include <QByteArray>
#include <QByteArrayView>

#include <cstdint>

namespace backspool {

/// A cursor over bytes that it does not own. Every read checks what is left; after a failed read the position is
/// unspecified and the caller gives up. Errors: Damaged ("... ends early", "... is too long").
class ByteReader
{
public:
    /// @p what names the thing being read, for error texts ("block header").
    ByteReader(QByteArrayView bytes, const char *what) : bytes_(bytes), what_(what) {}

    [[nodiscard]] Result<uint8_t> u8();
    [[nodiscard]] Result<uint16_t> u16();
    [[nodiscard]] Result<uint32_t> u32();
    [[nodiscard]] Result<uint64_t> u64();
    /// Unsigned LEB128, at most 10 bytes; a longer or overflowing or over-long (non-canonical) form is Damaged.
    [[nodiscard]] Result<uint64_t> varint();
    /// A varint of at most @p limit (a larger one is Damaged).
    [[nodiscard]] Result<uint64_t> varint(uint64_t limit);
    /// Zigzag-coded signed varint.
    [[nodiscard]] Result<int64_t> signedVarint();
    [[nodiscard]] Result<ObjectName> name();
    /// A view of the next @p size bytes; valid as long as the bytes under the reader.
    [[nodiscard]] Result<QByteArrayView> bytes(qsizetype size);
    /// A varint length of at most @p limit, then that many bytes.
    [[nodiscard]] Result<QByteArrayView> sizedBytes(uint64_t limit);
    /// Success only when nothing is left.
    [[nodiscard]] Status atEnd() const;

    qsizetype remaining() const { return bytes_.size() - position_; }
    qsizetype position() const { return position_; }
    /// Everything not read yet.
    QByteArrayView rest() const { return bytes_.sliced(position_); }

private:
    template <class T> Result<T> fixed();
    std::unexpected<Error> endsEarly() const;

    QByteArrayView bytes_;
    qsizetype position_ = 0;
    const char *what_;
};

/// Appends to a QByteArray that it owns. Never fails (memory aside).
class ByteWriter
{
public:
    ByteWriter() = default;
    /// Goes on at the end of @p start.
    explicit ByteWriter(QByteArray start) : bytes_(std::move(start)) {}

    ByteWriter &u8(uint8_t value);
    ByteWriter &u16(uint16_t value);
    ByteWriter &u32(uint32_t value);
    ByteWriter &u64(uint64_t value);
    ByteWriter &varint(uint64_t value);
    ByteWriter &signedVarint(int64_t value);
    ByteWriter &name(const ObjectName &name);
    ByteWriter &bytes(QByteArrayView bytes);
    ByteWriter &sizedBytes(QByteArrayView bytes);

    qsizetype size() const { return bytes_.size(); }
    const QByteArray &buffer() const { return bytes_; }
    QByteArray take() { return std::exchange(bytes_, {}); }
    void reserve(qsizetype size) { bytes_.reserve(size); }
    void clear() { bytes_.resize(0); }

private:
    QByteArray bytes_;
};

} // namespace backspool
