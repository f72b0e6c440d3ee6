#pragma once
/// Files of a restore that may be logs of databases: put off until it is known what became of the database (linked
/// files are put off in the same way). See existing_database.h for why.
#include "restore/restore_work.h"

#include <set>

namespace backspool::engine {

class DatabaseLogs
{
public:
    explicit DatabaseLogs(RestoreWork &work) : work_(work) {}

    /// All that were put off; blocks until they are done.
    void restore();

private:
    void restoreLog(RestoreEntry log);
    void keepOthersAside(const std::shared_ptr<TargetFolder> &folder, const QByteArray &database);

    RestoreWork &work_;
    std::set<QByteArray> paths_; ///< of the logs that the point has
};

} // namespace backspool::engine
