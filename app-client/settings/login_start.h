#pragma once
/// Whether the app starts with the user's session (XDG autostart specification): the system's file says yes for
/// everybody, one of the user's own says otherwise.
#include "core/result.h"

#include <QString>
#include <QStringList>

namespace backspool::settings {

/// Where the user's own files are, and then where the system's are.
struct AutostartFolders
{
    QString user;
    QStringList system;

    /// By the specification.
    static AutostartFolders ofDesktop();
};

/// Reads small files.
bool startsAtLogin(const AutostartFolders &folders);
/// Makes it so: writes or removes the user's own file, or changes that word alone in one that somebody else has
/// written. Errors: Io, Denied, NoSpace.
[[nodiscard]] Status setStartsAtLogin(const AutostartFolders &folders, bool starts);

} // namespace backspool::settings
