#include "control/run_service.h"

#include "api/listener.h"
#include "appliance/data_paths.h"
#include "console/json_output.h"
#include "console/service_manager.h"
#include "control/control_socket.h"
#include "control/data_folder.h"
#include "control/data_owner.h"
#include "control/termination_signals.h"
#include "discovery/service_announcement.h"

#include <QCoreApplication>
#include <QSysInfo>

namespace backspool::control {

void explainKey(const QString &dataFolder)
{
    console::printNote(
        QStringLiteral(
            "A new repository was made in %1. Its key is %2.\n"
            "Without the key everything in the store is lost, to everybody. Keep a copy of it in another place:\n"
            "  backspoold --data-dir %1 key export FILE")
            .arg(dataFolder, appliance::keyPath(dataFolder)));
}

namespace {

/// Nobody in the network reaches what listens on this computer alone.
std::unique_ptr<discovery::ServiceAnnouncement> announce(const api::ListenAddress &address)
{
    if (address.host.isLoopback())
        return nullptr;
    return std::make_unique<discovery::ServiceAnnouncement>(
        QStringLiteral("Backspool on %1").arg(QSysInfo::machineHostName()), address.port);
}

} // namespace

Status runService(const RunOptions &options)
{
    TRY(actAsOwnerOf(options.dataFolder));
    const auto signals = TRY(TerminationSignals::watch([] { QCoreApplication::quit(); }));
    appliance::ApplianceOptions open{.dataFolder = options.dataFolder};
    open.settings = TRY(appliance::Settings::load(settingsPath(options.dataFolder)));
    const auto address =
        TRY(api::ListenAddress::fromText(options.listen.isEmpty() ? open.settings.listen : options.listen));
    const auto appliance = TRY(appliance::Appliance::open(open));
    if (appliance->isNew())
        explainKey(options.dataFolder);

    const auto listener = TRY(api::Listener::start(*appliance, address));
    Administration administration(
        *appliance, [&](ClientId client) { listener->endSessionsOf(client); },
        [&](const trust::PolicyVersion &policy) { listener->announcePolicy(policy); });
    const auto control = TRY(ControlSocket::listen(options.dataFolder, administration));

    const auto served = listener->address().toText();
    if (options.output == console::OutputForm::Json)
        console::printJson({{QStringLiteral("ready"), served}});
    else
        console::printLine(QStringLiteral("ready %1").arg(served));
    console::notifyServiceManager("READY=1");
    const auto announcement = open.settings.announce ? announce(listener->address()) : nullptr;
    QCoreApplication::exec();
    console::notifyServiceManager("STOPPING=1");
    return {};
}

} // namespace backspool::control
