#pragma once
/// Frames over one TLS connection, for either side. Lives in a thread with an event loop; all methods are called there.
///
/// Back-pressure both ways: reading stops while the owner says so, and the socket then lets TCP stop the peer;
/// bytesUnsent() tells how much the peer has not taken yet.
///
/// The owner may delete the channel in any slot connected to it.
#include "protocol/frame.h"
#include "protocol/wire_count.h"

#include <QObject>
#include <QSslSocket>
#include <QTimer>

#include <optional>

namespace backspool::protocol {

class SecureChannel : public QObject
{
    Q_OBJECT
public:
    /// Takes an encrypted (or encrypting) socket over.
    explicit SecureChannel(QSslSocket *socket, QObject *parent = nullptr);
    ~SecureChannel() override;

    void send(const Frame &frame);
    /// Bytes given to send() that are not on the wire yet.
    qint64 bytesUnsent() const;
    /// While paused, no received() is emitted and at most one frame and a socket buffer of 1 MiB are held.
    void setReadingPaused(bool paused);
    /// A frame that announces more ends the connection (the peer is told why).
    void setMaxPayload(ByteCount maxPayload);
    /// Sends what is left (an error message, say), then closes; closed() follows. What the peer still sends is dropped.
    void closeGently();
    /// Ends the connection at once; closed() follows from the event loop, with Cancelled.
    void abort();
    WireCount wireCount() const; ///< stays readable after the connection ended
    QSslSocket *socket() { return socket_; }

Q_SIGNALS:
    void received(const backspool::protocol::Frame &frame);
    void unsentShrank();
    /// Once. @p error says why; Unreachable when the peer went away. Frames that lay unread while reading was paused
    /// are dropped.
    void closed(const backspool::Error &error);

private:
    enum class State : uint8_t { Open, Closing, Closed };

    void readMore();
    bool feedDecoder();
    void refuse(const Error &error);
    void finishSending();
    void rememberCount() const;
    void end(const Error &error);
    void endBySocket();

    QSslSocket *socket_;
    FrameDecoder decoder_;
    QTimer patience_; ///< how long a gentle close waits for the peer
    State state_ = State::Open;
    bool paused_ = false;
    bool reading_ = false;
    std::optional<Error> ending_; ///< why a gentle close was begun
    uint64_t inode_ = 0;          ///< the socket's; 0: not known
    mutable WireCount lastCount_;
};

} // namespace backspool::protocol
