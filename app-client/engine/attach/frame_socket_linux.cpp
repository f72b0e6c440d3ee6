#include "attach/frame_socket.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <cerrno>

namespace backspool::engine {

namespace {
constexpr qsizetype kReadAtOnce = 256 << 10;
} // namespace

FrameSocket::FrameSocket(FileDescriptor file, ByteCount maxPayload, std::chrono::seconds patience)
    : file_(std::move(file)), decoder_(maxPayload)
{
    setPatience(patience);
}

void FrameSocket::setPatience(std::chrono::seconds patience)
{
    const timeval time{.tv_sec = patience.count(), .tv_usec = 0};
    ::setsockopt(file_.get(), SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time);
}

Result<std::optional<protocol::Frame>> FrameSocket::read(std::optional<std::chrono::seconds> idle)
{
    QByteArray bytes;
    for (;;) {
        if (auto frame = TRY(decoder_.next()))
            return frame;
        pollfd waiting{.fd = file_.get(), .events = POLLIN, .revents = 0};
        const auto timeout = idle ? int(std::chrono::milliseconds(*idle).count()) : -1;
        const int ready = ::poll(&waiting, 1, timeout);
        if (ready == 0)
            return std::nullopt;
        bytes.resize(std::clamp<qsizetype>(decoder_.missingBytes(), 1, kReadAtOnce));
        const auto got = ready < 0 ? ready : ::recv(file_.get(), bytes.data(), size_t(bytes.size()), 0);
        if (got == 0)
            return std::nullopt;
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail(systemError(errno, QStringLiteral("reading from a local socket")));
        decoder_.feed(QByteArrayView(bytes).first(got));
    }
}

Status FrameSocket::write(const protocol::Frame &frame)
{
    const std::lock_guard lock(writing_);
    for (const auto &part : {protocol::encodeFrameHeader(frame), frame.payload}) {
        QByteArrayView rest(part);
        while (!rest.isEmpty()) {
            const auto sent = ::send(file_.get(), rest.data(), size_t(rest.size()), MSG_NOSIGNAL);
            if (sent < 0 && errno == EINTR)
                continue;
            if (sent < 0)
                return fail(ErrorKind::Unreachable, QStringLiteral("the other side of a local socket has ended"));
            rest = rest.sliced(sent);
        }
    }
    return {};
}

void FrameSocket::end()
{
    ::shutdown(file_.get(), SHUT_RDWR);
}

} // namespace backspool::engine
