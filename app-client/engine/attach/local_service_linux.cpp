#include "attach/local_address.h"
#include "attach/local_service.h"
#include "attach/local_user.h"
#include "protocol/messages.h"

#include <QFile>
#include <QJsonDocument>

#include <sys/socket.h>

#include <cerrno>

namespace backspool::engine {

using protocol::MessageType;

namespace {

constexpr std::chrono::milliseconds kCancelLook{200};

Error unanswered()
{
    return {ErrorKind::Unreachable, QStringLiteral("the system's agent does not answer")};
}

Result<FileDescriptor> connectTo(const QString &path, std::chrono::seconds patience)
{
    const auto address = localAddress(QFile::encodeName(path));
    if (!address)
        return fail(ErrorKind::NotFound, QStringLiteral("the path %1 is too long for a socket").arg(path));
    FileDescriptor file(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!file.isOpen())
        return fail(systemError(errno, QStringLiteral("making a local socket")));
    const timeval time{.tv_sec = patience.count(), .tv_usec = 0};
    ::setsockopt(file.get(), SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time); // of connect() too
    if (::connect(file.get(), reinterpret_cast<const sockaddr *>(&*address), sizeof *address) != 0) {
        if (errno == ENOENT)
            return fail(ErrorKind::NotFound, QStringLiteral("no agent of the system listens for users"));
        if (errno == ECONNREFUSED)
            return fail(ErrorKind::Unreachable, QStringLiteral("the system's agent does not run"));
        if (errno == EAGAIN)
            return fail(unanswered());
        return fail(systemError(errno, QStringLiteral("connecting to the system's agent")));
    }
    // Somebody else could listen there where the folder was left to be made.
    const auto other = TRY(userAtOtherEnd(file.get()));
    if (!other.isRoot())
        return fail(ErrorKind::Denied, QStringLiteral("who listens at %1 is not the system's agent").arg(path));
    return file;
}

} // namespace

Result<std::unique_ptr<LocalService>> LocalService::connect(const QString &path, std::chrono::seconds patience,
                                                            const CancelToken &cancel)
{
    std::unique_ptr<LocalService> service(new LocalService(TRY(connectTo(path, patience)), patience));
    auto greeting =
        service->ask(messageType(LocalMessage::Attach), Attach{}.encode(), messageType(LocalMessage::Attached));
    const auto end = std::chrono::steady_clock::now() + patience;
    while (greeting.wait_for(kCancelLook) != std::future_status::ready) {
        TRY(cancel.check());
        if (std::chrono::steady_clock::now() >= end)
            return fail(unanswered());
    }
    service->attached_ = TRY(Attached::decode(TRY(greeting.get())));
    // The agent takes the next request when it has answered the one before, and that can take long. Its end is heard
    // of.
    service->socket_.setPatience(std::chrono::seconds(0));
    return service;
}

LocalService::LocalService(FileDescriptor file, std::chrono::seconds patience)
    : socket_(std::move(file), protocol::kMaxPayload, patience), thread_([this] { readAll(); })
{
}

LocalService::~LocalService()
{
    abort();
    thread_.join();
}

std::optional<Error> LocalService::failure() const
{
    const std::lock_guard lock(mutex_);
    return failure_;
}

void LocalService::abort()
{
    {
        const std::lock_guard lock(mutex_);
        if (!failure_)
            failure_ = Error(ErrorKind::Cancelled, QStringLiteral("stopped on request"));
    }
    socket_.end(); // the thread answers who waits
}

Status LocalService::request(MessageType type, const QByteArray &payload, OnReply onReply)
{
    uint32_t number = 0;
    {
        const std::lock_guard lock(mutex_);
        if (failure_)
            return fail(*failure_);
        number = ++last_;
        waiting_.emplace(number, std::move(onReply));
    }
    if (!socket_.write({type, number, payload}))
        socket_.end(); // and the thread answers this one as all others
    return {};
}

Result<QByteArray> LocalService::call(MessageType type, const QByteArray &payload, MessageType expected)
{
    return ask(type, payload, expected).get();
}

std::future<Result<QByteArray>> LocalService::ask(MessageType type, const QByteArray &payload, MessageType expected)
{
    const auto promise = std::make_shared<std::promise<Result<QByteArray>>>();
    auto answer = promise->get_future();
    const auto sent = request(type, payload, [promise, expected](Result<protocol::Frame> frame) {
        if (frame && frame->type != expected)
            frame = fail(ErrorKind::Invalid, QStringLiteral("the system's agent gave another answer than expected"));
        promise->set_value(frame ? Result<QByteArray>(std::move(frame->payload)) : fail(frame.error()));
        return false;
    });
    if (!sent)
        promise->set_value(fail(sent.error()));
    return answer;
}

Status LocalService::watch(OnReport onReport)
{
    return request(messageType(LocalMessage::Watch), {}, [onReport](const Result<protocol::Frame> &frame) {
        if (!frame)
            onReport(fail(frame.error()));
        else if (frame->type == messageType(LocalMessage::Report))
            onReport(QJsonDocument::fromJson(frame->payload).object());
        return frame.has_value();
    });
}

Status LocalService::backUp()
{
    TRY(call(messageType(LocalMessage::BackUp), {}, messageType(LocalMessage::BackingUp)));
    return {};
}

void LocalService::readAll()
{
    for (;;) {
        auto frame = socket_.read();
        if (!frame)
            return ended(frame.error());
        if (!*frame)
            return ended({ErrorKind::Unreachable, QStringLiteral("the system's agent has ended the connection")});
        received(**std::move(frame));
    }
}

void LocalService::received(protocol::Frame frame)
{
    OnReply onReply;
    {
        const std::lock_guard lock(mutex_);
        const auto found = waiting_.find(frame.request);
        if (found == waiting_.end())
            return;
        onReply = std::move(found->second);
        waiting_.erase(found);
    }
    const uint32_t number = frame.request;
    const bool isError = frame.type == MessageType::Error;
    Result<protocol::Frame> reply = std::move(frame);
    if (isError) {
        const auto message = protocol::ErrorMessage::decode(reply->payload);
        reply = fail(message ? message->toError() : message.error());
    }
    if (!onReply(std::move(reply)) || isError)
        return;
    const std::lock_guard lock(mutex_);
    waiting_.emplace(number, std::move(onReply));
}

void LocalService::ended(const Error &reason)
{
    std::map<uint32_t, OnReply> waiting;
    Error error = reason;
    {
        const std::lock_guard lock(mutex_);
        if (!failure_)
            failure_ = reason;
        error = *failure_;
        waiting.swap(waiting_);
    }
    socket_.end();
    for (const auto &[number, onReply] : waiting)
        onReply(fail(error));
}

} // namespace backspool::engine
