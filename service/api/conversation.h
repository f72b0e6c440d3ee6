#pragma once
/// What is said on one connection, from the greeting on: takes frames, answers through the peer. Knows nothing of
/// sockets.
///
/// Calls come one after the other, in pool threads (Strand).
#include "api/backup_session.h"
#include "api/client_places.h"
#include "api/data_check.h"
#include "api/enrolment_desk.h"
#include "api/read_session.h"
#include "api/strand.h"
#include "protocol/policy_messages.h"
#include "protocol/wire_count.h"

#include <optional>

namespace backspool::api {

class Conversation
{
public:
    /// @p certificate is the SHA-256 of the certificate that the peer has proven to own; empty: it showed none.
    Conversation(const Services &services, Peer &peer, std::shared_ptr<ConnectionLife> connection,
                 QByteArray certificate);
    ~Conversation();

    /// Suspend: call again with the same frame when the peer has taken more, or in a moment.
    Strand::Turn handle(const protocol::Frame &frame);
    /// A Data frame, whose check was made beside other work.
    void handleData(Result<CheckedBlock> block);
    /// What has come may wait no longer to be durable.
    void syncSoon();
    /// Adds to the repository's counters what the connection has moved since the last call.
    void countWireBytes(protocol::WireCount total);
    /// A backup under way is let go of: its data is kept, its lease ends.
    void end();

    /// Whether a lease is held. Thread-safe.
    bool isBackingUp() const { return isBackingUp_; }
    /// The enrolled client; 0 before the greeting. Thread-safe.
    ClientId client() const { return ClientId{clientId_}; }
    /// Whether the client wants to be told of each change of the policy. Thread-safe.
    bool watchesPolicy() const { return watchesPolicy_; }

private:
    using Turn = Strand::Turn;
    /// What may be said now.
    enum class Stage { Greeting, Enrolling, Open, Ended };

    Turn greet(const protocol::Frame &frame);
    Turn enrol(const protocol::Frame &frame);
    Turn serve(const protocol::Frame &frame);
    Turn beginBackup(const protocol::Frame &frame);
    Turn commit(const protocol::Frame &frame);
    Turn getObjects(const protocol::Frame &frame);
    protocol::Policy policy(const protocol::GetPolicy &request);
    Turn getFingerprints(const protocol::Frame &frame);
    /// Decodes, asks @p answer, sends what it says as @p type: an Error where it failed.
    template <class Request, class Answer>
    Turn reply(const protocol::Frame &frame, protocol::MessageType type, Answer answer);
    Turn unexpected(const protocol::Frame &frame);
    void refuse(const Error &error);
    Result<catalogue::ClientRow> knownClient() const;
    bool isStillWelcome();
    void setBackup(std::unique_ptr<BackupSession> backup);

    const Services services_;
    Peer &peer_;
    const std::shared_ptr<ConnectionLife> connection_;
    const QByteArray certificate_;
    Stage stage_ = Stage::Greeting;
    QString clientName_;
    std::unique_ptr<ClientPlaces::Place> place_; ///< with Open
    std::atomic<uint32_t> clientId_ = 0;
    std::atomic<bool> isBackingUp_ = false;
    std::atomic<bool> watchesPolicy_ = false;
    std::unique_ptr<BackupSession> backup_;
    std::optional<ReadSession> reading_;
    std::optional<ObjectsAnswer> answer_;            ///< under way, of the frame that is handled
    std::optional<FingerprintsAnswer> fingerprints_; ///< the same
    std::optional<std::chrono::steady_clock::time_point> waitingSince_;
    int wrongCodes_ = 0;
    protocol::WireCount counted_;
};

} // namespace backspool::api
