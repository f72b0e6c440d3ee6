#include "agent/agent_socket.h"
#include "cli/command.h"
#include "cli/session.h"
#include "console/json_output.h"
#include "console/service_manager.h"

#include <QCoreApplication>
#include <QTimer>

namespace backspool::cli {

Result<int> run(CommandContext &context)
{
    using engine::BackgroundAgent;
    TRY(context.state.create());
    const SystemClock clock;
    BackgroundAgent agent(context.state, context.networkPolicy(), softwareName(), clock);
    const auto socket = TRY(engine::AgentSocket::listen(context.state, agent));
    QObject::connect(&agent, &BackgroundAgent::stopped, &agent, [] { QCoreApplication::quit(); });
    QObject::connect(&agent, &BackgroundAgent::changed, &agent, [&agent] {
        const auto reason = agent.report().decision.reason.simplified();
        console::notifyServiceManager("STATUS=" + reason.toUtf8());
    });
    QTimer watchdog;
    if (const auto interval = console::watchdogInterval()) {
        // From the agent's own event loop: it is what must not hang.
        QObject::connect(&watchdog, &QTimer::timeout, [] { console::notifyServiceManager("WATCHDOG=1"); });
        watchdog.start(std::chrono::duration_cast<std::chrono::milliseconds>(*interval));
    }
    context.stop.onStop([&agent] {
        console::notifyServiceManager("STOPPING=1");
        QMetaObject::invokeMethod(&agent, &BackgroundAgent::stop, Qt::QueuedConnection);
    });

    if (context.isJson())
        console::printJson({{QStringLiteral("ready"), true}});
    else
        console::printLine(QStringLiteral("ready"));
    console::notifyServiceManager("READY=1");
    agent.start();
    QCoreApplication::exec();
    context.stop.onStop({});
    return console::Done;
}

} // namespace backspool::cli
