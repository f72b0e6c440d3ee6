#pragma once
/// Data folders of database servers. What is in one belongs together, over many files and folders beneath, and a server
/// that runs writes to any of them at any time: only the server itself can say when they are of one moment.
#include "active/file_group.h"

#include <optional>

namespace backspool::engine {

/// What server has its data in a folder in which there are such names: PostgreSql (PG_VERSION, global and base), InnoDb
/// (MariaDB and MySQL: ibdata1); nothing for other folders.
std::optional<GroupKind> databaseFolderOf(const std::function<bool(QByteArrayView name)> &hasName);

/// A server of @p kind has the data folder that is open as @p folder in use. Where that cannot be known, it has.
bool isServed(int folder, GroupKind kind);

} // namespace backspool::engine
