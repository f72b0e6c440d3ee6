#include "backup/agent_state.h"

#include "core/file_lock.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace backspool::engine {

QString AgentState::defaultFolder()
{
    if (const QString systemd = qEnvironmentVariable("STATE_DIRECTORY"); !systemd.isEmpty())
        return systemd.section(QLatin1Char(':'), 0, 0);
    if (::geteuid() == 0)
        return QStringLiteral("/var/lib/backspool-agent");
    const QString state = qEnvironmentVariable("XDG_STATE_HOME", QDir::homePath() + QStringLiteral("/.local/state"));
    return state + QStringLiteral("/backspool");
}

Status AgentState::create() const
{
    const QByteArray path = QFile::encodeName(QDir::cleanPath(folder_));
    if (!QDir().mkpath(QFileInfo(QDir::cleanPath(folder_)).absolutePath()))
        return fail(ErrorKind::Io, QStringLiteral("cannot make the folder for the state folder %1").arg(folder_));
    if (::mkdir(path.constData(), 0700) == 0)
        return {};
    if (errno != EEXIST)
        return fail(systemError(errno, QStringLiteral("cannot make the state folder %1").arg(folder_)));
    struct stat status{};
    if (::stat(path.constData(), &status) != 0)
        return fail(systemError(errno, QStringLiteral("cannot look at the state folder %1").arg(folder_)));
    if (!S_ISDIR(status.st_mode))
        return fail(ErrorKind::Exists, QStringLiteral("the state folder %1 is no folder").arg(folder_));
    // Whoever can write there can take the place of the agent's files, and of the agent.
    const bool isOurs = status.st_uid == ::geteuid() || status.st_uid == 0;
    if (!isOurs || status.st_mode & (S_IWGRP | S_IWOTH))
        return fail(ErrorKind::Denied,
                    QStringLiteral("other users can write in the state folder %1; name a folder that is yours alone, "
                                   "or one that does not exist yet: it is made")
                        .arg(folder_));
    return {};
}

Result<protocol::Identity> AgentState::identity(const CancelToken &cancel) const
{
    auto identity = TRY(protocol::Identity::load(identityFile()));
    if (identity.secretName.isEmpty())
        return identity;
    if (!secrets_)
        return fail(ErrorKind::Unreachable,
                    QStringLiteral("this computer's key is in the keychain of a desktop, which this program does not "
                                   "use"));
    const auto secrets = secrets_->read(identity.secretName, cancel);
    const bool isElsewhere = !identity.desktop.isEmpty() && identity.desktop != secrets_->desktop();
    if (!secrets && isElsewhere && secrets.error().kind() != ErrorKind::Cancelled)
        return fail(ErrorKind::Unreachable,
                    QStringLiteral("this computer's key is in another desktop's keychain, that of %1: start this "
                                   "program there, or connect this computer again here, with a new code. What was said "
                                   "here: %2")
                        .arg(identity.desktop, secrets.error().text()));
    TRY(identity.setSecrets(TRY(secrets)));
    return identity;
}

Result<FileDescriptor> AgentState::lockForBackup() const
{
    auto lock = lockFile(folder_ + QStringLiteral("/lock"), LockWait::None);
    if (!lock && lock.error().kind() == ErrorKind::Busy)
        return fail(
            ErrorKind::Busy,
            QStringLiteral("another backup with the state folder %1 is running; wait until it is done").arg(folder_));
    return lock;
}

} // namespace backspool::engine
