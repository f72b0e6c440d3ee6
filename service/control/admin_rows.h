#pragma once
/// Things of the catalogue and reports as JSON objects: what --json shows, and what the text output is made of.
#include "catalogue/rows.h"
#include "points/rebuild.h"
#include "points/reclaim.h"
#include "points/verify.h"
#include "trust/state_object.h"

#include <QJsonObject>

namespace backspool::control {

QJsonObject toJson(const catalogue::ClientRow &client);
QJsonObject toJson(const catalogue::PointRow &point, const QString &clientName);
QJsonObject toJson(const points::Damage &damage);
/// With the content as text, and as the object that it is.
QJsonObject toJson(const trust::PolicyVersion &policy);
QJsonObject toJson(const points::ReclaimReport &report, bool isDryRun);
QJsonObject toJson(const points::RebuildReport &report);

} // namespace backspool::control
