#include "control/data_owner.h"

#include "appliance/data_paths.h"

#include <QFile>
#include <QFileInfo>

#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace backspool::control {

namespace {

/// False: errno says why.
bool become(uid_t user, gid_t group)
{
    const passwd *known = ::getpwuid(user);
    if (known)
        group = known->pw_gid;
    const bool hasGroups = known ? ::initgroups(known->pw_name, group) == 0 : ::setgroups(0, nullptr) == 0;
    // The control socket is reached through /proc/self, which after the change would be root's alone.
    return hasGroups && ::setresgid(group, group, group) == 0 && ::setresuid(user, user, user) == 0 &&
           ::prctl(PR_SET_DUMPABLE, 1) == 0;
}

} // namespace

Status actAsOwnerOf(const QString &dataFolder)
{
    const auto store = appliance::storeFolder(dataFolder);
    const auto &place = QFileInfo::exists(store) ? store : dataFolder;
    struct stat status{};
    if (::geteuid() != 0 || ::stat(QFile::encodeName(place).constData(), &status) != 0 || status.st_uid == 0)
        return {};
    if (!become(status.st_uid, status.st_gid))
        return fail(systemError(
            errno,
            QStringLiteral("acting as the user with the number %1, whom %2 belongs to").arg(status.st_uid).arg(place)));
    return {};
}

} // namespace backspool::control
