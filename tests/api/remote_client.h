#pragma once
/// A client that speaks the protocol message by message, over a real connection.
#include "api/client_objects.h"
#include "protocol/client_connection.h"
#include "protocol/read_messages.h"

#include <condition_variable>
#include <mutex>

namespace backspool::test {

class RemoteClient
{
public:
    static Result<std::unique_ptr<RemoteClient>> connect(const protocol::Identity &identity);
    ~RemoteClient();

    Result<protocol::BackupGranted> begin(PointId base = {});
    /// All objects that are not in @p except, chunks first, in blocks of one kind.
    Status sendAll(const ClientObjects &objects, const std::vector<ObjectName> &except = {});
    Status send(format::BlockKind kind, const std::vector<ClientObject> &objects);
    /// A whole Data payload, good or not.
    Status sendRaw(const QByteArray &payload) { return connection_->send(protocol::MessageType::Data, payload); }
    uint64_t blocksSent() const { return blocksSent_; }
    /// Waits until so many blocks are acknowledged. False: not in time, or the connection has ended.
    bool waitForAcknowledge(uint64_t blocks);
    uint64_t acknowledged() const;

    /// Claims, and proves what is asked for with what @p objects can answer. True for each that is held at the end.
    Result<std::vector<bool>> claim(const std::vector<protocol::Have::Claim> &claims, const ClientObjects &objects);
    Result<protocol::HaveReply> have(const std::vector<protocol::Have::Claim> &claims);
    Result<protocol::ProveReply> prove(const std::vector<QByteArray> &answers);
    Result<protocol::Committed> commit(const ClientObjects::Directory &root);
    /// Waits until the service says why it ended the connection.
    Error waitForEnd();

    Result<protocol::Points> points(uint32_t limit = 0, PointId before = {});
    /// The trees of the point.
    Result<ClientObjects::Directory> point(PointId id);
    /// All frames of the answer together: bytes by the index of the request.
    struct Fetched
    {
        std::map<uint32_t, QByteArray> objects;
        std::map<uint32_t, ErrorKind> failures;
        int frames = 0;
    };
    Result<Fetched> fetch(const std::vector<protocol::GetObjects::Group> &groups);
    /// One object, by its parent.
    Result<QByteArray> fetch(const ObjectName &parent, const ObjectName &name);
    /// Every file of the tree @p directory.
    Result<Files> readTree(const ObjectName &directory);

    protocol::ClientConnection &connection() { return *connection_; }

private:
    explicit RemoteClient(std::unique_ptr<protocol::ClientConnection> connection);
    Result<std::vector<QByteArray>> fetchNodeItems(const ObjectName &parent, const ObjectName &name);
    Result<QByteArray> fetchContent(const ObjectName &directory, const format::DirectoryEntry &entry);

    std::unique_ptr<protocol::ClientConnection> connection_;
    uint64_t blocksSent_ = 0;
    uint32_t lastHave_ = 0;
    mutable std::mutex mutex_; ///< guards what follows
    std::condition_variable changed_;
    uint64_t acknowledged_ = 0;
    std::optional<Error> ended_;
};

} // namespace backspool::test
