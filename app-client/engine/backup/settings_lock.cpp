#include "backup/settings_lock.h"

#include <QFile>

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>

namespace backspool::engine {

Result<FileDescriptor> lockSettings(const AgentState &state)
{
    TRY(state.create());
    const QString path = state.folder() + QStringLiteral("/settings.lock");
    FileDescriptor file(::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!file.isOpen())
        return fail(systemError(errno, QStringLiteral("cannot open %1").arg(path)));
    while (::flock(file.get(), LOCK_EX) != 0) {
        if (errno != EINTR)
            return fail(systemError(errno, QStringLiteral("cannot lock %1").arg(path)));
    }
    return file;
}

} // namespace backspool::engine
