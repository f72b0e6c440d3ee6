#include "cli/command.h"
#include "cli/session.h"
#include "cli/user_path.h"
#include "console/json_output.h"
#include "console/service_manager.h"
#include "mount/fuse_mount.h"

namespace backspool::cli {

namespace {

class ConnectedLine final : public engine::ServiceLine
{
public:
    explicit ConnectedLine(std::unique_ptr<protocol::ClientConnection> connection)
        : connection_(std::move(connection)), service_(*connection_)
    {
    }
    engine::PointService &service() override { return service_; }
    void abort() override { connection_->abort(); }

private:
    const std::unique_ptr<protocol::ClientConnection> connection_;
    engine::ConnectedService service_;
};

} // namespace

Result<int> mountPoints(CommandContext &context)
{
    const auto folder = TRY(absolutePath(context.arguments.positional(QStringLiteral("DIR"))));
    const auto who =
        context.arguments.has(QStringLiteral("allow-other")) ? engine::MountFor::Everyone : engine::MountFor::Owner;
    const auto identity = TRY(context.state.identity(context.stop.token()));
    const SystemClock clock;
    const codec::Digester digester(identity.domainSecret);
    const auto connect = [&identity](const CancelToken &cancel) -> Result<std::unique_ptr<engine::ServiceLine>> {
        return std::make_unique<ConnectedLine>(
            TRY(protocol::ClientConnection::connect(identity, softwareName(), cancel)));
    };
    engine::ServiceLink link(connect, digester, clock, {});
    engine::MountedPoints points(link, digester, clock);
    context.stop.onStop([&link] { link.end(); });
    TRY(points.entry(engine::kTopNode)); // a service that cannot be reached is said now
    context.stop.onStop({});
    const auto mounted = TRY(engine::FuseMount::mount(points, folder, who));
    context.stop.onStop([&] {
        console::notifyServiceManager("STOPPING=1");
        link.end();
        mounted->stop();
    });
    if (context.isJson())
        console::printJson({{QStringLiteral("ready"), true}});
    else
        console::printLine(QStringLiteral("ready"));
    console::notifyServiceManager("READY=1");
    const auto ended = mounted->run();
    context.stop.onStop({});
    link.end();
    TRY(ended);
    return console::Done;
}

} // namespace backspool::cli
