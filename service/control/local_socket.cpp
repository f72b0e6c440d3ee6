#include "control/local_socket.h"

#include <QFile>
#include <QFileInfo>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>

namespace backspool::control {

namespace {

struct Address
{
    FileDescriptor folder; ///< open for as long as the address is used
    sockaddr_un socket{};
};

Result<Address> addressOf(const QString &path)
{
    const QFileInfo info(path);
    Address address;
    address.folder =
        FileDescriptor(::open(QFile::encodeName(info.path()).constData(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!address.folder.isOpen())
        return fail(systemError(errno, QStringLiteral("opening %1").arg(info.path())));
    const auto name =
        "/proc/self/fd/" + QByteArray::number(address.folder.get()) + '/' + QFile::encodeName(info.fileName());
    address.socket.sun_family = AF_UNIX;
    if (size_t(name.size()) >= sizeof address.socket.sun_path)
        return fail(ErrorKind::Invalid, QStringLiteral("the name of the control socket is too long"));
    std::memcpy(address.socket.sun_path, name.constData(), size_t(name.size()));
    return address;
}

Result<FileDescriptor> newSocket()
{
    FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!socket.isOpen())
        return fail(systemError(errno, QStringLiteral("making a socket")));
    return socket;
}

} // namespace

Result<FileDescriptor> listenLocally(const QString &path)
{
    const auto address = TRY(addressOf(path));
    auto socket = TRY(newSocket());
    const auto doing = QStringLiteral("listening on the control socket %1").arg(path);
    ::unlink(address.socket.sun_path);
    // The mode of the file that bind() makes is the socket's own.
    if (::fchmod(socket.get(), S_IRUSR | S_IWUSR) != 0 ||
        ::bind(socket.get(), reinterpret_cast<const sockaddr *>(&address.socket), sizeof address.socket) != 0 ||
        ::chmod(address.socket.sun_path, S_IRUSR | S_IWUSR) != 0 || ::listen(socket.get(), SOMAXCONN) != 0)
        return fail(systemError(errno, doing));
    return socket;
}

Result<FileDescriptor> connectLocally(const QString &path)
{
    const auto address = TRY(addressOf(path));
    auto socket = TRY(newSocket());
    while (::connect(socket.get(), reinterpret_cast<const sockaddr *>(&address.socket), sizeof address.socket) != 0) {
        if (errno == EINTR)
            continue;
        const auto error = systemError(errno, QStringLiteral("reaching the service at %1").arg(path));
        if (errno == ECONNREFUSED || error.kind() == ErrorKind::NotFound)
            return fail(ErrorKind::NotFound, error.text());
        return fail(error);
    }
    return socket;
}

} // namespace backspool::control
