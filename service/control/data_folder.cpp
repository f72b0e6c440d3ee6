#include "control/data_folder.h"

#include "appliance/data_paths.h"

#include <QDir>
#include <QFileInfo>

#include <unistd.h>

namespace backspool::control {

QString defaultDataFolder()
{
    // systemd gives several, with colons between, where a unit names several; ours names one.
    const auto state = qEnvironmentVariable("STATE_DIRECTORY").section(QLatin1Char(':'), 0, 0);
    if (!state.isEmpty())
        return state;
    const auto system = QStringLiteral("/var/lib/backspool");
    if (::geteuid() == 0 && QFileInfo(system).isDir())
        return system;
    auto home = qEnvironmentVariable("XDG_DATA_HOME");
    if (!home.startsWith(QLatin1Char('/'))) // by the XDG base directory specification a relative one is ignored
        home = QDir::homePath() + QStringLiteral("/.local/share");
    return home + QStringLiteral("/backspool/service");
}

QString controlSocketPath(const QString &dataFolder)
{
    return dataFolder + QStringLiteral("/control.sock");
}

QString settingsPath(const QString &dataFolder)
{
    return dataFolder + QStringLiteral("/service.json");
}

Status checkInitialised(const QString &dataFolder)
{
    for (const auto &path :
         {appliance::keyPath(dataFolder), appliance::storeFolder(dataFolder), appliance::cataloguePath(dataFolder)}) {
        if (QFileInfo::exists(path))
            return {};
    }
    return fail(ErrorKind::NotFound,
                QStringLiteral("There is no Backspool data in %1. Start the service once (\"backspoold --data-dir %1 "
                               "run\"), or name the right folder with --data-dir.")
                    .arg(dataFolder));
}

} // namespace backspool::control
