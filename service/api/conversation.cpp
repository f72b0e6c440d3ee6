#include "api/conversation.h"

#include "core/logging.h"
#include "points/look_up_scope.h"

namespace backspool::api {

namespace {

using protocol::Frame;
using protocol::MessageType;
using namespace std::chrono_literals;

/// Wrong codes a connection; then it ends.
constexpr int kMostWrongCodes = 5;
constexpr auto kWrongCodeDelay = 1s;
/// How long a new connection waits for an older one of the same client that is being ended: its disk may be slow.
constexpr auto kPatienceWithOld = 60s;
/// A session may send blocks now: the largest one with its names.
constexpr ByteCount kMaxPayloadOfBackup = protocol::kMaxPayload;
/// Everything else is lists of names, bounded by their counts.
constexpr ByteCount kMaxPayloadOfReader = 2_MiB;

QString softwareName()
{
    return QStringLiteral("backspoold " BACKSPOOL_VERSION);
}

} // namespace

Conversation::Conversation(const Services &services, Peer &peer, std::shared_ptr<ConnectionLife> connection,
                           QByteArray certificate)
    : services_(services), peer_(peer), connection_(std::move(connection)), certificate_(std::move(certificate))
{
}

Conversation::~Conversation() = default;

void Conversation::refuse(const Error &error)
{
    if (stage_ == Stage::Ended)
        return;
    qCInfo(logSession).noquote() << QStringLiteral("ending the connection of %1: %2")
                                        .arg(clientName_.isEmpty() ? QStringLiteral("an unknown computer")
                                                                   : clientName_,
                                             error.text());
    stage_ = Stage::Ended;
    peer_.refuse(error);
}

Conversation::Turn Conversation::unexpected(const Frame &frame)
{
    refuse({ErrorKind::Invalid, QStringLiteral("A message of type %1 is not expected here.").arg(int(frame.type))});
    return Turn::Done;
}

Conversation::Turn Conversation::handle(const Frame &frame)
{
    switch (stage_) {
    case Stage::Greeting:
        return frame.type == MessageType::Hello ? greet(frame) : unexpected(frame);
    case Stage::Enrolling:
        return frame.type == MessageType::Enrol ? enrol(frame) : unexpected(frame);
    case Stage::Open:
        return serve(frame);
    case Stage::Ended:
        break;
    }
    return Turn::Done;
}

Result<catalogue::ClientRow> Conversation::knownClient() const
{
    auto row = TRY(services_.appliance.catalogue().clientByCertificate(certificate_));
    if (!row)
        return fail(ErrorKind::Denied, QStringLiteral("This computer's certificate is not (or no longer) the one of a "
                                                      "client here. Ask the administrator for a new enrolment code."));
    if (row->revoked)
        return fail(ErrorKind::Denied,
                    QStringLiteral("The access of %1 was revoked. Ask the administrator for a new enrolment code.")
                        .arg(row->name));
    return *std::move(row);
}

Conversation::Turn Conversation::greet(const Frame &frame)
{
    const auto hello = protocol::Hello::decode(frame.payload);
    if (!hello) {
        refuse(hello.error());
        return Turn::Done;
    }
    if (hello->oldest > protocol::kProtocolVersion || hello->newest < protocol::kProtocolVersion) {
        refuse({ErrorKind::Unsupported,
                QStringLiteral(
                    "The service speaks version %1 of the protocol, %2 only %3 to %4. Update the older of the two.")
                    .arg(protocol::kProtocolVersion)
                    .arg(hello->software)
                    .arg(hello->oldest)
                    .arg(hello->newest)});
        return Turn::Done;
    }
    protocol::HelloReply reply;
    reply.software = softwareName();
    reply.repository = services_.appliance.key().repository;
    reply.time = services_.appliance.clock().now();
    if (certificate_.isEmpty()) {
        stage_ = Stage::Enrolling;
    } else {
        const auto row = knownClient();
        if (!row) {
            refuse(row.error());
            return Turn::Done;
        }
        clientName_ = row->name;
        place_ = services_.places.take(row->id, connection_);
        if (!place_) {
            refuse({ErrorKind::Busy, QStringLiteral("%1 has %2 connections already. Try again when one has ended.")
                                         .arg(row->name)
                                         .arg(services_.places.mostOfOne())});
            return Turn::Done;
        }
        clientId_ = row->id.value;
        reply.client = row->id;
        reply.clientName = row->name;
        reading_.emplace(services_.appliance, row->id);
        stage_ = Stage::Open;
        peer_.setMaxPayload(kMaxPayloadOfReader);
        if (const auto seen = services_.appliance.catalogue().setLastSeen(row->id, reply.time); !seen)
            qCWarning(logSession).noquote() << seen.error().text();
    }
    peer_.send(MessageType::HelloReply, frame.request, reply.encode());
    return Turn::Done;
}

Conversation::Turn Conversation::enrol(const Frame &frame)
{
    const auto now = std::chrono::steady_clock::now();
    if (waitingSince_) {
        if (now - *waitingSince_ < kWrongCodeDelay)
            return Turn::Suspend;
        waitingSince_.reset();
        const Error wrong(ErrorKind::Denied, QStringLiteral("The enrolment code is wrong, was used before, or is older "
                                                            "than an hour. Ask the administrator for a new one."));
        if (wrongCodes_ >= kMostWrongCodes)
            refuse(wrong);
        else
            peer_.sendError(frame.request, wrong);
        return Turn::Done;
    }
    const auto request = protocol::Enrol::decode(frame.payload);
    if (!request) {
        refuse(request.error());
        return Turn::Done;
    }
    const auto reply = services_.enrolment.enrol(*request);
    if (reply) {
        services_.endSessionsOf(reply->client); // of the computer that had the name before
        peer_.send(MessageType::EnrolReply, frame.request, reply->encode());
        stage_ = Stage::Ended; // it goes on with its certificate, over a new connection
        peer_.close();
        return Turn::Done;
    }
    if (reply.error().kind() == ErrorKind::Denied) {
        ++wrongCodes_;
        waitingSince_ = now;
        return Turn::Suspend;
    }
    peer_.sendError(frame.request, reply.error());
    return Turn::Done;
}

template <class Request, class Answer>
Conversation::Turn Conversation::reply(const Frame &frame, MessageType type, Answer answer)
{
    const auto request = Request::decode(frame.payload);
    if (!request) {
        refuse(request.error());
        return Turn::Done;
    }
    const auto result = answer(*request);
    if (result)
        peer_.send(type, frame.request, result->encode());
    else
        peer_.sendError(frame.request, result.error());
    return Turn::Done;
}

Conversation::Turn Conversation::serve(const Frame &frame)
{
    const bool isFirstOfMany = frame.type == MessageType::ListPoints || frame.type == MessageType::GetPoint ||
                               frame.type == MessageType::BeginBackup || frame.type == MessageType::Commit ||
                               frame.type == MessageType::GetPolicy;
    if (isFirstOfMany && !isStillWelcome())
        return Turn::Done;
    switch (frame.type) {
    case MessageType::ListPoints:
        return reply<protocol::ListPoints>(frame, MessageType::Points,
                                           [&](const auto &request) { return reading_->listPoints(request); });
    case MessageType::GetPoint:
        return reply<protocol::GetPoint>(frame, MessageType::Point,
                                         [&](const auto &request) { return reading_->getPoint(request); });
    case MessageType::GetObjects:
        return getObjects(frame);
    case MessageType::GetPolicy:
        return reply<protocol::GetPolicy>(
            frame, MessageType::Policy,
            [&](const auto &request) -> Result<protocol::Policy> { return policy(request); });
    case MessageType::BeginBackup:
        return backup_ ? unexpected(frame) : beginBackup(frame);
    default:
        break;
    }
    if (!backup_)
        return unexpected(frame);
    switch (frame.type) {
    case MessageType::Candidates:
        return reply<protocol::Candidates>(
            frame, MessageType::CandidatesReply, [&](const auto &request) -> Result<protocol::CandidatesReply> {
                return protocol::CandidatesReply{services_.appliance.rfe().contains(request.crcs)};
            });
    case MessageType::Have:
        return reply<protocol::Have>(frame, MessageType::HaveReply, [&](const auto &request) {
            return backup_->claims().have(frame.request, request);
        });
    case MessageType::Prove:
        return reply<protocol::Prove>(frame, MessageType::ProveReply,
                                      [&](const auto &request) { return backup_->claims().prove(request); });
    case MessageType::GetFingerprints:
        return getFingerprints(frame);
    case MessageType::CheckCopies:
        return reply<protocol::CheckCopies>(frame, MessageType::CopiesChecked,
                                            [&](const auto &request) { return backup_->checkCopies(request); });
    case MessageType::Commit:
        return commit(frame);
    case MessageType::AbortBackup:
        setBackup(nullptr);
        return Turn::Done;
    default:
        return unexpected(frame);
    }
}

protocol::Policy Conversation::policy(const protocol::GetPolicy &request)
{
    // First, so that no change comes between the answer and the watch.
    if (request.watch)
        watchesPolicy_ = true;
    const auto policy = services_.appliance.policy();
    return {.version = policy.version,
            .set = policy.set,
            .content = policy.version == request.known ? QByteArray() : policy.content};
}

bool Conversation::isStillWelcome()
{
    // Revoked, or replaced by a new enrolment, since the greeting.
    const auto row = knownClient();
    if (!row)
        refuse(row.error());
    return row.has_value();
}

Conversation::Turn Conversation::beginBackup(const Frame &frame)
{
    const auto request = protocol::BeginBackup::decode(frame.payload);
    if (!request) {
        refuse(request.error());
        return Turn::Done;
    }
    auto backup = BackupSession::begin(services_, {ClientId{clientId_}, clientName_, connection_}, peer_, *request);
    if (!backup) {
        const auto now = std::chrono::steady_clock::now();
        if (backup.error().kind() == ErrorKind::Cancelled && now - waitingSince_.value_or(now) < kPatienceWithOld) {
            if (!waitingSince_)
                waitingSince_ = now;
            return Turn::Suspend;
        }
        waitingSince_.reset();
        if (const auto retryAfter = backup.error().retryAfter()) {
            peer_.send(MessageType::BackupRefused, frame.request,
                       protocol::BackupRefused{.retryAfter = *retryAfter, .reason = backup.error().text()}.encode());
            return Turn::Done;
        }
        peer_.sendError(
            frame.request,
            backup.error().kind() == ErrorKind::Cancelled
                ? Error(ErrorKind::Busy,
                        QStringLiteral("An older connection of this computer is still being ended. Try again."))
                : backup.error());
        return Turn::Done;
    }
    waitingSince_.reset();
    peer_.setMaxPayload(kMaxPayloadOfBackup);
    peer_.send(MessageType::BackupGranted, frame.request, (*backup)->granted().encode());
    setBackup(*std::move(backup));
    return Turn::Done;
}

void Conversation::handleData(Result<CheckedBlock> block)
{
    if (stage_ == Stage::Ended)
        return;
    if (!backup_)
        return refuse({ErrorKind::Invalid, QStringLiteral("Data came where no backup is under way.")});
    const Status stored = block ? backup_->append(*block) : Status(fail(block.error()));
    if (!stored)
        refuse(stored.error());
}

void Conversation::syncSoon()
{
    if (stage_ == Stage::Ended || !backup_)
        return;
    if (const auto synced = backup_->sync(); !synced)
        refuse(synced.error());
}

Conversation::Turn Conversation::commit(const Frame &frame)
{
    const auto request = protocol::Commit::decode(frame.payload);
    if (!request) {
        refuse(request.error());
        return Turn::Done;
    }
    const auto committed = backup_->commit(*request);
    // First out of the way: who hears of the point may begin the next backup at once.
    setBackup(nullptr);
    if (committed)
        peer_.send(MessageType::Committed, frame.request, committed->encode());
    else
        peer_.sendError(frame.request, committed.error());
    return Turn::Done;
}

Conversation::Turn Conversation::getObjects(const Frame &frame)
{
    if (!answer_) {
        const auto request = protocol::GetObjects::decode(frame.payload);
        if (!request) {
            refuse(request.error());
            return Turn::Done;
        }
        auto answer = reading_->getObjects(*request);
        if (!answer) {
            peer_.sendError(frame.request, answer.error());
            return Turn::Done;
        }
        answer_ = *std::move(answer);
    }
    while (!answer_->isAtEnd()) {
        if (peer_.isCongested())
            return Turn::Suspend;
        peer_.send(MessageType::Objects, frame.request, answer_->next().encode());
    }
    answer_.reset();
    return Turn::Done;
}

Conversation::Turn Conversation::getFingerprints(const Frame &frame)
{
    if (!fingerprints_) {
        const auto request = protocol::GetFingerprints::decode(frame.payload);
        if (!request) {
            refuse(request.error());
            return Turn::Done;
        }
        auto answer = backup_->fingerprints(*request);
        if (!answer) {
            peer_.sendError(frame.request, answer.error());
            return Turn::Done;
        }
        fingerprints_ = *std::move(answer);
    }
    const points::LookUpScope scope(backup_->lease());
    while (!fingerprints_->isAtEnd()) {
        if (peer_.isCongested())
            return Turn::Suspend;
        if (!connection_->cancelledAtEnd->check())
            break;
        const auto part = fingerprints_->next();
        if (!part) {
            peer_.sendError(frame.request, part.error());
            break;
        }
        peer_.send(MessageType::Fingerprints, frame.request, part->encode());
    }
    fingerprints_.reset();
    return Turn::Done;
}

void Conversation::countWireBytes(protocol::WireCount total)
{
    const catalogue::WireBytes more{total.received - std::min(total.received, counted_.received),
                                    total.sent - std::min(total.sent, counted_.sent)};
    counted_ = total;
    if (more.in == 0 && more.out == 0)
        return;
    if (const auto added = services_.appliance.catalogue().addWireBytes(more); !added)
        qCWarning(logSession).noquote() << added.error().text();
}

void Conversation::setBackup(std::unique_ptr<BackupSession> backup)
{
    backup_ = std::move(backup);
    isBackingUp_ = backup_ != nullptr;
    if (!backup_)
        peer_.setMaxPayload(kMaxPayloadOfReader);
}

void Conversation::end()
{
    stage_ = Stage::Ended;
    answer_.reset();
    fingerprints_.reset();
    setBackup(nullptr);
    place_.reset();
}

} // namespace backspool::api
