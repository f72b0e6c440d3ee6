#include "protocol/client_connection.h"

#include "core/thread_end.h"
#include "protocol/handshake.h"
#include "protocol/peer_check.h"

#include <QHostInfo>
#include <QSslKey>

#include <openssl/crypto.h>

#include <condition_variable>
#include <mutex>
#include <unordered_map>

namespace backspool::protocol {

namespace {

/// Enough for the link and the service to be busy while the agent makes more; bounds the agent's memory.
constexpr ByteCount kMaxUnsent = 8_MiB;

/// How soon a wait notices that it is to end.
constexpr std::chrono::milliseconds kCancelLook{100};

/// Where a thread waits for what another one brings, once.
template <class T> class Awaited
{
public:
    void bring(T value)
    {
        const std::lock_guard lock(mutex_);
        value_.emplace(std::move(value));
        brought_.notify_one();
    }
    T wait()
    {
        std::unique_lock lock(mutex_);
        while (!value_)
            brought_.wait(lock);
        return std::move(*value_);
    }
    /// Or nothing, soon after @p cancel.
    std::optional<T> wait(const CancelToken &cancel)
    {
        std::unique_lock lock(mutex_);
        while (!value_ && !cancel.isCancelled())
            brought_.wait_for(lock, kCancelLook);
        return std::exchange(value_, std::nullopt);
    }

private:
    std::mutex mutex_;
    std::condition_variable brought_;
    std::optional<T> value_;
};

QSslConfiguration tlsConfiguration()
{
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setProtocol(QSsl::TlsV1_3OrLater);
    return tls;
}

Result<QSslConfiguration> tlsConfigurationOf(const Identity &identity)
{
    const QSslCertificate certificate(identity.certificate, QSsl::Der);
    const QSslCertificate authority(identity.authority, QSsl::Der);
    // QSslKey reads PKCS#8 as PEM only.
    const QByteArray pem = "-----BEGIN PRIVATE KEY-----\n" + identity.key.toBase64() + "\n-----END PRIVATE KEY-----\n";
    const QSslKey key(pem, QSsl::Ec, QSsl::Pem, QSsl::PrivateKey);
    if (certificate.isNull() || authority.isNull() || key.isNull())
        return fail(ErrorKind::Damaged,
                    QStringLiteral("This computer's certificate or key cannot be read. Enrol it again."));
    QSslConfiguration tls = tlsConfiguration();
    tls.setPeerVerifyMode(QSslSocket::VerifyPeer);
    tls.setCaCertificates({authority});
    tls.setLocalCertificate(certificate);
    tls.setPrivateKey(key);
    return tls;
}

} // namespace

/// What the threads share. The channel and the handshake live in `thread`, with `context` as their place there;
/// everything else is under `mutex`.
struct ClientConnection::Private
{
    Private();
    ~Private();

    Status open(HandshakePlan plan, const CancelToken &cancel = {});
    Status enqueue(Frame frame, OnReply *onReply);
    void drain();
    void noteUnsent();
    void received(const Frame &frame);
    void answer(const Frame &frame);
    void tellListener(const Result<Frame> &frame);
    /// Fails whatever waits. In the connection's thread.
    void end(const Error &error);
    bool isOwnThread() const { return QThread::currentThread() == &thread; }
    ByteCount unsent() const { return queuedBytes + channelBytes; }

    QThread thread;
    QObject *context = new QObject;
    SecureChannel *channel = nullptr; ///< used in `thread` only
    HelloReply hello;                 ///< not changed after open()

    mutable std::mutex mutex;
    std::condition_variable roomMade;
    std::vector<Frame> queued; ///< not yet with the channel; bounded by kMaxUnsent and a frame for each thread
    ByteCount queuedBytes = 0;
    ByteCount channelBytes = 0; ///< with the channel and not on the wire
    bool isDrainPosted = false;
    std::unordered_map<uint32_t, OnReply> pending;
    uint32_t lastRequest = 1; ///< Hello was request 1
    std::optional<Error> failure;

    /// Held while the listener runs, so that setListener() can wait for its end. Taken before `mutex`, never after.
    std::recursive_mutex listenerMutex;
    std::function<void(Result<Frame>)> listener;
    bool hasEnded = false; ///< end() is done; in `listenerMutex`
};

ClientConnection::Private::Private()
{
    thread.setObjectName(QStringLiteral("connection"));
    context->moveToThread(&thread);
    deleteAtEnd(thread, context);
    // wait() returns before the thread is gone; what OpenSSL keeps for it is to be gone by then.
    QObject::connect(&thread, &QThread::finished, &thread, [] { OPENSSL_thread_stop(); }, Qt::DirectConnection);
    thread.start();
}

ClientConnection::Private::~Private()
{
    Q_ASSERT(!isOwnThread());
    QMetaObject::invokeMethod(
        context,
        [this] {
            drain();
            if (channel) {
                // What fits goes out; nobody waits for the rest.
                channel->socket()->flush();
                channel->disconnect(context);
                delete std::exchange(channel, nullptr);
            }
            end(Error(ErrorKind::Cancelled, QStringLiteral("the connection was ended on this side")));
        },
        Qt::BlockingQueuedConnection);
    thread.quit();
    thread.wait();
}

Status ClientConnection::Private::open(HandshakePlan plan, const CancelToken &cancel)
{
    const auto opened = std::make_shared<Awaited<Status>>();
    QMetaObject::invokeMethod(context, [this, opened, plan = std::move(plan)]() mutable {
        auto *handshake =
            new Handshake(std::move(plan), [this, opened](Result<HelloReply> reply, SecureChannel *greeted) {
                if (!reply)
                    return opened->bring(fail(std::move(reply).error()));
                hello = *std::move(reply);
                channel = greeted;
                channel->setParent(context);
                QObject::connect(channel, &SecureChannel::received, context,
                                 [this](const Frame &frame) { received(frame); });
                QObject::connect(channel, &SecureChannel::unsentShrank, context, [this] { noteUnsent(); });
                QObject::connect(channel, &SecureChannel::closed, context, [this](const Error &error) { end(error); });
                opened->bring({});
            });
        handshake->setParent(context);
        handshake->start();
    });
    // A handshake that is not waited for ends with the thread.
    auto status = opened->wait(cancel);
    return status ? *std::move(status) : cancel.check();
}

Status ClientConnection::Private::enqueue(Frame frame, OnReply *onReply)
{
    std::unique_lock lock(mutex);
    if (!isOwnThread())
        roomMade.wait(lock, [this] { return failure || unsent() <= kMaxUnsent; });
    if (failure)
        return fail(*failure);
    if (onReply) {
        do {
            frame.request = ++lastRequest;
        } while (frame.request == 0 || pending.contains(frame.request));
        pending.emplace(frame.request, std::move(*onReply));
    }
    queuedBytes += kFrameHeaderSize + frame.payload.size();
    queued.push_back(std::move(frame));
    // One wake-up of the connection's thread takes all that has gathered when it comes to it.
    if (!std::exchange(isDrainPosted, true))
        QMetaObject::invokeMethod(context, [this] { drain(); }, Qt::QueuedConnection);
    return {};
}

void ClientConnection::Private::drain()
{
    std::vector<Frame> frames;
    {
        const std::lock_guard lock(mutex);
        isDrainPosted = false;
        frames.swap(queued);
        channelBytes += std::exchange(queuedBytes, 0);
    }
    if (!channel)
        return;
    for (const Frame &frame : frames)
        channel->send(frame);
    noteUnsent();
}

void ClientConnection::Private::noteUnsent()
{
    const std::lock_guard lock(mutex);
    const bool wasFull = unsent() > kMaxUnsent;
    channelBytes = channel ? channel->bytesUnsent() : 0;
    if (wasFull && unsent() <= kMaxUnsent)
        roomMade.notify_all();
}

void ClientConnection::Private::received(const Frame &frame)
{
    {
        const std::lock_guard lock(mutex);
        if (failure)
            return; // aborted: end() is on its way
    }
    if (frame.request != 0)
        return answer(frame);
    if (frame.type != MessageType::Error)
        return tellListener(frame);
    const Result<ErrorMessage> message = ErrorMessage::decode(frame.payload);
    end(message ? message->toError() : message.error());
    channel->abort();
}

void ClientConnection::Private::answer(const Frame &frame)
{
    OnReply onReply;
    {
        const std::lock_guard lock(mutex);
        const auto found = pending.find(frame.request);
        if (found == pending.end())
            return; // who asked has heard enough
        onReply = std::move(found->second);
        pending.erase(found);
    }
    if (frame.type == MessageType::Error) {
        const Result<ErrorMessage> message = ErrorMessage::decode(frame.payload);
        onReply(fail(message ? message->toError() : message.error()));
        return;
    }
    if (!onReply(frame))
        return;
    std::unique_lock lock(mutex);
    if (!failure) {
        pending.emplace(frame.request, std::move(onReply));
        return;
    }
    // abort() came meanwhile; end() only takes what is pending when it runs, and it may have run in the callback.
    const Error error = *failure;
    lock.unlock();
    onReply(fail(error));
}

void ClientConnection::Private::tellListener(const Result<Frame> &frame)
{
    const std::lock_guard lock(listenerMutex);
    if (!listener)
        return;
    const auto copy = listener; // it may replace itself while it runs
    copy(frame);
}

void ClientConnection::Private::end(const Error &error)
{
    std::unordered_map<uint32_t, OnReply> waiting;
    Error reason = error;
    {
        const std::lock_guard lock(mutex);
        if (!failure)
            failure = error;
        reason = *failure;
        waiting.swap(pending);
        queued.clear();
        queuedBytes = 0;
        channelBytes = 0;
        roomMade.notify_all();
    }
    for (const auto &[request, onReply] : waiting)
        onReply(fail(reason));
    const std::lock_guard lock(listenerMutex);
    if (!std::exchange(hasEnded, true))
        tellListener(fail(reason));
}

ClientConnection::ClientConnection(std::unique_ptr<Private> d) : d_(std::move(d)) {}

ClientConnection::~ClientConnection() = default;

Result<std::unique_ptr<ClientConnection>> ClientConnection::connect(const Identity &identity, const QString &software,
                                                                    const CancelToken &cancel)
{
    HandshakePlan plan;
    plan.address = TRY(ServiceAddress::parse(identity.service));
    plan.tls = TRY(tlsConfigurationOf(identity));
    plan.peerName = serverNameOf(identity.repository);
    plan.software = software;
    plan.checkHello = [&identity](const HelloReply &hello, const QList<QSslCertificate> &) -> Status {
        if (hello.client != identity.client)
            return fail(ErrorKind::Denied,
                        QStringLiteral("The service does not know this computer's certificate any more. Ask its "
                                       "administrator, who can let this computer enrol again."));
        return {};
    };
    auto d = std::make_unique<Private>();
    TRY(d->open(std::move(plan), cancel));
    return std::unique_ptr<ClientConnection>(new ClientConnection(std::move(d)));
}

Result<Identity> ClientConnection::enrol(const QString &service, const EnrolmentCode &code, const QString &host,
                                         const QString &software)
{
    HandshakePlan plan;
    plan.address = TRY(ServiceAddress::parse(service));
    plan.tls = tlsConfiguration();
    // Not unverified: authorityOfPeer() does it, before anything is sent.
    plan.tls.setPeerVerifyMode(QSslSocket::VerifyNone);
    plan.software = software;
    plan.checkPeer = [&code](const QList<QSslCertificate> &chain) -> Status {
        TRY(authorityOfPeer(chain, code));
        return {};
    };
    QByteArray authority;
    plan.checkHello = [&code, &authority](const HelloReply &hello, const QList<QSslCertificate> &chain) -> Status {
        authority = TRY(authorityOfPeer(chain, code, serverNameOf(hello.repository)));
        return {};
    };
    const QString address = plan.address.toText();
    auto d = std::make_unique<Private>();
    TRY(d->open(std::move(plan)));
    ClientConnection connection(std::move(d));

    const KeyAndRequest own = TRY(makeKeyAndRequest(host));
    const QByteArray payload = Enrol{.secret = code.secret, .request = own.request, .host = host}.encode();
    const EnrolReply reply =
        TRY(EnrolReply::decode(TRY(connection.call(MessageType::Enrol, payload, MessageType::EnrolReply))));
    if (reply.authority != authority || reply.repository != connection.hello().repository || !reply.client ||
        !isCertificateFor(reply.certificate, own.key, authority))
        return fail(ErrorKind::Invalid,
                    QStringLiteral("The service at %1 gave a certificate that is not for this computer.").arg(address));
    return Identity{
        .service = address,
        .repository = reply.repository,
        .client = reply.client,
        .clientName = reply.name,
        .certificate = reply.certificate,
        .key = own.key,
        .authority = reply.authority,
        .domainSecret = codec::SecretKey::fromBytes(reply.domainSecret),
    };
}

const HelloReply &ClientConnection::hello() const
{
    return d_->hello;
}

Status ClientConnection::request(MessageType type, const QByteArray &payload, OnReply onReply)
{
    return d_->enqueue({.type = type, .request = 0, .payload = payload}, &onReply);
}

Result<QByteArray> ClientConnection::call(MessageType type, const QByteArray &payload, MessageType expected)
{
    Q_ASSERT(!d_->isOwnThread());
    const auto answer = std::make_shared<Awaited<Result<Frame>>>();
    TRY(request(type, payload, [answer](Result<Frame> frame) {
        answer->bring(std::move(frame));
        return false;
    }));
    Frame frame = TRY(answer->wait());
    if (frame.type == MessageType::BackupRefused && expected == MessageType::BackupGranted)
        return fail(TRY(BackupRefused::decode(frame.payload)).toError());
    if (frame.type != expected)
        return fail(ErrorKind::Invalid,
                    QStringLiteral("the service answered with a message of type %1 where %2 was expected")
                        .arg(int(frame.type))
                        .arg(int(expected)));
    return std::move(frame.payload);
}

Status ClientConnection::send(MessageType type, const QByteArray &payload)
{
    return d_->enqueue({.type = type, .request = 0, .payload = payload}, nullptr);
}

void ClientConnection::setListener(std::function<void(Result<Frame>)> listener)
{
    const std::lock_guard lock(d_->listenerMutex);
    d_->listener = std::move(listener);
    if (d_->hasEnded && d_->listener)
        QMetaObject::invokeMethod(
            d_->context, [d = d_.get()] { d->tellListener(fail(*d->failure)); }, Qt::QueuedConnection);
}

void ClientConnection::waitForCallbacks() const
{
    Q_ASSERT(!d_->isOwnThread());
    QMetaObject::invokeMethod(d_->context, [] {}, Qt::BlockingQueuedConnection);
}

std::optional<Error> ClientConnection::failure() const
{
    const std::lock_guard lock(d_->mutex);
    return d_->failure;
}

WireCount ClientConnection::wireCount() const
{
    WireCount count;
    const auto read = [&] {
        if (d_->channel)
            count = d_->channel->wireCount();
    };
    if (d_->isOwnThread())
        read();
    else
        QMetaObject::invokeMethod(d_->context, read, Qt::BlockingQueuedConnection);
    return count;
}

void ClientConnection::abort()
{
    {
        const std::lock_guard lock(d_->mutex);
        if (!d_->failure)
            d_->failure = Error(ErrorKind::Cancelled, QStringLiteral("stopped on request"));
        d_->roomMade.notify_all();
    }
    QMetaObject::invokeMethod(
        d_->context,
        [d = d_.get()] {
            if (d->channel)
                d->channel->abort();
            d->end(*d->failure);
        },
        QThread::currentThread() == d_->context->thread() ? Qt::QueuedConnection : Qt::BlockingQueuedConnection);
}

} // namespace backspool::protocol
