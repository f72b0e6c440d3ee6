#pragma once
/// Where a service keeps its data, and the files that control knows in it.
#include "core/result.h"

#include <QString>

namespace backspool::control {

/// Without --data-dir: $STATE_DIRECTORY (systemd); /var/lib/backspool for root where it exists; else
/// $XDG_DATA_HOME/backspool/service, by default ~/.local/share/backspool/service.
QString defaultDataFolder();

QString controlSocketPath(const QString &dataFolder);
QString settingsPath(const QString &dataFolder);

/// Success when a repository is there: a key, a store or a catalogue. Errors: NotFound (says how to make one).
Status checkInitialised(const QString &dataFolder);

} // namespace backspool::control
