#include "protocol/frame.h"

#include "core/bytes.h"

#include <QtEndian>

namespace backspool::protocol {

QByteArray encodeFrameHeader(const Frame &frame)
{
    ByteWriter writer;
    writer.u32(uint32_t(frame.payload.size())).u8(uint8_t(frame.type)).u32(frame.request);
    return writer.take();
}

QByteArray encodeFrame(const Frame &frame)
{
    QByteArray bytes = encodeFrameHeader(frame);
    bytes.append(frame.payload);
    return bytes;
}

void FrameDecoder::feed(QByteArrayView bytes)
{
    if (start_ > 0) {
        buffer_.remove(0, start_);
        start_ = 0;
    }
    // A large frame grows its buffer once. The peer's word for the size is only taken when next() would take it.
    if (const qsizetype missing = missingBytes(); missing > bytes.size() && missing <= kFrameHeaderSize + maxPayload_)
        buffer_.reserve(buffer_.size() + missing);
    buffer_.append(bytes);
}

qsizetype FrameDecoder::missingBytes() const
{
    const qsizetype held = buffer_.size() - start_;
    if (held < kFrameHeaderSize)
        return kFrameHeaderSize - held;
    const auto payload = qFromLittleEndian<uint32_t>(buffer_.constData() + start_);
    return std::max<qsizetype>(0, kFrameHeaderSize + qsizetype(payload) - held);
}

Result<std::optional<Frame>> FrameDecoder::next()
{
    const QByteArrayView held = QByteArrayView(buffer_).sliced(start_);
    if (held.size() < kFrameHeaderSize)
        return std::nullopt;
    ByteReader reader(held, "frame header");
    const uint32_t size = TRY(reader.u32());
    if (ByteCount(size) > maxPayload_)
        return fail(ErrorKind::Invalid,
                    QStringLiteral("the other side announced a message of %1 bytes; at most %2 are allowed")
                        .arg(size)
                        .arg(maxPayload_));
    if (missingBytes() > 0)
        return std::nullopt;

    Frame frame;
    frame.type = MessageType(TRY(reader.u8()));
    frame.request = TRY(reader.u32());
    // A small payload would keep a large buffer alive.
    const bool fillsBuffer = qsizetype(size) >= buffer_.capacity() / 2;
    if (start_ == 0 && buffer_.size() == kFrameHeaderSize + qsizetype(size) && fillsBuffer) {
        // The usual case of a large frame: its payload is the rest of the buffer, so the buffer goes with it.
        frame.payload = std::move(buffer_).sliced(kFrameHeaderSize);
        buffer_ = {};
        return frame;
    }
    frame.payload = held.sliced(kFrameHeaderSize, qsizetype(size)).toByteArray();
    start_ += kFrameHeaderSize + qsizetype(size);
    if (start_ == buffer_.size()) {
        buffer_.resize(0);
        start_ = 0;
    }
    return frame;
}

} // namespace backspool::protocol
