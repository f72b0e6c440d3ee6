#include "restore/database_logs.h"

#include "read/point_reader.h"
#include "restore/existing_database.h"

namespace backspool::engine {

void DatabaseLogs::restore()
{
    auto logs = work_.takeLogs();
    for (const auto &log : logs)
        paths_.insert(log.path(log.entry.name));
    for (auto &log : logs)
        restoreLog(std::move(log));
    work_.jobs().waitForNone();
    for (const auto &[folder, database] : work_.takeRightDatabases()) {
        if (!work_.failure().isSet())
            keepOthersAside(folder, database);
        work_.release(folder);
    }
}

void DatabaseLogs::restoreLog(RestoreEntry log)
{
    const QByteArray database = databaseOfLog(log.entry.name), suffix = log.entry.name.sliced(database.size());
    const auto placed = work_.placeOfDatabase(log.path(database));
    if (placed && placed->isEmpty()) {
        work_.parts().tally.problem(
            RestoreProblem::Skipped, log.path(log.entry.name),
            QStringLiteral("it belongs to %1, which was not restored").arg(QString::fromUtf8(database)));
        return work_.release(log.folder);
    }
    if (placed)
        log.entry.name = *placed + suffix;
    if (log.isCompanion) {
        // Nobody asked for it by name: it comes with a database only.
        const auto folder = work_.folders().use(*log.folder);
        if (!folder || !isDatabase((*folder)->get(), placed.value_or(database)))
            return work_.release(log.folder);
    }
    work_.restore(log);
}

/// The database is as in the point; logs that the point does not have would change it.
void DatabaseLogs::keepOthersAside(const std::shared_ptr<TargetFolder> &folder, const QByteArray &database)
{
    std::vector<QByteArray> ofPoint;
    for (const QByteArray suffix : {"-wal", "-journal"}) {
        if (paths_.contains(pathIn(folder->path, database + suffix)))
            ofPoint.push_back(suffix);
    }
    const auto kept = [&]() -> Status {
        const auto file = TRY(work_.folders().use(*folder));
        work_.tellKept(*folder, TRY(work_.keepDatabase(file->get(), *folder, database, false, ofPoint)));
        return {};
    }();
    if (!kept)
        work_.failed(pathIn(folder->path, database), kept.error());
}

} // namespace backspool::engine
