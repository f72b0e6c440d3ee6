#include "engine/scripted_service.h"

#include "protocol/read_messages.h"

namespace backspool::test {

using namespace protocol;

namespace {

LoopbackOptions optionsFor(const TestAuthority &authority, std::function<void(SecureChannel &, const Frame &)> answer)
{
    auto options = rightOptions(authority);
    options.answer = std::move(answer);
    return options;
}

} // namespace

ScriptedService::ScriptedService(Script script)
    : script_(std::move(script)),
      service_(optionsFor(authority_, [this](SecureChannel &channel, const Frame &frame) { answer(channel, frame); }))
{
}

Identity ScriptedService::identity() const
{
    const auto own = authority_.issue(TestAuthority::Use::Client);
    return {.service = service_.address(),
            .repository = kTestRepository,
            .client = kTestClient,
            .clientName = QStringLiteral("test"),
            .certificate = own.certificate,
            .key = own.key,
            .authority = authority_.der(),
            .domainSecret = codec::SecretKey::fromBytes(QByteArray(32, 's'))};
}

std::unique_ptr<ClientConnection> ScriptedService::connect() const
{
    auto connection = ClientConnection::connect(identity(), QStringLiteral("test 1"));
    if (!connection)
        qFatal("%s", qPrintable(connection.error().text()));
    return *std::move(connection);
}

void ScriptedService::answer(SecureChannel &channel, const Frame &frame)
{
    const auto reply = [&](MessageType type, const QByteArray &payload) {
        channel.send({.type = type, .request = frame.request, .payload = payload});
    };
    switch (frame.type) {
    case MessageType::ListPoints:
        return reply(MessageType::Points, Points{}.encode());
    case MessageType::BeginBackup: {
        BackupGranted granted;
        granted.point = PointId{1};
        granted.lease = LeaseId{1};
        granted.baseIsHeld = true;
        granted.rfeRecords = script_.hasRecords ? 1 : 0;
        granted.window = 32u << 20;
        granted.started = SystemClock().now();
        return reply(MessageType::BackupGranted, granted.encode());
    }
    case MessageType::Candidates: {
        const auto asked = Candidates::decode(frame.payload);
        return reply(MessageType::CandidatesReply,
                     CandidatesReply{std::vector<bool>(asked->crcs.size(), true)}.encode());
    }
    case MessageType::Have: {
        const auto have = Have::decode(frame.payload);
        HaveReply answers{std::vector<Held>(have->claims.size(), Held::Missing), {}};
        {
            const std::lock_guard lock(mutex_);
            claimCount_ += have->claims.size();
            mostOpen_ = std::max(mostOpen_, ++open_);
        }
        if (script_.have)
            answers = script_.have(*have);
        if (!std::ranges::contains(answers.held, Held::Prove)) {
            const std::lock_guard lock(mutex_);
            --open_;
        }
        return reply(MessageType::HaveReply, answers.encode());
    }
    case MessageType::Prove: {
        const auto prove = Prove::decode(frame.payload);
        {
            const std::lock_guard lock(mutex_);
            proofs_.insert(proofs_.end(), prove->answers.begin(), prove->answers.end());
            --open_;
        }
        return reply(MessageType::ProveReply,
                     script_.prove ? script_.prove(*prove).encode()
                                   : ProveReply{std::vector<bool>(prove->answers.size(), false)}.encode());
    }
    case MessageType::Data: {
        const std::lock_guard lock(mutex_);
        channel.send({.type = MessageType::Acknowledge, .request = 0, .payload = Acknowledge{++blockCount_}.encode()});
        return;
    }
    case MessageType::Commit:
        return reply(MessageType::Committed, Committed{PointId{1}, SystemClock().now()}.encode());
    default:
        return;
    }
}

std::vector<QByteArray> ScriptedService::proofs() const
{
    const std::lock_guard lock(mutex_);
    return proofs_;
}

size_t ScriptedService::claimCount() const
{
    const std::lock_guard lock(mutex_);
    return claimCount_;
}

size_t ScriptedService::mostOpen() const
{
    const std::lock_guard lock(mutex_);
    return mostOpen_;
}

uint64_t ScriptedService::blockCount() const
{
    const std::lock_guard lock(mutex_);
    return blockCount_;
}

HaveReply askAll(const Have &have, uint64_t offset, uint32_t length)
{
    HaveReply reply;
    for (uint32_t i = 0; i < have.claims.size(); ++i) {
        reply.held.push_back(Held::Prove);
        reply.challenges.push_back({i, {}, QByteArray(16, 'n'), offset, length});
    }
    return reply;
}

} // namespace backspool::test
