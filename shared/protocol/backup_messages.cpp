#include "protocol/backup_messages.h"

#include "codec/crc32c.h"
#include "codec/digest.h"
#include "protocol/message_fields.h"

namespace backspool::protocol {

using namespace fields;

namespace {
constexpr uint32_t kMaxRetryAfter = 24 * 3600;

constexpr qsizetype kNonceSize = 16;
constexpr auto kProofSize = codec::Digester::kProofSize;
constexpr uint64_t kMaxProvenLength = 65'536;
/// docs/protocol.md, "Limits". A commit becomes a point record, which has at most 4 MiB.
constexpr qsizetype kMaxCommit = 4_MiB;
constexpr size_t kMaxSelected = 65'536;
constexpr uint64_t kMaxPathSize = 65'536;
constexpr size_t kMaxPatterns = 10'000;
constexpr uint64_t kMaxPatternSize = 4'096;
constexpr size_t kMaxOwners = 65'536;
constexpr uint64_t kMaxOwnerSize = 1'024;

enum GrantFlag : uint8_t { BaseIsHeld = 1, HasObjects = 2 };

bool isClaimable(uint8_t kind)
{
    return kind >= uint8_t(format::ObjectKind::Chunk) && kind <= uint8_t(format::ObjectKind::Version);
}

} // namespace

QByteArray BeginBackup::encode() const
{
    ByteWriter writer;
    writer.u64(base.value);
    writeText(writer, host);
    writeText(writer, zone);
    writeText(writer, agent);
    return writer.take();
}

Result<BeginBackup> BeginBackup::decode(QByteArrayView payload)
{
    ByteReader reader(payload, "request for a backup");
    BeginBackup message;
    message.base.value = TRY(reader.u64());
    message.host = TRY(readText(reader));
    message.zone = TRY(readText(reader));
    message.agent = TRY(readText(reader));
    TRY(reader.atEnd());
    return message;
}

QByteArray BackupGranted::encode() const
{
    ByteWriter writer;
    writer.u64(point.value).u64(lease.value);
    writer.u8(uint8_t((baseIsHeld ? BaseIsHeld : 0) | (hasObjects ? HasObjects : 0)));
    writer.u64(newest.value).varint(rfeRecords).u32(window).varint(rate);
    writeTime(writer, started);
    return writer.take();
}

Result<BackupGranted> BackupGranted::decode(QByteArrayView payload)
{
    ByteReader reader(payload, "grant of a backup");
    BackupGranted message;
    message.point.value = TRY(reader.u64());
    message.lease.value = TRY(reader.u64());
    const uint8_t flags = TRY(readFlags(reader, BaseIsHeld | HasObjects));
    message.baseIsHeld = flags & BaseIsHeld;
    message.hasObjects = flags & HasObjects;
    message.newest.value = TRY(reader.u64());
    message.rfeRecords = TRY(reader.varint());
    message.window = TRY(reader.u32());
    message.rate = TRY(reader.varint());
    message.started = TRY(readTime(reader));
    TRY(reader.atEnd());
    return message;
}

QByteArray BackupRefused::encode() const
{
    ByteWriter writer;
    writer.u32(uint32_t(retryAfter.count()));
    writeText(writer, reason);
    return writer.take();
}

Result<BackupRefused> BackupRefused::decode(QByteArrayView payload)
{
    ByteReader reader(payload, "refusal of a backup");
    BackupRefused message;
    const uint32_t seconds = TRY(reader.u32());
    if (seconds < 1 || seconds > kMaxRetryAfter)
        return damaged(QStringLiteral("the refusal of a backup names no time to come again"));
    message.retryAfter = std::chrono::seconds(seconds);
    message.reason = TRY(readText(reader));
    TRY(reader.atEnd());
    return message;
}

QByteArray Candidates::encode() const
{
    ByteWriter writer;
    writer.reserve(3 + 4 * qsizetype(crcs.size()));
    writer.varint(crcs.size());
    for (const uint32_t crc : crcs)
        writer.u32(crc);
    return writer.take();
}

Result<Candidates> Candidates::decode(QByteArrayView payload)
{
    ByteReader reader(payload, "list of candidates");
    Candidates message;
    const size_t count = TRY(readCount(reader, kMaxCandidates, 4));
    message.crcs.reserve(count);
    for (size_t i = 0; i < count; ++i)
        message.crcs.push_back(TRY(reader.u32()));
    TRY(reader.atEnd());
    return message;
}

QByteArray CandidatesReply::encode() const
{
    ByteWriter writer;
    writeBits(writer, found);
    return writer.take();
}

Result<CandidatesReply> CandidatesReply::decode(QByteArrayView payload)
{
    ByteReader reader(payload, "reply about candidates");
    CandidatesReply message;
    message.found = TRY(readBits(reader, kMaxCandidates));
    TRY(reader.atEnd());
    return message;
}

uint32_t candidateCrc(QByteArrayView name, uint64_t size, const format::FileTime &modified)
{
    ByteWriter writer;
    writer.bytes(name).u8(0).u64(size).u64(uint64_t(modified.seconds)).u32(modified.nanoseconds);
    return codec::crc32(writer.buffer());
}

QByteArray Have::encode() const
{
    ByteWriter writer;
    writer.reserve(3 + qsizetype(claims.size()) * (1 + ObjectName::kSize + 4));
    writer.varint(claims.size());
    for (const Claim &claim : claims)
        writer.u8(uint8_t(claim.kind)).name(claim.name).varint(claim.size);
    return writer.take();
}

Result<Have> Have::decode(QByteArrayView payload)
{
    ByteReader reader(payload, "list of claims");
    Have message;
    const size_t count = TRY(readCount(reader, kMaxNamesInMessage, 1 + ObjectName::kSize + 1));
    message.claims.reserve(count);
    for (size_t i = 0; i < count; ++i) {
        const uint8_t kind = TRY(reader.u8());
        if (!isClaimable(kind))
            return damaged(QStringLiteral("a claim is of a kind that cannot be claimed (%1)").arg(kind));
        Claim &claim = message.claims.emplace_back();
        claim.kind = format::ObjectKind(kind);
        claim.name = TRY(reader.name());
        claim.size = TRY(reader.varint());
    }
    TRY(reader.atEnd());
    return message;
}

QByteArray HaveReply::encode() const
{
    ByteWriter writer;
    writer.varint(held.size());
    uint8_t byte = 0;
    for (size_t i = 0; i < held.size(); ++i) {
        byte |= uint8_t(uint8_t(held[i]) << (i % 4 * 2));
        if (i % 4 == 3 || i + 1 == held.size())
            writer.u8(std::exchange(byte, 0));
    }
    writer.varint(challenges.size());
    for (const Challenge &challenge : challenges) {
        Q_ASSERT(challenge.nonce.size() == kNonceSize);
        writer.varint(challenge.claim).sizedBytes(challenge.entry).bytes(challenge.nonce);
        writer.varint(challenge.offset).varint(challenge.length);
    }
    return writer.take();
}

Result<HaveReply> HaveReply::decode(QByteArrayView payload)
{
    ByteReader reader(payload, "reply about claims");
    HaveReply message;
    const auto count = size_t(TRY(reader.varint(kMaxNamesInMessage)));
    const QByteArrayView bytes = TRY(reader.bytes(qsizetype((count + 3) / 4)));
    message.held.reserve(count);
    for (size_t i = 0; i < count; ++i) {
        const auto value = uint8_t((uint8_t(bytes[qsizetype(i / 4)]) >> (i % 4 * 2)) & 3);
        if (value > uint8_t(Held::Prove))
            return damaged(QStringLiteral("the answer to a claim is none that is known"));
        message.held.push_back(Held(value));
    }
    if (count % 4 != 0 && uint8_t(bytes.back()) >> (count % 4 * 2))
        return damaged(QStringLiteral("the message has bits after the last one"));

    // Claim, size of the entry, nonce, offset, length.
    const size_t challengeCount = TRY(readCount(reader, kMaxChallenges, 2 + kNonceSize + 2));
    message.challenges.reserve(challengeCount);
    for (size_t i = 0; i < challengeCount; ++i) {
        Challenge &challenge = message.challenges.emplace_back();
        challenge.claim = uint32_t(TRY(reader.varint(UINT32_MAX)));
        if (challenge.claim >= count || message.held[challenge.claim] != Held::Prove)
            return damaged(QStringLiteral("a challenge is about a claim that needs no proof"));
        challenge.entry = TRY(reader.sizedBytes(uint64_t(format::kMaxNameSize))).toByteArray();
        if (!challenge.entry.isEmpty() && !format::isSafeName(challenge.entry))
            return damaged(QStringLiteral("a challenge names a file by what is no name"));
        challenge.nonce = TRY(reader.bytes(kNonceSize)).toByteArray();
        challenge.offset = TRY(reader.varint());
        challenge.length = uint32_t(TRY(reader.varint(kMaxProvenLength)));
    }
    TRY(reader.atEnd());
    return message;
}

QByteArray Prove::encode() const
{
    ByteWriter writer;
    writer.reserve(4 + 3 + qsizetype(answers.size()) * (1 + kProofSize));
    writer.u32(have).varint(answers.size());
    for (const QByteArray &answer : answers) {
        Q_ASSERT(answer.isEmpty() || answer.size() == kProofSize);
        writer.sizedBytes(answer);
    }
    return writer.take();
}

Result<Prove> Prove::decode(QByteArrayView payload)
{
    ByteReader reader(payload, "list of proofs");
    Prove message;
    message.have = TRY(reader.u32());
    const size_t count = TRY(readCount(reader, kMaxChallenges, 1));
    message.answers.reserve(count);
    for (size_t i = 0; i < count; ++i) {
        const QByteArrayView answer = TRY(reader.sizedBytes(kProofSize));
        if (!answer.isEmpty() && answer.size() != kProofSize)
            return damaged(QStringLiteral("a proof has the wrong length"));
        message.answers.push_back(answer.toByteArray());
    }
    TRY(reader.atEnd());
    return message;
}

QByteArray ProveReply::encode() const
{
    ByteWriter writer;
    writeBits(writer, accepted);
    return writer.take();
}

Result<ProveReply> ProveReply::decode(QByteArrayView payload)
{
    ByteReader reader(payload, "reply about proofs");
    ProveReply message;
    message.accepted = TRY(readBits(reader, kMaxNamesInMessage));
    TRY(reader.atEnd());
    return message;
}

QByteArray Data::encode() const
{
    ByteWriter writer;
    writer.reserve(8 + 3 + qsizetype(versionNames.size()) * ObjectName::kSize + blockSizeBound(block));
    writer.u64(namesCheck);
    writeNames(writer, versionNames);
    writeBlock(writer, block);
    return writer.take();
}

Result<Data> Data::decode(QByteArrayView payload)
{
    ByteReader reader(payload, "block of data");
    Data message;
    message.namesCheck = TRY(reader.u64());
    message.versionNames = TRY(readNames(reader, format::kMaxObjectsInBlock));
    message.block = TRY(readBlock(reader));
    TRY(reader.atEnd());
    const auto versions =
        std::ranges::count(message.block.table, format::ObjectKind::Version, &format::ObjectEntry::kind);
    if (size_t(versions) != message.versionNames.size())
        return damaged(QStringLiteral("the block has %1 version records and %2 names for them")
                           .arg(versions)
                           .arg(message.versionNames.size()));
    return message;
}

uint64_t namesCheck(const std::vector<ObjectName> &names)
{
    uint32_t crc = 0;
    for (const ObjectName &name : names)
        crc = codec::crc32c(name.view(), crc);
    const uint32_t second = codec::crc32c(QByteArrayView("\0", 1), crc);
    return uint64_t(second) << 32 | crc;
}

QByteArray Acknowledge::encode() const
{
    ByteWriter writer;
    writer.varint(blocks);
    return writer.take();
}

Result<Acknowledge> Acknowledge::decode(QByteArrayView payload)
{
    ByteReader reader(payload, "acknowledgement");
    Acknowledge message;
    message.blocks = TRY(reader.varint());
    TRY(reader.atEnd());
    return message;
}

QByteArray Commit::encode() const
{
    ByteWriter writer;
    writer.sizedBytes(root.encode()).sizedBytes(rootHint.encode());
    writeByteStrings(writer, selection);
    writeByteStrings(writer, exclude);
    writeOwners(writer, users);
    writeOwners(writer, groups);
    writeStatistics(writer, statistics);
    writer.varint(systemInformation.size);
    if (!systemInformation.isEmpty())
        writer.name(systemInformation.signature);
    return writer.take();
}

Result<Commit> Commit::decode(QByteArrayView payload)
{
    if (payload.size() > kMaxCommit)
        return damaged(QStringLiteral("the request to make the point is longer than %1 bytes").arg(kMaxCommit));
    ByteReader reader(payload, "request to make the point");
    Commit message;
    message.root = TRY(format::DirectoryEntry::decode(TRY(reader.sizedBytes(kMaxCommit)), true));
    message.rootHint = TRY(format::Hint::decode(TRY(reader.sizedBytes(kMaxCommit))));
    if (!message.root.isDirectory() || !message.rootHint.isDirectory())
        return damaged(QStringLiteral("the root of the point is not a folder"));
    message.selection = TRY(readByteStrings(reader, kMaxSelected, kMaxPathSize));
    message.exclude = TRY(readByteStrings(reader, kMaxPatterns, kMaxPatternSize));
    message.users = TRY(readOwners(reader, kMaxOwners, kMaxOwnerSize));
    message.groups = TRY(readOwners(reader, kMaxOwners, kMaxOwnerSize));
    message.statistics = TRY(readStatistics(reader));
    message.systemInformation.size = TRY(reader.varint(uint64_t(format::kMaxSystemInformation)));
    if (!message.systemInformation.isEmpty())
        message.systemInformation.signature = TRY(reader.name());
    TRY(reader.atEnd());
    return message;
}

QByteArray Committed::encode() const
{
    ByteWriter writer;
    writer.u64(point.value);
    writeTime(writer, ended);
    return writer.take();
}

Result<Committed> Committed::decode(QByteArrayView payload)
{
    ByteReader reader(payload, "notice of the point");
    Committed message;
    message.point.value = TRY(reader.u64());
    message.ended = TRY(readTime(reader));
    TRY(reader.atEnd());
    return message;
}

} // namespace backspool::protocol
