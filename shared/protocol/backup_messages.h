#pragma once
/// The messages of a backup session (docs/protocol.md, "Backup"; seed: Figure 6).
#include "core/object_name.h"
#include "format/block.h"
#include "format/point_record.h"
#include "protocol/messages.h"

#include <vector>

namespace backspool::protocol {

constexpr size_t kMaxNamesInMessage = 8'192;
constexpr size_t kMaxCandidates = 65'536;
/// In one HaveReply, over all its claims.
constexpr size_t kMaxChallenges = 32'768;
/// Who answers for fewer bytes tells them: a few bytes under a known nonce are found by trying.
constexpr uint64_t kMinProvenLength = 32;

struct BeginBackup
{
    PointId base; ///< the point that the agent's cache describes; 0: none
    QString host, zone, agent;
    QByteArray encode() const;
    static Result<BeginBackup> decode(QByteArrayView payload);
};

struct BackupGranted
{
    PointId point;
    LeaseId lease;
    bool baseIsHeld = false; ///< the base is a point of this client and stays whole while the lease lasts
    PointId newest;          ///< the client's newest point, for an agent without a cache
    bool hasObjects = false; ///< the store holds something that could match: Have is worth asking
    uint64_t rfeRecords = 0; ///< 0: Candidates is not worth asking
    uint32_t window = 0;     ///< bytes of Data payload that may be on the way unacknowledged
    uint64_t rate = 0;       ///< bytes a second that the agent may send; 0: as fast as it goes
    WallTime started{};
    QByteArray encode() const;
    static Result<BackupGranted> decode(QByteArrayView payload);
};

/// The other answer to BeginBackup: not now, and when to ask again.
struct BackupRefused
{
    std::chrono::seconds retryAfter{1}; ///< 1 s to a day
    QString reason;
    QByteArray encode() const;
    static Result<BackupRefused> decode(QByteArrayView payload);
    /// Busy, with the time.
    Error toError() const { return Error(ErrorKind::Busy, reason).withRetryAfter(retryAfter); }
};

/// Redundant file elimination, first step (seed: step 623): the CRC-32 of name, size and modification time of New
/// files.
struct Candidates
{
    std::vector<uint32_t> crcs;
    QByteArray encode() const;
    static Result<Candidates> decode(QByteArrayView payload);
};

/// Which of them have a record (never the signature: who asks must show his own).
struct CandidatesReply
{
    std::vector<bool> found;
    QByteArray encode() const;
    static Result<CandidatesReply> decode(QByteArrayView payload);
};

/// The CRC of the seed's RFE list: CRC-32 (ISO-HDLC) over name || 0 || u64 size || i64 seconds || u32 nanoseconds.
uint32_t candidateCrc(QByteArrayView name, uint64_t size, const format::FileTime &modified);

/// "Do you have what I call so?": a claim of objects that the client holds itself.
struct Have
{
    struct Claim
    {
        format::ObjectKind kind = format::ObjectKind::Chunk; ///< Chunk, Node or Version
        ObjectName name;
        uint64_t size = 0; ///< of the content (versions), else of the object
    };
    std::vector<Claim> claims;
    QByteArray encode() const;
    static Result<Have> decode(QByteArrayView payload);
};

enum class Held : uint8_t { Missing = 0, Yes = 1, Prove = 2 };

/// A question only who holds the content can answer: Digester::proof(nonce, bytes [offset, offset + length)).
struct Challenge
{
    uint32_t claim = 0; ///< index into Have::claims
    /// Nodes of directories: the entry of this name whose content is asked for; empty: the object itself.
    QByteArray entry;
    QByteArray nonce; ///< 16 bytes
    uint64_t offset = 0;
    uint32_t length = 0; ///< at most 64 KiB

    /// The bytes are there in a content of @p size bytes, and are as many as may be answered for: all of the content,
    /// or kMinProvenLength at least.
    bool isAnswerable(uint64_t size) const
    {
        return length <= size && offset <= size - length && length >= std::min(size, kMinProvenLength);
    }
};

struct HaveReply
{
    std::vector<Held> held;            ///< one for each claim; held ones are pinned until the lease ends
    std::vector<Challenge> challenges; ///< for those with Held::Prove; a claim may have several
    QByteArray encode() const;
    static Result<HaveReply> decode(QByteArrayView payload);
};

struct Prove
{
    uint32_t have = 0;               ///< the request number of the Have
    std::vector<QByteArray> answers; ///< 32 bytes for each challenge, in order; empty: cannot
    QByteArray encode() const;
    static Result<Prove> decode(QByteArrayView payload);
};

struct ProveReply
{
    std::vector<bool> accepted; ///< for each claim that was Held::Prove, in order of the claims
    QByteArray encode() const;
    static Result<ProveReply> decode(QByteArrayView payload);
};

/// One block of objects. No reply of its own: see Acknowledge.
struct Data
{
    format::PackedBlock block;            ///< kind Chunks or Tree
    uint64_t namesCheck = 0;              ///< see namesCheck()
    std::vector<ObjectName> versionNames; ///< signatures of the block's version records, in order
    QByteArray encode() const;
    static Result<Data> decode(QByteArrayView payload);
};

/// CRC-32C of all names of a block's slots, twice: (crc of names || 0x00) << 32 | crc of names. It tells the agent's
/// idea of the block from the service's, nothing more: names themselves are what the service computes.
uint64_t namesCheck(const std::vector<ObjectName> &names);

/// Sent by the service when more has become durable. @p blocks counts the session's Data messages from its start.
struct Acknowledge
{
    uint64_t blocks = 0;
    QByteArray encode() const;
    static Result<Acknowledge> decode(QByteArrayView payload);
};

/// Makes the point. Answered by Committed when it is durable. All Data before it is included.
struct Commit
{
    format::DirectoryEntry root; ///< "/"
    format::Hint rootHint;
    std::vector<QByteArray> selection, exclude;
    std::map<uint32_t, QByteArray> users, groups;
    format::PointStatistics statistics;
    format::FileContent systemInformation; ///< empty: none
    QByteArray encode() const;
    static Result<Commit> decode(QByteArrayView payload);
};

struct Committed
{
    PointId point;
    WallTime ended{};
    QByteArray encode() const;
    static Result<Committed> decode(QByteArrayView payload);
};

} // namespace backspool::protocol
