#pragma once
/// A database of SQLite that is where another is restored to, with its logs (NAME-wal, NAME-journal). SQLite plays the
/// logs that it finds beside a database into it, whichever database they were written for: one that is left beside an
/// older database destroys that. So a database is replaced with its logs or not at all.
#include "core/clock.h"
#include "core/result.h"

#include <QByteArray>

#include <functional>
#include <vector>

namespace backspool::engine {

/// "a.db" of "a.db-wal" and "a.db-journal"; empty for other names.
QByteArray databaseOfLog(const QByteArray &name);
/// The same, and of "a.db-shm" (the index of the first).
QByteArray databaseOfPart(const QByteArray &name);

/// Whether @p name in the open folder @p folder is a database, by its first bytes or those of its logs.
bool isDatabase(int folder, const QByteArray &name);
/// Whether there is a log of a database @p name, by its first bytes, whether or not there is the database.
bool hasLogs(int folder, const QByteArray &name);
/// The names of these logs.
std::vector<QByteArray> logsOf(int folder, const QByteArray &name);

/// What was renamed, in the order in which it was.
struct KeptAside
{
    struct Renamed
    {
        QByteArray from, to;
    };
    std::vector<Renamed> files;
};

/// Renames the database @p name (where @p withDatabase) and its logs: to NAME.before-restore-TIME and that with what
/// made the logs' names, so that they are a whole database still. Not the logs whose suffix is in @p except. @p note is
/// told of each before it is renamed. When it fails, all is as before. Errors: Io, Denied, Exists; those of @p note.
using NoteRenaming = std::function<Status(const KeptAside::Renamed &file)>;
Result<KeptAside> keepAside(int folder, const QByteArray &name, bool withDatabase, WallTime now,
                            const std::vector<QByteArray> &except, const NoteRenaming &note);
/// Takes that back, as far as it goes.
void takeBack(int folder, const KeptAside &kept);

} // namespace backspool::engine
