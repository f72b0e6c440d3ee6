#pragma once
/// Framing: every message is u32 size of the payload, u8 type, u32 request, payload (docs/protocol.md, "Frames").
#include "core/result.h"
#include "core/units.h"

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace backspool::protocol {

/// A peer that announces more is hostile or broken: the connection ends.
constexpr ByteCount kMaxPayload = 9_MiB;
/// What a peer without a certificate may send (it can only enrol).
constexpr ByteCount kMaxPayloadBeforeEnrolment = 64_KiB;
constexpr qsizetype kFrameHeaderSize = 9;

enum class MessageType : uint8_t {
    Error = 0,
    Hello = 1,
    HelloReply = 2,
    Enrol = 3,
    EnrolReply = 4,

    BeginBackup = 16,
    BackupGranted = 17,
    Candidates = 18,
    CandidatesReply = 19,
    Have = 20,
    HaveReply = 21,
    Prove = 22,
    ProveReply = 23,
    Data = 24,
    Acknowledge = 25,
    Commit = 26,
    Committed = 27,
    AbortBackup = 28,
    GetFingerprints = 29,
    Fingerprints = 30,
    CheckCopies = 31,
    CopiesChecked = 32,
    BackupRefused = 40,

    ListPoints = 48,
    Points = 49,
    GetPoint = 50,
    Point = 51,
    GetObjects = 52,
    Objects = 53,

    GetPolicy = 64,
    Policy = 65
};

struct Frame
{
    MessageType type = MessageType::Error;
    uint32_t request = 0; ///< chosen by the asking side, repeated in each reply; 0 where there is no reply
    QByteArray payload;
};

QByteArray encodeFrame(const Frame &frame);
/// The frame without its payload, for who writes that from where it lies.
QByteArray encodeFrameHeader(const Frame &frame);

/// Cuts a stream of bytes into frames.
class FrameDecoder
{
public:
    explicit FrameDecoder(ByteCount maxPayload = kMaxPayload) : maxPayload_(maxPayload) {}
    void setMaxPayload(ByteCount maxPayload) { maxPayload_ = maxPayload; }
    void feed(QByteArrayView bytes);
    /// The next whole frame; nullopt: more bytes are needed. Errors: Invalid (too large): end the connection.
    Result<std::optional<Frame>> next();
    ByteCount buffered() const { return buffer_.size() - start_; }
    /// How many bytes the frame at the start still wants, as far as known (its header, then its payload). A large frame
    /// that is fed no further than this is handed on without a copy.
    qsizetype missingBytes() const;

private:
    ByteCount maxPayload_;
    QByteArray buffer_;
    qsizetype start_ = 0;
};

} // namespace backspool::protocol
