#include "active/postgresql/cluster_files.h"

#include <algorithm>
#include <array>

namespace backspool::engine {

namespace {

template <size_t size> bool isOneOf(const std::array<QByteArrayView, size> &names, QByteArrayView name)
{
    return std::ranges::find(names, name) != names.end();
}

} // namespace

bool isLeftOutOfCluster(QByteArrayView folder, QByteArrayView name)
{
    constexpr std::array<QByteArrayView, 5> kServers = {"postmaster.pid", "postmaster.opts", "postgresql.auto.conf.tmp",
                                                        "current_logfiles.tmp", "backup_manifest"};
    // pg_internal.init is a cache that is made anew.
    return name.startsWith("pgsql_tmp") || name.startsWith("pg_internal.init") ||
           (folder.isEmpty() && isOneOf(kServers, name));
}

bool isEmptiedInCluster(QByteArrayView folder)
{
    constexpr std::array<QByteArrayView, 9> kEmptied = {
        "pg_dynshmem", "pg_notify",   "pg_replslot",           "pg_serial",       "pg_snapshots",
        "pg_stat_tmp", "pg_subtrans", "pg_wal/archive_status", "pg_wal/summaries"};
    return isOneOf(kEmptied, folder);
}

bool isControlFile(QByteArrayView folder, QByteArrayView name)
{
    return folder == QByteArrayView("global") && name == QByteArrayView("pg_control");
}

bool isWalFolder(QByteArrayView folder)
{
    return folder == QByteArrayView("pg_wal");
}

bool isSpareInCluster(QByteArrayView folder, QByteArrayView name)
{
    constexpr std::array<QByteArrayView, 3> kLogs = {"log", "pg_log", "current_logfiles"};
    const auto slash = folder.indexOf('/');
    const auto top = folder.isEmpty() ? name : folder.first(slash < 0 ? folder.size() : slash);
    return isOneOf(kLogs, top);
}

} // namespace backspool::engine
