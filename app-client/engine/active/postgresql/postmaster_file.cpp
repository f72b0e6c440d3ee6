#include "active/postgresql/postmaster_file.h"

#include <QByteArrayList>

namespace backspool::engine {

Result<ServerAddress> ServerAddress::parse(const QByteArray &content)
{
    // Process, data folder, start time, port, folder of the socket, address listened on, shared memory, state.
    const auto lines = content.split('\n');
    if (lines.size() < 8 || content.contains('\0'))
        return fail(lines.size() > 1 ? ErrorKind::Busy : ErrorKind::Invalid,
                    QStringLiteral("its server does not say yet where it can be asked"));
    bool isNumber = false;
    ServerAddress address;
    address.port = lines[3].trimmed().toUShort(&isNumber);
    if (!isNumber || address.port == 0)
        return fail(ErrorKind::Invalid, QStringLiteral("its postmaster.pid is not what a server writes"));
    address.socketFolder = lines[4].trimmed();
    if (!address.socketFolder.startsWith('/') && !address.socketFolder.startsWith('@'))
        return fail(ErrorKind::Unsupported, QStringLiteral("its server has no local socket (unix_socket_directories)"));
    if (address.socketFolder.contains(','))
        return fail(ErrorKind::Unsupported, QStringLiteral("the folder of its local socket has a comma in its name"));
    const auto state = lines[7].trimmed();
    if (state == "standby")
        return fail(ErrorKind::Unsupported, QStringLiteral("it is a standby; back its primary up"));
    if (state != "ready")
        return fail(ErrorKind::Busy, QStringLiteral("its server is just starting or ending"));
    return address;
}

} // namespace backspool::engine
