#pragma once
/// What a failed statement means: the database's own codes as our kinds of error.
#include "catalogue/dialect.h"
#include "core/error.h"

#include <QSqlError>

namespace backspool::catalogue {

/// The error of a statement or connection that failed while @p doing.
/// NoSpace: the disk is full. Damaged: the database is not what we wrote, with the advice to rebuild. Busy: another
/// process has it. Exists: a value that must be there once is there already. Invalid: a reference to what is not there,
/// or a text that the database cannot hold. Denied: no right to the file or the database. Unreachable: no connection.
/// Else Io.
Error databaseError(Engine engine, const QSqlError &error, const QString &doing);

/// Damaged: @p what, and the advice.
Error damagedCatalogue(const QString &what);

} // namespace backspool::catalogue
