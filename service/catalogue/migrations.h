#pragma once
/// The schema of the catalogue, as numbered steps. A database of any earlier schema is brought up to date when it is
/// opened; a step that was ever shipped is never changed.
#include "catalogue/connection.h"

#include <span>
#include <vector>

namespace backspool::catalogue {

/// The statements that lead from the schema before to this one.
using Migration = std::vector<QString>;

/// All steps; the schema that the last one leads to has their count as its number.
std::vector<Migration> migrations(const Dialect &dialect);

/// Runs those of @p steps that the database has not had, each in a transaction of its own together with the new number
/// in the table schema_version: what was interrupted goes on where it was.
/// Errors: Unsupported (a newer schema than the steps lead to), Damaged (tables, but none of ours).
Status migrate(Connection &connection, std::span<const Migration> steps);

} // namespace backspool::catalogue
