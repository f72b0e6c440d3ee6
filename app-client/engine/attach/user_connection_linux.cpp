#include "attach/user_connection.h"
#include "protocol/backup_messages.h"
#include "protocol/messages.h"

#include <QJsonDocument>

#include <poll.h>

#include <cerrno>

namespace backspool::engine {

using protocol::MessageType;

namespace {

using namespace std::chrono_literals;

/// The largest request has kMaxNamesInMessage names, each in a group of its own.
constexpr ByteCount kMaxRequest = 640_KiB;
constexpr std::chrono::seconds kPatience = 30s;
/// An app that is open and not used gives back the connection to the service.
constexpr std::chrono::seconds kIdle = 5min;

} // namespace

UserConnection::UserConnection(FileDescriptor file, LocalUser user, GrantedObjects::Account account,
                               const UserConnectionParts &parts)
    : user_(std::move(user)), account_(std::move(account)), parts_(parts),
      socket_(std::move(file), kMaxRequest, kPatience)
{
}

void UserConnection::serve()
{
    for (auto status = greet(); status;) {
        const auto request = socket_.read(kIdle);
        if (!request || !*request)
            break;
        status = answer(**request);
    }
    socket_.end();
    const std::lock_guard lock(mutex_);
    service_.reset();
    lease_.reset();
}

void UserConnection::end()
{
    socket_.end();
    const std::lock_guard lock(mutex_);
    if (lease_)
        lease_->abort();
    if (service_)
        service_->cancel({ErrorKind::Cancelled, QStringLiteral("the system's agent is ending")});
}

Status UserConnection::greet()
{
    const auto first = TRY(socket_.read(kPatience));
    if (!first || first->type != messageType(LocalMessage::Attach))
        return fail(ErrorKind::Invalid, QStringLiteral("a local program did not greet"));
    if (TRY(Attach::decode(first->payload)).version != kLocalVersion)
        return refuse(*first, {ErrorKind::Unsupported,
                               QStringLiteral("the system's agent is of another version than this program")});
    const auto attached = parts_.attached();
    if (!attached)
        return refuse(*first, attached.error());
    return send(*first, messageType(LocalMessage::Attached), attached->encode());
}

Status UserConnection::answer(const protocol::Frame &request)
{
    switch (uint8_t(request.type)) {
    case uint8_t(MessageType::ListPoints):
    case uint8_t(MessageType::GetPoint):
    case uint8_t(MessageType::GetObjects):
        return read(request);
    case uint8_t(LocalMessage::Watch):
        return watch(request);
    case uint8_t(LocalMessage::BackUp):
        if (const auto asked = parts_.backUp(); !asked)
            return refuse(request, asked.error());
        return send(request, messageType(LocalMessage::BackingUp), {});
    default:
        return fail(ErrorKind::Invalid, QStringLiteral("a local program sent what is no request"));
    }
}

Status UserConnection::send(const protocol::Frame &request, MessageType type, const QByteArray &payload)
{
    return socket_.write({type, request.request, payload});
}

Status UserConnection::refuse(const protocol::Frame &request, const Error &error)
{
    return send(request, MessageType::Error, protocol::ErrorMessage::from(error).encode());
}

/// When the service is gone, so is what this connection was given: it ends, and the program comes again.
Status UserConnection::read(const protocol::Frame &request)
{
    if (!service_) {
        auto lease = parts_.service.use();
        if (!lease)
            return refuse(request, lease.error());
        const std::lock_guard lock(mutex_);
        lease_ = *std::move(lease);
        service_ = std::make_unique<FilteredService>(lease_->service(), codec::Digester(lease_->domain()),
                                                     UserView(user_, lease_->domain()), account_);
    }
    const auto answered = [&]() -> Status {
        if (request.type == MessageType::ListPoints) {
            const auto points = TRY(service_->listPoints(TRY(protocol::ListPoints::decode(request.payload))));
            return send(request, MessageType::Points, points.encode());
        }
        if (request.type == MessageType::GetPoint) {
            const auto record = TRY(service_->point(TRY(protocol::GetPoint::decode(request.payload)).point));
            return send(request, MessageType::Point, protocol::Point{record.encode()}.encode());
        }
        Status sent;
        TRY(service_->getObjects(TRY(protocol::GetObjects::decode(request.payload)),
                                 [&](const Result<QByteArray> &payload, bool) {
                                     if (sent)
                                         sent = send(request, MessageType::Objects, *payload);
                                     if (!sent) // nobody is there to read the rest
                                         service_->cancel(sent.error());
                                 }));
        return sent;
    }();
    if (answered)
        return {};
    const bool isOfRequest =
        answered.error().kind() == ErrorKind::NotFound || answered.error().kind() == ErrorKind::Damaged;
    if (!isOfRequest)
        parts_.service.retire(lease_);
    TRY(refuse(request, answered.error()));
    return isOfRequest ? Status() : answered;
}

Status UserConnection::watch(const protocol::Frame &request)
{
    const StatusBoard::Bell bell(parts_.board);
    QJsonObject told;
    for (;;) {
        if (const auto report = parts_.board.report()) {
            const auto now = (user_.isRoot() ? *report : withoutPaths(*report)).toJson();
            if (std::exchange(told, now) != now)
                TRY(send(request, messageType(LocalMessage::Report),
                         QJsonDocument(now).toJson(QJsonDocument::Compact)));
        }
        std::array<pollfd, 2> waiting = {pollfd{.fd = socket_.get(), .events = POLLIN, .revents = 0},
                                         pollfd{.fd = bell.get(), .events = POLLIN, .revents = 0}};
        if (::poll(waiting.data(), waiting.size(), -1) < 0 && errno != EINTR)
            return fail(systemError(errno, QStringLiteral("waiting for news")));
        if (waiting[0].revents != 0)
            return fail(ErrorKind::Cancelled, QStringLiteral("nobody watches any more"));
        bell.quieten();
    }
}

} // namespace backspool::engine
