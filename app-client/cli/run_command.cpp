#include "agent/agent_socket.h"
#include "attach/users_desk.h"
#include "cli/command.h"
#include "cli/session.h"
#include "console/json_output.h"
#include "console/report.h"
#include "console/service_manager.h"

#include <QCoreApplication>
#include <QTimer>

#include <unistd.h>

#include <algorithm>

namespace backspool::cli {

namespace {

/// With the kernel's queue of what was written, where systemd has kept it over a restart. @p held: the names of what
/// it keeps then.
std::unique_ptr<engine::WriteLog> openWriteLog(const engine::AgentState &state, const Clock &clock,
                                               std::vector<QByteArray> &held)
{
    std::optional<engine::WriteLog::Kept> kept;
    for (auto &stored : console::takeStoredDescriptors()) {
        held.push_back(stored.name);
        kept = engine::WriteLog::Kept{std::move(stored.name), std::move(stored.descriptor)};
    }
    auto log = engine::WriteLog::open(state.folder(), clock, std::move(kept));
    const auto toBeKept = log->toBeKept();
    std::erase_if(held, [&](const QByteArray &name) {
        const bool isOfNoUse = !toBeKept || toBeKept->first != name;
        if (isOfNoUse)
            console::forgetDescriptor(name);
        return isOfNoUse;
    });
    return log;
}

/// At a clean end, where somebody keeps the queue meanwhile: the next run goes on from here. What systemd holds already
/// it would not take again: its store is full then, and it says so.
void leaveWriteLog(engine::WriteLog &log, const std::vector<QByteArray> &held)
{
    const auto toBeKept = log.toBeKept();
    if (!toBeKept)
        return;
    const auto &[name, descriptor] = *toBeKept;
    if (!std::ranges::contains(held, name) && !console::storeDescriptor(name, descriptor))
        return;
    if (const auto saved = log.saveForRestart(); !saved)
        console::printWarning(QStringLiteral("the write log begins anew: ") + saved.error().text());
}

/// For all users of the computer, where this is its system's agent: root's, in a folder that the system has made for
/// the socket. Backups do not depend on it.
std::unique_ptr<engine::UsersDesk> openForUsers(const engine::AgentState &state, engine::BackgroundAgent &agent,
                                                const Clock &clock)
{
    const QString folder = qEnvironmentVariable("RUNTIME_DIRECTORY"); // systemd.exec(5), "RuntimeDirectory="
    if (::geteuid() != 0 || folder.isEmpty())
        return nullptr;
    auto desk = engine::UsersDesk::open(folder + QStringLiteral("/users.socket"), state, softwareName(), agent, clock);
    if (!desk)
        console::printWarning(QStringLiteral("users of this computer cannot look at its backups: ") +
                              desk.error().text());
    return desk ? *std::move(desk) : nullptr;
}

} // namespace

Result<int> run(CommandContext &context)
{
    using engine::BackgroundAgent;
    TRY(context.state.create());
    const SystemClock clock;
    BackgroundAgent agent(context.state, context.networkPolicy(), softwareName(), clock);
    const auto socket = TRY(engine::AgentSocket::listen(context.state, agent));
    std::vector<QByteArray> held;
    agent.setWriteLog(openWriteLog(context.state, clock, held));
    agent.watchWriters();
    const auto users = openForUsers(context.state, agent, clock);
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
    leaveWriteLog(*agent.writeLog(), held);
    return console::Done;
}

} // namespace backspool::cli
