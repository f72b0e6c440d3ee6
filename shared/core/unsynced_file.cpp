#include "core/unsynced_file.h"

#include "core/file_descriptor.h"
#include "core/write_all.h"

#include <QFile>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace backspool {

Status writeFileUnsynced(const QString &file, QByteArrayView content)
{
    const QByteArray path = QFile::encodeName(file);
    const FileDescriptor opened(::open(path.constData(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!opened.isOpen())
        return fail(systemError(errno, QStringLiteral("cannot make it")));
    const auto written = writeAll(opened.get(), content, QStringLiteral("cannot write it"));
    if (!written)
        ::unlink(path.constData());
    return written;
}

Status replaceFileUnsynced(const QString &file, QByteArrayView content)
{
    const QString unfinished = file + QStringLiteral(".new");
    TRY(writeFileUnsynced(unfinished, content));
    const QByteArray from = QFile::encodeName(unfinished), to = QFile::encodeName(file);
    if (::rename(from.constData(), to.constData()) == 0)
        return {};
    const int number = errno;
    ::unlink(from.constData());
    return fail(systemError(number, QStringLiteral("cannot give it its name")));
}

} // namespace backspool
