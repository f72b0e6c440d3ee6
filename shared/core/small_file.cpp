#include "core/small_file.h"

#include "core/file_descriptor.h"

#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace backspool {

namespace {

ErrorKind kindOf(QFileDevice::FileError error)
{
    switch (error) {
    case QFileDevice::PermissionsError:
        return ErrorKind::Denied;
    case QFileDevice::ResourceError:
        return ErrorKind::NoSpace;
    default:
        return ErrorKind::Io;
    }
}

} // namespace

Result<QByteArray> readSmallFile(const QString &file, ByteCount most)
{
    const FileDescriptor opened(::open(QFile::encodeName(file).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!opened.isOpen())
        return fail(systemError(errno, QStringLiteral("cannot open it")));
    QFile device;
    if (!device.open(opened.get(), QIODevice::ReadOnly))
        return fail(ErrorKind::Io, device.errorString());
    QByteArray content = device.read(most + 1);
    if (device.error() != QFileDevice::NoError)
        return fail(ErrorKind::Io, device.errorString());
    if (content.size() > most)
        return fail(ErrorKind::Damaged, QStringLiteral("the file is longer than %1 bytes").arg(most));
    return content;
}

Status replaceFile(const QString &file, const QByteArray &content)
{
    QSaveFile device(file);
    if (!device.open(QIODevice::WriteOnly) || device.write(content) != content.size() || !device.commit())
        return fail(kindOf(device.error()), device.errorString());
    // commit() has synced the file, not the name that it has now.
    const QByteArray folder = QFile::encodeName(QFileInfo(file).absolutePath());
    const FileDescriptor opened(::open(folder.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!opened.isOpen() || ::fsync(opened.get()) != 0)
        return fail(systemError(errno, QStringLiteral("the name in its folder is not durable")));
    return {};
}

} // namespace backspool
