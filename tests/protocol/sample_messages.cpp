#include "protocol/sample_messages.h"

#include <QStringList>

namespace backspool::protocol {

namespace {

using Random = QRandomGenerator;

/// Often small, sometimes at the end of the range.
uint64_t number(Random &random)
{
    return random.generate64() >> random.bounded(64);
}

uint32_t shortNumber(Random &random)
{
    return random.generate() >> random.bounded(32);
}

QByteArray bytes(Random &random, qsizetype size)
{
    QByteArray made(size, Qt::Uninitialized);
    for (char &byte : made)
        byte = char(random.generate());
    return made;
}

QByteArray someBytes(Random &random, int most)
{
    return bytes(random, random.bounded(most + 1));
}

/// As it may stand in a directory.
QByteArray fileName(Random &random)
{
    return someBytes(random, 255).replace('/', '-').replace('\0', '-').replace('.', '-');
}

QString text(Random &random)
{
    QString made;
    for (int i = random.bounded(30); i > 0; --i)
        made += QStringList{QStringLiteral("a"), QStringLiteral("-"), QStringLiteral("ü"), QStringLiteral("\u20ac"),
                            QStringLiteral("\U0001f4be")}[random.bounded(5)];
    return made;
}

ObjectName name(Random &random)
{
    return ObjectName::fromBytes(bytes(random, ObjectName::kSize));
}

std::vector<ObjectName> names(Random &random, int least, int most)
{
    std::vector<ObjectName> made(size_t(random.bounded(least, most + 1)));
    std::ranges::generate(made, [&] { return name(random); });
    return made;
}

std::vector<bool> bits(Random &random)
{
    std::vector<bool> made(size_t(random.bounded(40)));
    std::ranges::generate(made, [&] { return random.bounded(2) != 0; });
    return made;
}

WallTime time(Random &random)
{
    return WallTime(std::chrono::nanoseconds(int64_t(random.generate64())));
}

std::vector<QByteArray> strings(Random &random)
{
    std::vector<QByteArray> made(size_t(random.bounded(5)));
    std::ranges::generate(made, [&] { return someBytes(random, 40); });
    return made;
}

std::map<uint32_t, QByteArray> owners(Random &random)
{
    std::map<uint32_t, QByteArray> made;
    for (int i = random.bounded(5); i > 0; --i)
        made[shortNumber(random)] = someBytes(random, 20);
    return made;
}

format::PointStatistics statistics(Random &random)
{
    return {.filesNew = number(random),
            .filesModified = number(random),
            .filesRedundant = number(random),
            .filesUnchanged = number(random),
            .filesDeleted = number(random),
            .filesRenamed = number(random),
            .filesSkipped = number(random),
            .files = number(random),
            .directories = number(random),
            .bytes = number(random),
            .bytesRead = number(random),
            .bytesSent = number(random)};
}

format::PackedBlock block(Random &random)
{
    format::PackedBlock made;
    made.kind = random.bounded(2) ? format::BlockKind::Chunks : format::BlockKind::Tree;
    made.codec = random.bounded(2) ? format::Codec::Stored : format::Codec::Zstd;
    for (int i = random.bounded(1, 5); i > 0; --i) {
        const auto kind = made.kind == format::BlockKind::Chunks ? format::ObjectKind::Chunk
                          : random.bounded(2)                    ? format::ObjectKind::Node
                                                                 : format::ObjectKind::Version;
        made.table.push_back({.kind = kind, .size = uint32_t(random.bounded(1, 200))});
        made.rawSize += made.table.back().size;
    }
    made.payload = bytes(random, made.codec == format::Codec::Stored ? qsizetype(made.rawSize)
                                                                     : random.bounded(int(made.rawSize) + 1));
    return made;
}

ErrorKind errorKind(Random &random)
{
    return errorKindFromCode(uint8_t(random.bounded(1, 12)));
}

Hello hello(Random &random)
{
    return {.oldest = uint16_t(shortNumber(random)), .newest = uint16_t(shortNumber(random)), .software = text(random)};
}
HelloReply helloReply(Random &random)
{
    return {.version = uint16_t(shortNumber(random)),
            .software = text(random),
            .repository = text(random),
            .client = ClientId{shortNumber(random)},
            .clientName = text(random),
            .time = time(random)};
}
Enrol enrol(Random &random)
{
    return {.secret = someBytes(random, 64), .request = someBytes(random, 300), .host = text(random)};
}
EnrolReply enrolReply(Random &random)
{
    return {.client = ClientId{shortNumber(random)},
            .name = text(random),
            .repository = text(random),
            .certificate = someBytes(random, 300),
            .authority = someBytes(random, 300),
            .domainSecret = bytes(random, 32)};
}
ErrorMessage errorMessage(Random &random)
{
    return {.kind = errorKind(random), .text = text(random)};
}
BeginBackup beginBackup(Random &random)
{
    return {.base = PointId{number(random)}, .host = text(random), .zone = text(random), .agent = text(random)};
}
BackupGranted backupGranted(Random &random)
{
    return {.point = PointId{number(random)},
            .lease = LeaseId{number(random)},
            .baseIsHeld = random.bounded(2) != 0,
            .newest = PointId{number(random)},
            .hasObjects = random.bounded(2) != 0,
            .rfeRecords = number(random),
            .window = shortNumber(random),
            .rate = number(random),
            .started = time(random)};
}
Candidates candidates(Random &random)
{
    Candidates message;
    message.crcs.resize(size_t(random.bounded(40)));
    std::ranges::generate(message.crcs, [&] { return random.generate(); });
    return message;
}
CandidatesReply candidatesReply(Random &random)
{
    return {.found = bits(random)};
}
Have have(Random &random)
{
    Have message;
    message.claims.resize(size_t(random.bounded(10)));
    for (Have::Claim &claim : message.claims)
        claim = {.kind = format::ObjectKind(random.bounded(1, 4)), .name = name(random), .size = number(random)};
    return message;
}
HaveReply haveReply(Random &random)
{
    HaveReply message;
    message.held.resize(size_t(random.bounded(20)));
    for (size_t i = 0; i < message.held.size(); ++i) {
        message.held[i] = Held(random.bounded(3));
        for (int n = message.held[i] == Held::Prove ? random.bounded(3) : 0; n > 0; --n)
            message.challenges.push_back({.claim = uint32_t(i),
                                          .entry = fileName(random),
                                          .nonce = bytes(random, 16),
                                          .offset = number(random),
                                          .length = uint32_t(random.bounded(65'537))});
    }
    return message;
}
Prove prove(Random &random)
{
    Prove message{.have = shortNumber(random), .answers = std::vector<QByteArray>(size_t(random.bounded(10)))};
    for (QByteArray &answer : message.answers)
        answer = random.bounded(3) ? bytes(random, 16) : QByteArray();
    return message;
}
ProveReply proveReply(Random &random)
{
    return {.accepted = bits(random)};
}
Data data(Random &random)
{
    Data message{.block = block(random), .namesCheck = random.generate64(), .versionNames = {}};
    for (const format::ObjectEntry &entry : message.block.table) {
        if (entry.kind == format::ObjectKind::Version)
            message.versionNames.push_back(name(random));
    }
    return message;
}
Acknowledge acknowledge(Random &random)
{
    return {.blocks = number(random)};
}
Commit commit(Random &random)
{
    Commit message;
    message.root.name = "/";
    message.root.type = format::FileType::Directory;
    message.root.mode = uint32_t(random.bounded(010000));
    message.root.uid = shortNumber(random);
    message.root.gid = shortNumber(random);
    message.root.modified = {.seconds = int64_t(random.generate64()),
                             .nanoseconds = uint32_t(random.bounded(1'000'000'000))};
    message.root.content = name(random);
    message.rootHint.flags = format::Hint::Directory;
    message.rootHint.inode = number(random);
    message.rootHint.changed = message.root.modified;
    message.rootHint.hints = name(random);
    message.selection = strings(random);
    message.exclude = strings(random);
    message.users = owners(random);
    message.groups = owners(random);
    message.statistics = statistics(random);
    if (random.bounded(2) != 0)
        message.systemInformation = {name(random), uint64_t(1 + random.bounded(int(format::kMaxSystemInformation)))};
    return message;
}
Committed committed(Random &random)
{
    return {.point = PointId{number(random)}, .ended = time(random)};
}
ListPoints listPoints(Random &random)
{
    return {.limit = shortNumber(random), .before = PointId{number(random)}};
}
Points points(Random &random)
{
    Points message{.points = {}, .more = random.bounded(2) != 0};
    for (int i = random.bounded(4); i > 0; --i)
        message.points.push_back({.id = PointId{number(random)},
                                  .base = PointId{number(random)},
                                  .started = time(random),
                                  .ended = time(random),
                                  .host = text(random),
                                  .zone = text(random),
                                  .statistics = statistics(random),
                                  .root = name(random),
                                  .hints = name(random)});
    return message;
}
GetPoint getPoint(Random &random)
{
    return {.point = PointId{number(random)}};
}
Point point(Random &random)
{
    return {.record = someBytes(random, 300)};
}
GetObjects getObjects(Random &random)
{
    GetObjects message;
    for (int i = random.bounded(4); i > 0; --i)
        message.groups.push_back({.parent = name(random), .names = names(random, 1, 4)});
    return message;
}
Objects objects(Random &random)
{
    Objects message{.last = random.bounded(2) != 0, .blocks = {}, .places = {}, .failures = {}};
    for (int i = random.bounded(3); i > 0; --i) {
        message.blocks.push_back(block(random));
        for (size_t slot = 0; slot < message.blocks.back().table.size(); ++slot)
            message.places.push_back({.index = uint32_t(random.bounded(8'192)),
                                      .block = uint16_t(message.blocks.size() - 1),
                                      .slot = uint16_t(slot)});
    }
    for (int i = random.bounded(3); i > 0; --i)
        message.failures.push_back(
            {.index = uint32_t(random.bounded(8'192)), .kind = errorKind(random), .text = text(random)});
    return message;
}

BackupRefused backupRefused(Random &random)
{
    return {.retryAfter = std::chrono::seconds(random.bounded(1, 86'401)), .reason = text(random)};
}
GetPolicy getPolicy(Random &random)
{
    return {.known = number(random), .watch = random.bounded(2) != 0};
}
Policy policy(Random &random)
{
    return {.version = number(random), .set = time(random), .content = someBytes(random, 300)};
}
GetFingerprints getFingerprints(Random &random)
{
    return {.path = "/" + fileName(random),
            .blockSize = uint8_t(random.bounded(10, 17)),
            .key = bytes(random, 32),
            .known = name(random)};
}
Fingerprints fingerprints(Random &random)
{
    Fingerprints message{.last = random.bounded(2) != 0,
                         .isAsKnown = random.bounded(2) != 0,
                         .isOwn = random.bounded(2) != 0,
                         .content = name(random),
                         .size = number(random) >> 1,
                         .record = name(random),
                         .extents = {},
                         .leaves = bytes(random, 32 * random.bounded(3)),
                         .fingerprints = bytes(random, 12 * random.bounded(5))};
    for (int i = random.bounded(4); i > 0; --i) {
        if (random.bounded(2))
            message.extents.push_back(
                {name(random), uint64_t(random.bounded(1'000)), uint64_t(random.bounded(1, 1'000))});
        else
            message.extents.push_back({{}, 0, (number(random) >> 2) + 1});
    }
    return message;
}
CheckCopies checkCopies(Random &random)
{
    CheckCopies message{.path = "/" + fileName(random), .copies = {}};
    for (int i = random.bounded(4); i > 0; --i)
        message.copies.push_back({number(random) >> 1, uint64_t(random.bounded(1, 4'000'000)), name(random)});
    return message;
}
CopiesChecked copiesChecked(Random &random)
{
    return {.right = bits(random)};
}

template <class Message, Message (*make)(Random &)> constexpr MessageSample sample(MessageType type, const char *name)
{
    return {
        .type = type,
        .name = name,
        .random = [](Random &random) { return make(random).encode(); },
        .throughAndBack = [](QByteArrayView payload) { return Message::decode(payload).transform(&Message::encode); }};
}

} // namespace

const std::vector<MessageSample> &messageSamples()
{
    static const std::vector<MessageSample> all{
        sample<ErrorMessage, errorMessage>(MessageType::Error, "Error"),
        sample<Hello, hello>(MessageType::Hello, "Hello"),
        sample<HelloReply, helloReply>(MessageType::HelloReply, "HelloReply"),
        sample<Enrol, enrol>(MessageType::Enrol, "Enrol"),
        sample<EnrolReply, enrolReply>(MessageType::EnrolReply, "EnrolReply"),
        sample<BeginBackup, beginBackup>(MessageType::BeginBackup, "BeginBackup"),
        sample<BackupGranted, backupGranted>(MessageType::BackupGranted, "BackupGranted"),
        sample<BackupRefused, backupRefused>(MessageType::BackupRefused, "BackupRefused"),
        sample<Candidates, candidates>(MessageType::Candidates, "Candidates"),
        sample<CandidatesReply, candidatesReply>(MessageType::CandidatesReply, "CandidatesReply"),
        sample<Have, have>(MessageType::Have, "Have"),
        sample<HaveReply, haveReply>(MessageType::HaveReply, "HaveReply"),
        sample<Prove, prove>(MessageType::Prove, "Prove"),
        sample<ProveReply, proveReply>(MessageType::ProveReply, "ProveReply"),
        sample<Data, data>(MessageType::Data, "Data"),
        sample<Acknowledge, acknowledge>(MessageType::Acknowledge, "Acknowledge"),
        sample<Commit, commit>(MessageType::Commit, "Commit"),
        sample<Committed, committed>(MessageType::Committed, "Committed"),
        sample<ListPoints, listPoints>(MessageType::ListPoints, "ListPoints"),
        sample<Points, points>(MessageType::Points, "Points"),
        sample<GetPoint, getPoint>(MessageType::GetPoint, "GetPoint"),
        sample<Point, point>(MessageType::Point, "Point"),
        sample<GetObjects, getObjects>(MessageType::GetObjects, "GetObjects"),
        sample<Objects, objects>(MessageType::Objects, "Objects"),
        sample<GetPolicy, getPolicy>(MessageType::GetPolicy, "GetPolicy"),
        sample<Policy, policy>(MessageType::Policy, "Policy"),
        sample<GetFingerprints, getFingerprints>(MessageType::GetFingerprints, "GetFingerprints"),
        sample<Fingerprints, fingerprints>(MessageType::Fingerprints, "Fingerprints"),
        sample<CheckCopies, checkCopies>(MessageType::CheckCopies, "CheckCopies"),
        sample<CopiesChecked, copiesChecked>(MessageType::CopiesChecked, "CopiesChecked"),
    };
    return all;
}

} // namespace backspool::protocol
