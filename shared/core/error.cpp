#include "core/error.h"

#include <cerrno>
#include <system_error>

namespace backspool {

namespace {
ErrorKind kindOf(int number)
{
    switch (number) {
    case ENOENT:
    case ENOTDIR:
        return ErrorKind::NotFound;
    case EEXIST:
    case ENOTEMPTY:
        return ErrorKind::Exists;
    case EACCES:
    case EPERM:
    case EROFS:
        return ErrorKind::Denied;
    case ENOSPC:
    case EDQUOT:
        return ErrorKind::NoSpace;
    case EAGAIN:
    case EBUSY:
    case ETXTBSY:
        return ErrorKind::Busy;
    case ECONNREFUSED:
    case ECONNRESET:
    case EPIPE:
    case EHOSTUNREACH:
    case ENETUNREACH:
    case ETIMEDOUT:
        return ErrorKind::Unreachable;
    default:
        return ErrorKind::Io;
    }
}
} // namespace

Error systemError(int number, const QString &doing)
{
    // std::error_code's message is thread-safe; strerror() is not.
    const auto reason = QString::fromStdString(std::generic_category().message(number));
    return Error{kindOf(number), doing + QStringLiteral(": ") + reason};
}

QString errorKindName(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Io:
        return QStringLiteral("io");
    case ErrorKind::NotFound:
        return QStringLiteral("not-found");
    case ErrorKind::Exists:
        return QStringLiteral("exists");
    case ErrorKind::Damaged:
        return QStringLiteral("damaged");
    case ErrorKind::Invalid:
        return QStringLiteral("invalid");
    case ErrorKind::Denied:
        return QStringLiteral("denied");
    case ErrorKind::NoSpace:
        return QStringLiteral("no-space");
    case ErrorKind::Unreachable:
        return QStringLiteral("unreachable");
    case ErrorKind::Busy:
        return QStringLiteral("busy");
    case ErrorKind::Cancelled:
        return QStringLiteral("cancelled");
    case ErrorKind::Unsupported:
        return QStringLiteral("unsupported");
    }
    return QStringLiteral("io");
}

} // namespace backspool
