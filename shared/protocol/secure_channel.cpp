#include "protocol/secure_channel.h"

#include "protocol/messages.h"

#include <QPointer>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>

namespace backspool::protocol {

namespace {

using namespace std::chrono_literals;

constexpr ByteCount kSocketBuffer = 1_MiB;
constexpr qsizetype kReadPiece = 64_KiB;
/// Up to here a frame goes into the socket's buffer with its neighbours, so that small ones share a TLS record (of at
/// most 16 KiB); a larger payload is handed over as it is, without a copy.
constexpr qsizetype kSmallPayload = 4_KiB;
constexpr auto kClosingPatience = 10s;

/// The system's own defaults look after an idle connection for the first time after two hours. A host that vanished is
/// noticed after two minutes this way. (TCP_USER_TIMEOUT would also end a connection whose reader is only paused.)
void keepAlive(QSslSocket &socket)
{
    socket.setSocketOption(QAbstractSocket::KeepAliveOption, 1);
    const auto set = [fd = int(socket.socketDescriptor())](int option, int value) {
        ::setsockopt(fd, IPPROTO_TCP, option, &value, sizeof value);
    };
    set(TCP_KEEPIDLE, 60);
    set(TCP_KEEPINTVL, 15);
    set(TCP_KEEPCNT, 4);
}

} // namespace

SecureChannel::SecureChannel(QSslSocket *socket, QObject *parent) : QObject(parent), socket_(socket)
{
    socket_->setParent(this);
    socket_->setReadBufferSize(kSocketBuffer);
    socket_->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    keepAlive(*socket_);
    struct stat status = {};
    if (::fstat(int(socket_->socketDescriptor()), &status) == 0)
        inode_ = status.st_ino;
    rememberCount();
    patience_.setSingleShot(true);
    patience_.setInterval(kClosingPatience);

    connect(&patience_, &QTimer::timeout, this, [this] {
        end(ending_.value_or(
            Error(ErrorKind::Unreachable, QStringLiteral("the other side did not end the connection in time"))));
    });
    connect(socket_, &QIODevice::readyRead, this, &SecureChannel::readMore);
    connect(socket_, &QSslSocket::encryptedBytesWritten, this, [this] {
        rememberCount();
        if (state_ == State::Closing)
            finishSending();
        else
            Q_EMIT unsentShrank();
    });
    connect(socket_, &QAbstractSocket::errorOccurred, this, &SecureChannel::endBySocket);
    connect(socket_, &QAbstractSocket::disconnected, this, &SecureChannel::endBySocket);
    // What came before the signals were connected.
    QMetaObject::invokeMethod(this, &SecureChannel::readMore, Qt::QueuedConnection);
}

SecureChannel::~SecureChannel()
{
    // This may be a slot of one of the socket's signals, and Qt's sockets do not survive being deleted there.
    socket_->disconnect(this);
    socket_->setParent(nullptr);
    socket_->abort();
    socket_->deleteLater();
}

void SecureChannel::send(const Frame &frame)
{
    if (state_ != State::Open)
        return;
    const QByteArray header = encodeFrameHeader(frame);
    // Copied into the socket's current buffer; QIODevice::write(QByteArray) would make a record of its own of it.
    socket_->write(header.constData(), header.size());
    if (frame.payload.size() <= kSmallPayload)
        socket_->write(frame.payload.constData(), frame.payload.size());
    else
        socket_->write(frame.payload);
}

qint64 SecureChannel::bytesUnsent() const
{
    return socket_->bytesToWrite() + socket_->encryptedBytesToWrite();
}

void SecureChannel::setReadingPaused(bool paused)
{
    if (std::exchange(paused_, paused) && !paused)
        QMetaObject::invokeMethod(this, &SecureChannel::readMore, Qt::QueuedConnection);
}

void SecureChannel::setMaxPayload(ByteCount maxPayload)
{
    decoder_.setMaxPayload(maxPayload);
}

void SecureChannel::readMore()
{
    rememberCount();
    if (state_ == State::Closing) {
        // Were this left unread, the kernel would answer our close with a reset that takes our last words with it.
        socket_->skip(socket_->bytesAvailable());
        return;
    }
    if (reading_)
        return;
    reading_ = true;
    const QPointer<SecureChannel> self(this);
    while (!paused_ && state_ == State::Open) {
        Result<std::optional<Frame>> frame = decoder_.next();
        if (!frame) {
            refuse(frame.error());
            break;
        }
        if (*frame) {
            Q_EMIT received(**frame);
            if (!self)
                return;
        } else if (!feedDecoder()) {
            break;
        }
    }
    reading_ = false;
}

bool SecureChannel::feedDecoder()
{
    std::array<char, kReadPiece> piece;
    // Of a large frame no more than the frame: see FrameDecoder::missingBytes().
    const qsizetype missing = decoder_.missingBytes();
    const qsizetype wanted = missing > kSmallPayload ? std::min(missing, kReadPiece) : kReadPiece;
    const qint64 got = socket_->read(piece.data(), wanted);
    if (got <= 0)
        return false;
    decoder_.feed(QByteArrayView(piece.data(), got));
    return true;
}

void SecureChannel::refuse(const Error &error)
{
    send({.type = MessageType::Error, .request = 0, .payload = ErrorMessage::from(error).encode()});
    ending_ = error;
    closeGently();
}

void SecureChannel::closeGently()
{
    if (state_ != State::Open)
        return;
    state_ = State::Closing;
    patience_.start();
    finishSending();
    QMetaObject::invokeMethod(this, &SecureChannel::readMore, Qt::QueuedConnection);
}

void SecureChannel::finishSending()
{
    patience_.start();
    // Only our direction is shut: the peer reads all, then closes, and that ends the connection.
    if (bytesUnsent() == 0)
        ::shutdown(int(socket_->socketDescriptor()), SHUT_WR);
}

void SecureChannel::abort()
{
    if (state_ == State::Closed)
        return;
    rememberCount();
    state_ = State::Closed;
    socket_->abort();
    const Error error =
        ending_.value_or(Error(ErrorKind::Cancelled, QStringLiteral("the connection was ended on this side")));
    QMetaObject::invokeMethod(this, [this, error] { Q_EMIT closed(error); }, Qt::QueuedConnection);
}

WireCount SecureChannel::wireCount() const
{
    rememberCount();
    return lastCount_;
}

void SecureChannel::rememberCount() const
{
    // When the peer closes, Qt has closed the descriptor before any signal says so, and its number may be that of
    // another file by now: so the count is taken as long as it can be, and only from this very socket.
    struct stat status = {};
    const auto descriptor = int(socket_->socketDescriptor());
    if (inode_ != 0 && ::fstat(descriptor, &status) == 0 && status.st_ino == inode_)
        lastCount_ = protocol::wireCount(descriptor);
}

void SecureChannel::endBySocket()
{
    // What came before the end is heard first.
    const QPointer<SecureChannel> self(this);
    readMore();
    if (!self)
        return;
    if (ending_)
        end(*ending_);
    else if (socket_->error() == QAbstractSocket::RemoteHostClosedError ||
             socket_->error() == QAbstractSocket::UnknownSocketError)
        end(Error(ErrorKind::Unreachable, QStringLiteral("the other side ended the connection")));
    else
        end(Error(ErrorKind::Unreachable, QStringLiteral("the connection was lost: %1").arg(socket_->errorString())));
}

void SecureChannel::end(const Error &error)
{
    if (state_ == State::Closed)
        return;
    state_ = State::Closed;
    patience_.stop();
    socket_->abort();
    Q_EMIT closed(error);
}

} // namespace backspool::protocol
