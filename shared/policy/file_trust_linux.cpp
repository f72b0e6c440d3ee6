#include "policy/file_trust.h"

#include <QFile>
#include <QFileInfo>

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace backspool::policy {

Status checkOwnersOnly(const QString &file)
{
    QString path = QFileInfo(file).canonicalFilePath();
    if (path.isEmpty())
        return fail(ErrorKind::NotFound, QStringLiteral("%1 does not exist").arg(file));
    for (;;) {
        struct stat status{};
        if (::lstat(QFile::encodeName(path).constData(), &status) != 0)
            return fail(systemError(errno, QStringLiteral("looking at %1").arg(path)));
        const bool isOwners = status.st_uid == 0 || status.st_uid == ::geteuid();
        const bool isSticky = S_ISDIR(status.st_mode) && (status.st_mode & S_ISVTX);
        if (!isOwners || ((status.st_mode & (S_IWGRP | S_IWOTH)) && !isSticky))
            return fail(ErrorKind::Denied,
                        QStringLiteral("others can write to %1; it must belong to root or to the user of the agent, "
                                       "and be writable by nobody else (chmod go-w)")
                            .arg(path));
        if (path == QStringLiteral("/"))
            return {};
        path = QFileInfo(path).path();
    }
}

} // namespace backspool::policy
