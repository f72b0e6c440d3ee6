#include "backup/agent_state.h"

#include <QDir>
#include <QFile>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace backspool::engine {

QString AgentState::defaultFolder()
{
    if (const QString systemd = qEnvironmentVariable("STATE_DIRECTORY"); !systemd.isEmpty())
        return systemd.section(QLatin1Char(':'), 0, 0);
    if (::geteuid() == 0 && qEnvironmentVariableIsEmpty("XDG_STATE_HOME"))
        return QStringLiteral("/var/lib/backspool-agent");
    const QString state = qEnvironmentVariable("XDG_STATE_HOME", QDir::homePath() + QStringLiteral("/.local/state"));
    return state + QStringLiteral("/backspool");
}

Status AgentState::create() const
{
    if (!QDir().mkpath(folder_))
        return fail(ErrorKind::Io, QStringLiteral("cannot make the state folder %1").arg(folder_));
    if (::chmod(QFile::encodeName(folder_).constData(), 0700) != 0)
        return fail(systemError(errno, QStringLiteral("cannot make %1 private").arg(folder_)));
    return {};
}

Result<FileDescriptor> AgentState::lockForBackup() const
{
    const QString path = folder_ + QStringLiteral("/lock");
    FileDescriptor file(::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!file.isOpen())
        return fail(systemError(errno, QStringLiteral("cannot open %1").arg(path)));
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK)
            return fail(ErrorKind::Busy,
                        QStringLiteral("another backup with the state folder %1 is running; wait until it is done")
                            .arg(folder_));
        return fail(systemError(errno, QStringLiteral("cannot lock %1").arg(path)));
    }
    return file;
}

} // namespace backspool::engine
