#pragma once
/// Where SQLite and PostgreSQL differ in what we ask of them. Everything else is written in the SQL that both know.
#include "core/result.h"

#include <QString>

namespace backspool::catalogue {

enum class Engine { Sqlite, PostgreSql };

struct Dialect
{
    Engine engine = Engine::Sqlite;
    QString integer;      ///< type of 64-bit numbers; as PRIMARY KEY in SQLite it is the row's own number
    QString blob;         ///< type of bytes
    QString tableOptions; ///< what follows a table's columns
    QString lockRow;      ///< what follows a SELECT of a row that the transaction then changes
    QString tables;       ///< query of the names of all tables

    /// Of the Qt driver's name. Errors: Unsupported.
    static Result<Dialect> ofDriver(const QString &driver);
};

} // namespace backspool::catalogue
