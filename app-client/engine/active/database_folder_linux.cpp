#include "active/database_folder.h"
#include "files/open_file.h"

#include <QList>

#include <fcntl.h>
#include <signal.h>

#include <cerrno>

namespace backspool::engine {

namespace {

/// By the first line of postmaster.pid, which a server removes when it ends (PostgreSQL, "Database File Layout").
bool isPostgresServed(int folder)
{
    const auto file = openFileAt(folder, "postmaster.pid");
    if (!file)
        return file.error().kind() != ErrorKind::NotFound;
    char text[32] = {};
    if (::pread(file->get(), text, sizeof text - 1, 0) <= 0)
        return true;
    const int process = QByteArray(text).split('\n').front().trimmed().toInt();
    // One that died left the file. A process of that number that is another one is taken for the server.
    return process <= 0 || ::kill(process, 0) == 0 || errno != ESRCH;
}

/// By the lock that a server keeps on its first file (os_file_lock() of InnoDB).
bool isInnoDbServed(int folder)
{
    const auto file = openFileAt(folder, "ibdata1");
    if (!file)
        return file.error().kind() != ErrorKind::NotFound;
    struct flock lock{};
    lock.l_type = F_RDLCK;
    lock.l_whence = SEEK_SET;
    return ::fcntl(file->get(), F_OFD_GETLK, &lock) != 0 || lock.l_type != F_UNLCK;
}

} // namespace

std::optional<GroupKind> databaseFolderOf(const std::function<bool(QByteArrayView name)> &hasName)
{
    if (hasName("PG_VERSION") && hasName("global") && hasName("base"))
        return GroupKind::PostgreSql;
    if (hasName("ibdata1"))
        return GroupKind::InnoDb;
    return std::nullopt;
}

bool isServed(int folder, GroupKind kind)
{
    return kind == GroupKind::PostgreSql ? isPostgresServed(folder) : isInnoDbServed(folder);
}

} // namespace backspool::engine
