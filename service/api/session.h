#pragma once
/// One connection: its socket's end in the network thread. Hands frames to the conversation, which runs in the pool,
/// and carries its answers back; pauses reading when enough is in work; ends what is silent for too long.
#include "api/conversation.h"
#include "api/frame_budget.h"
#include "protocol/secure_channel.h"

#include <QTimer>

namespace backspool::api {

/// Lives in the network thread; what is Peer's is thread-safe.
class Session final : public QObject, private Peer
{
    Q_OBJECT
public:
    /// Takes the socket, whose handshake is under way. The connection is ended when the peer takes nothing of what is
    /// ready for it for as long as @p untaken.
    Session(const Services &services, FrameBudget &budget, QSslSocket *socket, std::chrono::milliseconds untaken,
            QObject *parent);
    ~Session() override;

    /// The peer has shown a certificate that is accepted. Until then it counts as a stranger.
    bool isKnown() const { return conversation_ && conversation_->client(); }
    ClientId client() const { return conversation_ ? conversation_->client() : ClientId{}; }
    /// The client holds the connection for changes of the policy, and does nothing else with it just now.
    bool isOnlyWatching() const
    {
        return conversation_ && conversation_->watchesPolicy() && !conversation_->isBackingUp() &&
               life_->framesInWork == 0 && !isClosed_;
    }
    /// Tells the client of @p policy (a protocol::Policy), if it watches.
    void announcePolicy(const QByteArray &policy);
    /// Ends the connection at once; over() follows.
    void abort();

Q_SIGNALS:
    /// Nothing of the session runs any more: it may be deleted.
    void over();

private:
    void handshakeDone();
    void received(const protocol::Frame &frame);
    void updateReading();
    void frameDone(ByteCount size);
    void resumeSuspended();
    void checkIdle();
    /// There is more, or less, for the peer to take.
    void unsentChanged(bool peerTook);
    void countWireBytes();
    void closed(const Error &error);

    void send(protocol::MessageType type, uint32_t request, QByteArray payload) override;
    bool isCongested() const override;
    void refuse(const Error &error) override;
    void close() override;
    void remindToSync() override;
    void setMaxPayload(ByteCount size) override;
    template <class Function> void inNetworkThread(Function function);

    const Services services_;
    FrameBudget &budget_;
    FrameBudget::Share share_;
    std::shared_ptr<ConnectionLife> life_;
    protocol::SecureChannel channel_;
    std::unique_ptr<Conversation> conversation_;
    Strand strand_;
    QTimer greetingTimer_;
    QTimer idleTimer_;
    QTimer syncTimer_;
    QTimer retryTimer_;
    QTimer untakenTimer_;            ///< runs while the peer has something to take
    std::atomic<qint64> posted_ = 0; ///< bytes of frames on their way from the pool to the channel
    std::atomic<qint64> unsent_ = 0; ///< bytes that the channel holds
    bool isSuspended_ = false;       ///< the conversation waits
    bool isRefused_ = false;         ///< for its certificate: nothing is heard
    bool isClosed_ = false;
};

} // namespace backspool::api
