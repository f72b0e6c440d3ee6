#include "cli/session.h"

namespace backspool::cli {

QString softwareName()
{
    return QStringLiteral("backspool-agent " BACKSPOOL_VERSION);
}

Result<std::unique_ptr<Session>> Session::connect(CommandContext &context)
{
    auto identity = TRY(protocol::Identity::load(context.state.identityFile()));
    auto connection = TRY(protocol::ClientConnection::connect(identity, softwareName()));
    return std::unique_ptr<Session>(new Session(context, std::move(identity), std::move(connection)));
}

Session::Session(CommandContext &context, protocol::Identity identity,
                 std::unique_ptr<protocol::ClientConnection> connection)
    : context_(context), identity_(std::move(identity)), connection_(std::move(connection)), service_(*connection_),
      digester_(identity_.domainSecret)
{
    context_.stop.onStop([this] { connection_->abort(); });
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
