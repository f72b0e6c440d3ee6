#pragma once
/// Paths as a user types them, brought to the form in which points have them.
#include "core/result.h"

#include <QByteArray>

namespace backspool::cli {

struct UserPath
{
    QByteArray path;      ///< absolute, without links on the way
    bool wasLink = false; ///< what was named is a link to a folder, and path is that folder
};

/// A path to protect. The folders that lead to it are followed through links; what it names itself is not, unless it is
/// a link to a folder: protecting only the link is never meant. Errors: NotFound, Denied, Invalid.
Result<UserPath> pathToProtect(const QByteArray &typed);

/// A path in a point, which need not exist any more. As much of it as exists leads through links; the rest is taken as
/// it is. Errors: Invalid.
Result<QByteArray> pathInPoint(const QByteArray &typed);

/// @p typed from the working folder, as bytes; no file system is asked. Errors: Invalid, Io.
Result<QByteArray> absolutePath(const QByteArray &typed);

} // namespace backspool::cli
