#include "policy/file_trust.h"

#include <QDir>
#include <QFile>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace backspool::policy {

namespace {

/// As the kernel has it (path_resolution(7)).
constexpr int kMostLinks = 40;

/// What is at @p path, when only its owners can have put it there, and into it.
Result<struct stat> ownersStatus(const QString &path)
{
    struct stat status{};
    if (::lstat(QFile::encodeName(path).constData(), &status) != 0)
        return fail(systemError(errno, QStringLiteral("looking at %1").arg(path)));
    const bool isOwners = status.st_uid == 0 || status.st_uid == ::geteuid();
    const bool isSticky = S_ISDIR(status.st_mode) && (status.st_mode & S_ISVTX);
    const bool isOpen = !S_ISLNK(status.st_mode) && (status.st_mode & (S_IWGRP | S_IWOTH)); // a link's mode is nothing
    if (!isOwners || (isOpen && !isSticky))
        return fail(ErrorKind::Denied,
                    QStringLiteral("others can write to %1; it must belong to root or to the user of the agent, "
                                   "and be writable by nobody else (chmod go-w)")
                        .arg(path));
    return status;
}

} // namespace

// From the root downwards: what has been looked at is nobody else's to change any more.
Result<QString> ownersOnlyPath(const QString &file)
{
    const QChar slash = QLatin1Char('/');
    QString path = QStringLiteral("/");
    TRY(ownersStatus(path));
    QStringList ahead = (file.startsWith(slash) ? file : QDir::currentPath() + slash + file).split(slash);
    for (int links = 0; !ahead.isEmpty();) {
        const QString name = ahead.takeFirst();
        if (name.isEmpty() || name == QStringLiteral("."))
            continue;
        if (name == QStringLiteral("..")) {
            path = path.left(std::max<qsizetype>(1, path.lastIndexOf(slash)));
            continue;
        }
        const QString next = (path == slash ? path : path + slash) + name;
        const auto status = TRY(ownersStatus(next));
        if (!S_ISLNK(status.st_mode)) {
            path = next;
            continue;
        }
        std::array<char, 4096> target{};
        const auto size = ::readlink(QFile::encodeName(next).constData(), target.data(), target.size());
        if (size < 0)
            return fail(systemError(errno, QStringLiteral("looking at %1").arg(next)));
        if (++links > kMostLinks)
            return fail(ErrorKind::Invalid, QStringLiteral("%1 leads through too many links").arg(file));
        const QString to = QFile::decodeName(QByteArray(target.data(), size));
        if (to.startsWith(slash))
            path = slash;
        ahead = to.split(slash) + ahead;
    }
    return path;
}

} // namespace backspool::policy
