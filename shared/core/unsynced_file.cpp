#include "core/unsynced_file.h"

#include "core/file_descriptor.h"
#include "core/write_all.h"

#include <QFile>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace backspool {

Status replaceFileUnsynced(const QString &file, QByteArrayView content)
{
    const QByteArray path = QFile::encodeName(file), unfinished = path + ".new";
    const auto written = [&]() -> Status {
        const FileDescriptor opened(
            ::open(unfinished.constData(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600));
        if (!opened.isOpen())
            return fail(systemError(errno, QStringLiteral("cannot make it")));
        TRY(writeAll(opened.get(), content, QStringLiteral("cannot write it")));
        if (::rename(unfinished.constData(), path.constData()) != 0)
            return fail(systemError(errno, QStringLiteral("cannot give it its name")));
        return {};
    }();
    if (!written)
        ::unlink(unfinished.constData());
    return written;
}

} // namespace backspool
