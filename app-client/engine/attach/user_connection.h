#pragma once
/// One program of a user at the socket for users: its requests, one after the other, in a thread that may wait.
#include "attach/filtered_service.h"
#include "attach/frame_socket.h"
#include "attach/local_messages.h"
#include "attach/shared_service.h"
#include "attach/status_board.h"

namespace backspool::engine {

/// What all connections share; outlives them. Thread-safe.
struct UserConnectionParts
{
    SharedService &service;
    StatusBoard &board;
    /// Errors: NotFound (not enrolled), Damaged.
    std::function<Result<Attached>()> attached;
    /// Asks for a backup. Errors: Busy (paused, or one was asked for just now).
    std::function<Status()> backUp;
};

/// Its requests are bounded in size, wait in the socket's own buffer while one is answered, and an answer is sent as
/// the other side takes it: what is held for a connection is what one request holds (FilteredService). Who takes
/// nothing for half a minute is ended; so is who asks nothing for five.
class UserConnection
{
public:
    UserConnection(FileDescriptor file, LocalUser user, GrantedObjects::Account account,
                   const UserConnectionParts &parts);

    /// Answers until the other side, or end(), ends it. Where the system has no memory or threads left, this connection
    /// ends, and no other.
    void serve();
    /// Thread-safe: serve() returns soon.
    void end();
    const LocalUser &user() const { return user_; }
    /// It has asked for reports, and so does not read.
    bool isWatching() const { return isWatching_; }

private:
    Status answerAll();
    Status greet();
    /// Errors: those that end the connection.
    Status answer(const protocol::Frame &request);
    Status send(const protocol::Frame &request, protocol::MessageType type, const QByteArray &payload);
    Status refuse(const protocol::Frame &request, const Error &error);
    Status read(const protocol::Frame &request, const std::function<Status()> &answer);
    Status sendObjects(const protocol::Frame &request, const protocol::GetObjects &objects);
    Status openService();
    Status watch(const protocol::Frame &request);
    void letServiceGo();

    const LocalUser user_;
    const GrantedObjects::Account account_;
    const UserConnectionParts &parts_;
    FrameSocket socket_;
    std::atomic<bool> isWatching_ = false;
    std::mutex mutex_; ///< guards what follows, but for its use by serve()'s thread
    std::shared_ptr<ServiceLease> lease_;
    std::unique_ptr<FilteredService> service_; ///< last: it ends before what it reads with
};

} // namespace backspool::engine
