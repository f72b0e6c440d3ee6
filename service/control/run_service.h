#pragma once
/// "backspoold run": opens the data folder, listens for agents and administrators, ends in order at SIGTERM or SIGINT.
#include "console/report.h"
#include "core/result.h"

#include <QString>

namespace backspool::control {

struct RunOptions
{
    QString dataFolder;
    QString listen; ///< empty: what service.json says
    console::OutputForm output = console::OutputForm::Text;
};

/// Until a signal comes. REQUIRES: a QCoreApplication, no other threads. Errors: those of opening and listening.
Status runService(const RunOptions &options);

/// Says, at the first start of a repository, where its key is and what that means.
void explainKey(const QString &dataFolder);

} // namespace backspool::control
