#include "cli/session.h"

namespace backspool::cli {

QString softwareName()
{
    return QStringLiteral("backspool-agent " BACKSPOOL_VERSION);
}

Result<std::unique_ptr<Session>> Session::connect(CommandContext &context)
{
    return std::unique_ptr<Session>(new Session(
        context, TRY(engine::ServiceSession::connect(context.state, softwareName(), context.stop.token()))));
}

Session::Session(CommandContext &context, std::unique_ptr<engine::ServiceSession> session)
    : context_(context), session_(std::move(session))
{
    context_.stop.onStop([this] { session_->connection().abort(); });
}

Session::~Session()
{
    context_.stop.onStop({});
}

Result<std::unique_ptr<ReadingSession>> ReadingSession::connect(CommandContext &context)
{
    return std::unique_ptr<ReadingSession>(new ReadingSession(TRY(Session::connect(context))));
}

} // namespace backspool::cli
