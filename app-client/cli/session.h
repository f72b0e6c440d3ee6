#pragma once
/// A connection to the service as this computer, for one command.
#include "cli/command.h"
#include "read/node_reader.h"
#include "read/point_list.h"
#include "session/service_session.h"

namespace backspool::cli {

/// "backspool-agent 0.1.0", as the service is told.
QString softwareName();

/// One that Ctrl-C ends.
class Session
{
public:
    /// Errors: NotFound (not enrolled), Unreachable, Denied.
    static Result<std::unique_ptr<Session>> connect(CommandContext &context);
    ~Session();
    Session(const Session &) = delete;
    Session &operator=(const Session &) = delete;

    const protocol::Identity &identity() const { return session_->identity(); }
    protocol::ClientConnection &connection() { return session_->connection(); }
    engine::PointService &service() { return session_->service(); }
    const engine::Verifier &verifier() const { return session_->verifier(); }

private:
    Session(CommandContext &context, std::unique_ptr<engine::ServiceSession> session);

    CommandContext &context_;
    const std::unique_ptr<engine::ServiceSession> session_;
};

/// A session with what reading trees needs.
class ReadingSession
{
public:
    static Result<std::unique_ptr<ReadingSession>> connect(CommandContext &context);

    Session &session() { return *session_; }
    engine::PointService &service() { return session_->service(); }
    engine::ObjectFetcher &fetcher() { return fetcher_; }
    engine::NodeReader &nodes() { return nodes_; }

private:
    explicit ReadingSession(std::unique_ptr<Session> session)
        : session_(std::move(session)), fetcher_(session_->service(), session_->verifier()), nodes_(fetcher_)
    {
    }
    std::unique_ptr<Session> session_;
    engine::ObjectFetcher fetcher_;
    engine::NodeReader nodes_;
};

} // namespace backspool::cli
