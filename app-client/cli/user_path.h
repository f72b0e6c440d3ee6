#pragma once
/// Paths as a user types them, brought to the form in which points have them.
#include "core/result.h"

#include <QByteArray>

#include <vector>

namespace backspool::cli {

struct UserPath
{
    QByteArray path;      ///< absolute, without links on the way
    bool wasLink = false; ///< what was named is a link to a folder, and path is that folder
};

/// A path to protect. The folders that lead to it are followed through links; what it names itself is not, unless it is
/// a link to a folder: protecting only the link is never meant. Errors: NotFound, Denied, Invalid.
Result<UserPath> pathToProtect(const QByteArray &typed);

/// What a path of something that may be gone by now can mean, the likeliest first, none twice: as it was typed (made
/// absolute, ".." taken out, no file system asked); with the folders that lead to it, as far as they exist, followed
/// through today's links; followed altogether. Errors: Invalid, Io.
Result<std::vector<QByteArray>> meaningsOf(const QByteArray &typed);

/// @p typed from the working folder, as bytes; no file system is asked. Errors: Invalid, Io.
Result<QByteArray> absolutePath(const QByteArray &typed);

} // namespace backspool::cli
