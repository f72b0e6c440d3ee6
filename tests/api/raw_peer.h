#pragma once
/// A TLS peer that says whatever it wants.
#include "protocol/identity.h"
#include "protocol/messages.h"

#include <QSslSocket>

#include <optional>

namespace backspool::test {

class RawPeer
{
public:
    /// With the certificate of @p identity, or none.
    RawPeer(const QString &address, const protocol::Identity *identity);
    bool isConnected() const { return isConnected_; }
    void write(QByteArrayView bytes);
    void send(protocol::MessageType type, uint32_t request, const QByteArray &payload);
    /// The next frame; nullopt when none comes in time, or the connection ends.
    std::optional<protocol::Frame> read(int milliseconds = 5'000);
    /// The error of the next frame, if it is one.
    std::optional<ErrorKind> readError(int milliseconds = 5'000);
    bool waitForEnd(int milliseconds = 15'000);
    /// Greets; true when the service greets back.
    bool greet();

private:
    QSslSocket socket_;
    protocol::FrameDecoder decoder_;
    bool isConnected_ = false;
};

} // namespace backspool::test
