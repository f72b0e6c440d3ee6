#include "attach/user_connection.h"
#include "core/logging.h"
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
    try {
        std::ignore = answerAll();
    } catch (const std::exception &error) { // std::system_error: no thread; std::bad_alloc
        qCWarning(logEngine) << "a connection of user" << user_.uid << "was ended:" << error.what();
    }
    socket_.end();
    letServiceGo();
}

Status UserConnection::answerAll()
{
    TRY(greet());
    for (;;) {
        const auto request = TRY(socket_.read(kIdle));
        if (!request)
            return {};
        TRY(answer(*request));
    }
}

void UserConnection::letServiceGo()
{
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
    const auto version = TRY(Attach::decode(first->payload)).version;
    const auto attached = version == kLocalVersion
                              ? parts_.attached()
                              : fail(ErrorKind::Unsupported,
                                     QStringLiteral("the system's agent is of another version than this program"));
    if (!attached) {
        TRY(refuse(*first, attached.error()));
        return fail(attached.error());
    }
    return send(*first, messageType(LocalMessage::Attached), attached->encode());
}

Status UserConnection::answer(const protocol::Frame &request)
{
    switch (uint8_t(request.type)) {
    case uint8_t(MessageType::ListPoints): {
        const auto list = TRY(protocol::ListPoints::decode(request.payload));
        return read(request, [&]() -> Status {
            return send(request, MessageType::Points, TRY(service_->listPoints(list)).encode());
        });
    }
    case uint8_t(MessageType::GetPoint): {
        const auto point = TRY(protocol::GetPoint::decode(request.payload)).point;
        return read(request, [&]() -> Status {
            return send(request, MessageType::Point, protocol::Point{TRY(service_->point(point)).encode()}.encode());
        });
    }
    case uint8_t(MessageType::GetObjects): {
        const auto objects = TRY(protocol::GetObjects::decode(request.payload));
        return read(request, [&] { return sendObjects(request, objects); });
    }
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

Status UserConnection::openService()
{
    auto lease = TRY(parts_.service.use());
    const std::lock_guard lock(mutex_);
    lease_ = std::move(lease);
    service_ = std::make_unique<FilteredService>(lease_->service(), codec::Digester(lease_->domain()),
                                                 UserView(user_, lease_->domain()), account_);
    return {};
}

/// @p answer: reads and sends. When the service is gone, so is what this connection was given: it ends, and the program
/// comes again.
Status UserConnection::read(const protocol::Frame &request, const std::function<Status()> &answer)
{
    if (!service_) {
        if (const auto opened = openService(); !opened)
            return refuse(request, opened.error());
    }
    const auto answered = answer();
    if (answered)
        return {};
    if (answered.error().kind() == ErrorKind::Denied) // it has given as much as it gives over one connection
        parts_.service.retire(lease_);
    TRY(refuse(request, answered.error()));
    const bool isOfRequest =
        answered.error().kind() == ErrorKind::NotFound || answered.error().kind() == ErrorKind::Damaged;
    return isOfRequest ? Status() : answered;
}

Status UserConnection::sendObjects(const protocol::Frame &request, const protocol::GetObjects &objects)
{
    Status sent;
    TRY(service_->getObjects(objects, [&](const Result<QByteArray> &payload, bool) {
        if (sent)
            sent = send(request, MessageType::Objects, *payload);
        if (!sent) // nobody is there to read the rest
            service_->cancel(sent.error());
    }));
    return sent;
}

Status UserConnection::watch(const protocol::Frame &request)
{
    isWatching_ = true;
    letServiceGo(); // nothing is read any more
    const StatusBoard::Bell bell(parts_.board);
    if (bell.get() < 0)
        return fail(ErrorKind::Io, QStringLiteral("this computer has no room for another that watches"));
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
