#include "control/control_socket.h"

#include "console/json_output.h"
#include "control/data_folder.h"
#include "control/line_channel.h"
#include "control/local_socket.h"
#include "core/local_peer.h"
#include "core/logging.h"

#include <QFile>

#include <poll.h>
#include <sys/socket.h>

#include <stop_token>
#include <thread>

namespace backspool::control {

namespace {

using namespace std::chrono_literals;

/// Administrators are few; who comes beyond waits.
constexpr int kMostAtOnce = 8;
constexpr auto kProgressInterval = 200ms;
constexpr auto kHangUpCheck = 300ms;
constexpr std::chrono::seconds kPatience{30};

/// Writes rows and progress to the asker; cancels the request when nobody reads any more.
class SocketSink final : public AdminSink
{
public:
    SocketSink(LineChannel &channel, CancelToken &cancel) : channel_(channel), cancel_(cancel) {}

    void row(const QJsonObject &row) override { send(QStringLiteral("row"), row); }

    void progressed(const Progress &progress) override
    {
        const auto now = std::chrono::steady_clock::now();
        {
            const std::scoped_lock lock(mutex_);
            if (now - lastProgress_ < kProgressInterval)
                return;
            lastProgress_ = now;
        }
        send(QStringLiteral("progress"), {{QStringLiteral("items_done"), qint64(progress.itemsDone)},
                                          {QStringLiteral("items_total"), qint64(progress.itemsTotal)},
                                          {QStringLiteral("bytes_done"), qint64(progress.bytesDone)},
                                          {QStringLiteral("bytes_total"), qint64(progress.bytesTotal)}});
    }

    void send(const QString &kind, const QJsonObject &object)
    {
        const std::scoped_lock lock(writing_);
        if (!cancel_.isCancelled() && !channel_.write({{kind, object}}))
            cancel_.cancel();
    }

private:
    LineChannel &channel_;
    CancelToken &cancel_;
    std::mutex mutex_; ///< guards lastProgress_
    std::chrono::steady_clock::time_point lastProgress_;
    std::mutex writing_; ///< one line at a time
};

/// Until stopped: cancels when the other side has hung up.
void watchForHangUp(const std::stop_token &stop, int descriptor, CancelToken &cancel)
{
    while (!stop.stop_requested() && !cancel.isCancelled()) {
        pollfd poll{descriptor, POLLRDHUP, 0};
        if (::poll(&poll, 1, int(std::chrono::milliseconds(kHangUpCheck).count())) > 0)
            cancel.cancel();
    }
}

} // namespace

class ControlSocket::Server final : public QLocalServer
{
public:
    explicit Server(ControlSocket &owner) : owner_(owner) {}

protected:
    void incomingConnection(quintptr descriptor) override
    {
        // Served with plain reads and writes: they wait in a thread of their own, which is all the back-pressure
        // needed.
        owner_.threads_.start([this, descriptor = int(descriptor)] { owner_.serve(descriptor); });
    }

private:
    ControlSocket &owner_;
};

ControlSocket::ControlSocket(QString path, Administration &administration)
    : path_(std::move(path)), administration_(administration), server_(std::make_unique<Server>(*this))
{
    threads_.setMaxThreadCount(kMostAtOnce);
}

Result<std::unique_ptr<ControlSocket>> ControlSocket::listen(const QString &dataFolder, Administration &administration)
{
    const auto path = controlSocketPath(dataFolder);
    auto descriptor = TRY(listenLocally(path));
    std::unique_ptr<ControlSocket> socket(new ControlSocket(path, administration));
    if (!socket->server_->listen(qintptr(descriptor.get())))
        return fail(
            ErrorKind::Io,
            QStringLiteral("The control socket %1 cannot be used: %2.").arg(path, socket->server_->errorString()));
    static_cast<void>(descriptor.release()); // the server's now
    return socket;
}

ControlSocket::~ControlSocket()
{
    server_->close();
    QFile::remove(path_);
    {
        const std::scoped_lock lock(mutex_);
        isClosing_ = true;
        for (const int descriptor : connections_)
            ::shutdown(descriptor, SHUT_RDWR);
    }
    threads_.waitForDone();
}

void ControlSocket::serve(int descriptor)
{
    LineChannel channel{FileDescriptor(descriptor)};
    // Who connects and asks nothing does not keep a thread.
    const timeval patience{.tv_sec = kPatience.count(), .tv_usec = 0};
    ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    {
        const std::scoped_lock lock(mutex_);
        if (isClosing_)
            return;
        connections_.insert(descriptor);
    }
    CancelToken cancel;
    SocketSink sink(channel, cancel);
    const auto fails = [&](const Error &error) { sink.send(QStringLiteral("error"), console::errorToJson(error)); };
    if (!isOwnersPeer(descriptor)) {
        fails({ErrorKind::Denied,
               QStringLiteral("Only the user that the service runs as, and root, may administer it here.")});
    } else if (const auto line = channel.read(); line && *line) {
        const auto request = AdminRequest::fromJson(**line);
        const std::jthread watch([&](const std::stop_token &stop) { watchForHangUp(stop, descriptor, cancel); });
        const auto result = request ? administration_.run(*request, sink, cancel) : fail(request.error());
        if (result)
            sink.send(QStringLiteral("result"), *result);
        else
            fails(result.error());
    }
    const std::scoped_lock lock(mutex_);
    connections_.erase(descriptor);
}

} // namespace backspool::control
