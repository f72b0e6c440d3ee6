#include "api/session.h"

#include "core/logging.h"
#include "trust/authority.h"

#include <QPointer>
#include <QSslCertificate>

namespace backspool::api {

namespace {

using namespace std::chrono_literals;

/// From the first byte to the greeting's end, or to the enrolment.
constexpr auto kGreetingTime = 30s;
/// A connection that nobody uses.
constexpr auto kIdleTime = 10min;
/// A backup may be silent while its client reads what it need not send. (TCP's own probes end the connection of a host
/// that is gone within minutes.)
constexpr auto kIdleTimeOfBackup = 4h;
constexpr auto kIdleCheck = 30s;
/// Data that came and is followed by nothing waits so long for more before it is made durable.
constexpr auto kSyncDelay = 150ms;
constexpr auto kRetryDelay = 100ms;
/// Answers in memory for one connection: two frames of objects.
constexpr qint64 kCongested = 8_MiB;

} // namespace

Session::Session(const Services &services, FrameBudget &budget, QSslSocket *socket, std::chrono::milliseconds untaken,
                 QObject *parent)
    : QObject(parent), services_(services), budget_(budget), share_(budget), life_(std::make_shared<ConnectionLife>()),
      channel_(socket), strand_(services.pool)
{
    // By way of the budget, which outlives every session: this one may be gone when its thread comes to it.
    life_->end = [&budget, self = QPointer<Session>(this)] {
        QMetaObject::invokeMethod(
            &budget,
            [self] {
                if (self)
                    self->abort();
            },
            Qt::QueuedConnection);
    };
    channel_.setMaxPayload(protocol::kMaxPayloadBeforeEnrolment);
    connect(&channel_, &protocol::SecureChannel::received, this, &Session::received);
    connect(&channel_, &protocol::SecureChannel::closed, this, &Session::closed);
    connect(&channel_, &protocol::SecureChannel::unsentShrank, this, [this] {
        unsentChanged(true);
        updateReading();
        if (!isCongested())
            resumeSuspended();
    });
    connect(&budget, &FrameBudget::roomMade, this, &Session::updateReading);
    if (socket->isEncrypted())
        QMetaObject::invokeMethod(this, &Session::handshakeDone, Qt::QueuedConnection);
    else
        connect(socket, &QSslSocket::encrypted, this, &Session::handshakeDone);

    greetingTimer_.setSingleShot(true);
    connect(&greetingTimer_, &QTimer::timeout, this, [this] {
        if (!isKnown())
            abort();
    });
    greetingTimer_.start(kGreetingTime);
    connect(&idleTimer_, &QTimer::timeout, this, &Session::checkIdle);
    idleTimer_.start(kIdleCheck);
    syncTimer_.setSingleShot(true);
    connect(&syncTimer_, &QTimer::timeout, this, [this] {
        strand_.post([this] {
            conversation_->syncSoon();
            return Strand::Turn::Done;
        });
    });
    retryTimer_.setSingleShot(true);
    connect(&retryTimer_, &QTimer::timeout, this, &Session::resumeSuspended);
    untakenTimer_.setSingleShot(true);
    untakenTimer_.setInterval(untaken);
    connect(&untakenTimer_, &QTimer::timeout, this, [this] {
        qCInfo(logNetwork, "ending a connection whose peer takes nothing of what it asked for");
        abort(); // it would not read why
    });
}

Session::~Session()
{
    // What is given back by the share makes room for others, not for this one.
    budget_.disconnect(this);
}

void Session::handshakeDone()
{
    if (conversation_ || isClosed_)
        return;
    const auto certificate = channel_.socket()->peerCertificate();
    const auto fingerprint = certificate.isNull() ? QByteArray() : trust::certificateFingerprint(certificate.toDer());
    Peer &peer = *this;
    conversation_ = std::make_unique<Conversation>(services_, peer, life_, fingerprint);
    // QueryPeer lets a handshake succeed whatever OpenSSL thinks of the certificate. Whose a good one is, the
    // conversation asks the catalogue.
    if (const auto errors = channel_.socket()->sslHandshakeErrors(); !certificate.isNull() && !errors.isEmpty()) {
        refuse({ErrorKind::Denied,
                QStringLiteral(
                    "This computer's certificate is not accepted: %1. Ask the administrator for a new enrolment code.")
                    .arg(errors.first().errorString())});
        isRefused_ = true;
    }
}

void Session::received(const protocol::Frame &frame)
{
    if (!conversation_)
        handshakeDone();
    if (isRefused_)
        return;
    life_->lastHeard = std::chrono::steady_clock::now();
    const auto size = ByteCount(frame.payload.size());
    ++life_->framesInWork;
    share_.take(size);
    updateReading();

    if (frame.type == protocol::MessageType::Data) {
        auto checked = std::make_shared<std::optional<Result<CheckedBlock>>>();
        strand_.post([this, frame,
                      checked] { checked->emplace(checkData(frame.payload, services_.appliance.store().digester())); },
                     [this, size, checked] {
                         conversation_->handleData(*std::exchange(*checked, std::nullopt));
                         inNetworkThread([this, size] { frameDone(size); });
                         return Strand::Turn::Done;
                     });
        return;
    }
    strand_.post([this, frame, size] {
        const auto turn = conversation_->handle(frame);
        if (turn == Strand::Turn::Done) {
            inNetworkThread([this, size] { frameDone(size); });
        } else {
            inNetworkThread([this] {
                isSuspended_ = true;
                if (!retryTimer_.isActive())
                    retryTimer_.start(kRetryDelay);
            });
        }
        return turn;
    });
}

void Session::updateReading()
{
    // Who does not take its answers gets no more of them.
    channel_.setReadingPaused(!share_.hasRoom() || isCongested());
}

void Session::frameDone(ByteCount size)
{
    share_.giveBack(size);
    life_->lastHeard = std::chrono::steady_clock::now(); // what the peer did not say it had no time to say
    --life_->framesInWork;
    if (!isClosed_)
        updateReading();
}

void Session::resumeSuspended()
{
    if (std::exchange(isSuspended_, false))
        strand_.wake();
}

void Session::checkIdle()
{
    if (isClosed_)
        return;
    if (conversation_ && conversation_->isBackingUp())
        countWireBytes();
    const auto limit = conversation_ && conversation_->isBackingUp() ? std::chrono::seconds(kIdleTimeOfBackup)
                                                                     : std::chrono::seconds(kIdleTime);
    // Who reads what it asked for is not idle; who does not, see untakenTimer_.
    if (life_->framesInWork == 0 && unsent_ == 0 && posted_ == 0 &&
        std::chrono::steady_clock::now() - life_->lastHeard.load() > limit)
        refuse({ErrorKind::Unreachable, QStringLiteral("Nothing was heard on this connection for too long.")});
}

void Session::unsentChanged(bool peerTook)
{
    unsent_ = channel_.bytesUnsent();
    if (unsent_ == 0 || isClosed_)
        untakenTimer_.stop();
    else if (peerTook || !untakenTimer_.isActive())
        untakenTimer_.start();
}

void Session::countWireBytes()
{
    strand_.post([this, total = channel_.wireCount()] {
        conversation_->countWireBytes(total);
        return Strand::Turn::Done;
    });
}

void Session::announcePolicy(const QByteArray &policy)
{
    if (conversation_ && conversation_->watchesPolicy() && !isClosed_)
        send(protocol::MessageType::Policy, 0, policy);
}

void Session::abort()
{
    channel_.abort();
}

void Session::closed(const Error &error)
{
    if (std::exchange(isClosed_, true))
        return;
    qCDebug(logNetwork).noquote() << "connection ended:" << error.text();
    life_->isClosed = true;
    life_->cancelledAtEnd->cancel();
    greetingTimer_.stop();
    idleTimer_.stop();
    syncTimer_.stop();
    retryTimer_.stop();
    untakenTimer_.stop();
    strand_.finish([this, total = channel_.wireCount()] {
        if (conversation_) {
            conversation_->end();
            conversation_->countWireBytes(total);
        }
        QMetaObject::invokeMethod(this, &Session::over, Qt::QueuedConnection);
    });
}

template <class Function> void Session::inNetworkThread(Function function)
{
    QMetaObject::invokeMethod(this, std::move(function), Qt::QueuedConnection);
}

void Session::send(protocol::MessageType type, uint32_t request, QByteArray payload)
{
    const auto size = qint64(payload.size());
    posted_ += size;
    inNetworkThread([this, size, frame = protocol::Frame{type, request, std::move(payload)}] {
        channel_.send(frame);
        unsentChanged(false);
        posted_ -= size;
        if (!isClosed_)
            updateReading();
        // Who has made a point looks at the figures next.
        if (frame.type == protocol::MessageType::Committed)
            countWireBytes();
    });
}

bool Session::isCongested() const
{
    return posted_ + unsent_ > kCongested;
}

void Session::refuse(const Error &error)
{
    sendError(0, error);
    close();
}

void Session::close()
{
    inNetworkThread([this] { channel_.closeGently(); });
}

void Session::remindToSync()
{
    inNetworkThread([this] {
        if (!syncTimer_.isActive() && !isClosed_)
            syncTimer_.start(kSyncDelay);
    });
}

void Session::setMaxPayload(ByteCount size)
{
    inNetworkThread([this, size] { channel_.setMaxPayload(size); });
}

} // namespace backspool::api
