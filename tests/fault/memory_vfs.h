#pragma once
/// SQLite on a MemoryDisk, so that the power cut of a test takes the catalogue with the store.
///
/// The Qt driver must use the same libsqlite3 as the test (Debian's does: ldd libqsqlite.so). No shared memory, so no
/// write-ahead log but with the exclusive lock; locks are not kept: one connection a file.
#include "fault/memory_disk.h"

namespace backspool::fault {

/// Registered with SQLite as long as it lives; outlives the connections.
class MemoryVfs
{
public:
    explicit MemoryVfs(MemoryDisk &disk);
    ~MemoryVfs();
    MemoryVfs(const MemoryVfs &) = delete;
    MemoryVfs &operator=(const MemoryVfs &) = delete;

    /// For DatabaseOptions::name: the database at @p path of the disk.
    QString databaseName(const QString &path) const;
    /// For DatabaseOptions::connectOptions.
    static QString connectOptions() { return QStringLiteral("QSQLITE_OPEN_URI"); }

private:
    struct Private;
    std::unique_ptr<Private> d_;
};

} // namespace backspool::fault
