#pragma once
/// A session with a local PostgreSQL server: PostgreSQL's own psql, as the owner of the data folder.
///
/// Not a connection of this process's: a server that lets its owner in by the local socket asks the kernel who that is
/// (peer authentication), and neither what a folder's owner wrote into postmaster.pid nor what answers there is to be
/// handled with root's rights. The session ends with this process, however that ends, and the server then undoes what
/// it began.
#include "active/postgresql/postmaster_file.h"
#include "core/cancel_token.h"
#include "process/child_process.h"

namespace backspool::engine {

/// One thread at a time.
class PsqlSession
{
public:
    /// @p owner, @p group: of the folder; only root can be somebody else. @p version: PG_VERSION of the folder.
    /// Errors: Denied (this process cannot be the owner; the owner is root), NotFound (no psql), Io. That nobody is let
    /// in shows with the first question.
    static Result<std::unique_ptr<PsqlSession>> open(const ServerAddress &address, uid_t owner, gid_t group,
                                                     const QByteArray &version);

    /// Lets psql take its leave.
    ~PsqlSession();
    PsqlSession(const PsqlSession &) = delete;
    PsqlSession &operator=(const PsqlSession &) = delete;

    /// The one line that @p sql (without its semicolon) answers. Errors: Io (the server's words), Busy (no answer in
    /// @p time), Cancelled, Invalid (an answer of more than 1 MiB). After an error the session is of no use.
    Result<QByteArray> ask(const QByteArray &sql, std::chrono::milliseconds time, const CancelToken &cancel);

private:
    PsqlSession() = default;
    Status say(const QByteArray &sql) const;
    std::unexpected<Error> ended();

    FileDescriptor input_;
    Pipe output_, complaints_;
    QByteArray heard_, complained_;
    std::unique_ptr<ChildProcess> process_;
};

} // namespace backspool::engine
