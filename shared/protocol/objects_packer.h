#pragma once
/// An Objects message while it is filled: blocks as they are, and objects packed into blocks of their own kind.
#include "core/units.h"
#include "protocol/read_messages.h"

#include <array>

namespace backspool::protocol {

/// Not thread-safe.
class ObjectsPacker
{
public:
    /// What becomes of a block that was packed here, uncompressed.
    using Seal = format::PackedBlock (*)(format::PackedBlock block);
    explicit ObjectsPacker(Seal seal) : seal_(seal) {}

    /// Objects of a block: index in the request, slot.
    using Slots = std::vector<std::pair<uint32_t, uint16_t>>;
    void addBlock(format::PackedBlock block, const Slots &objects);
    /// REQUIRES: 0 < bytes.size() <= kMaxBlockSize.
    void addObject(uint32_t index, format::ObjectKind kind, QByteArrayView bytes);
    /// Of its text the beginning is sent: a message may have thousands.
    void addFailure(uint32_t index, const Error &error);

    /// At least what take() would have now, of blocks; a frame has room for two blocks of the largest size.
    ByteCount size() const;
    size_t blockCount() const { return message_.blocks.size(); }
    size_t failureCount() const { return message_.failures.size(); }
    /// The message so far, and the packer empty again.
    Objects take();

private:
    struct Packing
    {
        format::BlockPacker packer;
        Slots objects;
    };
    void flush(Packing &packing);

    const Seal seal_;
    Objects message_;
    ByteCount size_ = 0; ///< of the message's blocks
    std::array<Packing, 2> packings_ = {Packing{format::BlockPacker(format::BlockKind::Chunks), {}},
                                        Packing{format::BlockPacker(format::BlockKind::Tree), {}}};
};

} // namespace backspool::protocol
