#pragma once
/// What SQLite itself offers to who wants to see a database at rest: its read locks, taken on descriptors that are open
/// for reading only (sqlite.org/lockingv3.html, sqlite.org/walformat.html "WAL locks").
///
/// While they are held nobody writes into the database file: with a rollback journal a transaction is not committed
/// (its writer waits, or is told SQLITE_BUSY, as beside any reader), with a write-ahead log commits go on into the log
/// and only no checkpoint is made and the log does not begin anew. So the database and, after it, the log up to any
/// length are together the state after one transaction.
#include "core/file_descriptor.h"
#include "core/result.h"

#include <QByteArray>

#include <chrono>

namespace backspool::engine {

class SqliteLock
{
public:
    /// Of the database @p name in the open folder @p folder. Errors: Busy (somebody keeps it to himself until
    /// @p deadline), Unsupported (the file system has no such locks), NotFound, Denied, Io.
    static Result<SqliteLock> take(int folder, const QByteArray &name, std::chrono::steady_clock::time_point deadline);

    /// The database that is locked: what has its name may be another by now.
    int database() const { return database_.get(); }
    /// There is a wal-index (NAME-shm), and it is locked too. Where there is none, nobody has the database open in WAL
    /// mode; somebody may come.
    bool hasWalIndex() const { return walIndex_.isOpen(); }

private:
    FileDescriptor database_, walIndex_; ///< the locks end when they are closed
};

} // namespace backspool::engine
