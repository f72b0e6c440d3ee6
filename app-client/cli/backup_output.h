#pragma once
/// What became of a backup, for who made it by hand.
#include <QJsonObject>

namespace backspool::cli {

/// @p report: engine::BackupReport::toJson(), which also comes from the agent that runs.
void printBackup(const QJsonObject &report);

} // namespace backspool::cli
