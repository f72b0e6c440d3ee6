#pragma once
/// Where the system's agent listens for all users of its computer: a socket that everybody may connect to. Who it is
/// says the kernel.
#include "attach/user_connection.h"

#include <list>
#include <map>
#include <thread>

namespace backspool::engine {

/// Lives anywhere; all its work is done in threads of its own, one for each connection.
class UsersSocket
{
public:
    /// All users together. Who only watches takes no place from those who read.
    static constexpr size_t kMost = 256, kMostReading = 64;
    /// An app has four lanes, a watch, and one for each restore that runs.
    static constexpr size_t kMostOfUser = 16, kMostReadingOfUser = 12;

    /// Listens at @p path when it returns; a socket that is there is replaced. Errors: Io, Denied, Unsupported (the
    /// path is too long).
    static Result<std::unique_ptr<UsersSocket>> listen(const QString &path, const UserConnectionParts &parts);
    /// Ends all connections, and waits for that.
    ~UsersSocket();
    UsersSocket(const UsersSocket &) = delete;
    UsersSocket &operator=(const UsersSocket &) = delete;

private:
    struct Served
    {
        std::unique_ptr<UserConnection> connection;
        uint32_t countedAs = 0; ///< see ownerOfId()
        std::thread thread;
        std::atomic<bool> isOver = false;
    };
    UsersSocket(QByteArray path, FileDescriptor listening, const UserConnectionParts &parts);
    void acceptAll();
    void accept(FileDescriptor file);
    void clearOver();

    const QByteArray path_;
    const FileDescriptor listening_;
    const UserConnectionParts parts_;
    std::atomic<bool> isEnding_ = false;
    std::list<Served> served_;                             ///< acceptAll()'s thread's
    std::map<uint32_t, GrantedObjects::Account> accounts_; ///< by user; likewise
    std::thread thread_;
};

} // namespace backspool::engine
