#include "core/file_descriptor.h"
#include "system-info/small_file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>

namespace backspool::engine {

Result<QByteArray> readSmallFile(const QByteArray &path)
{
    const auto doing = QString::fromUtf8(path);
    const FileDescriptor file(::open(path.constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    struct stat status{};
    if (!file.isOpen() || ::fstat(file.get(), &status) != 0)
        return fail(systemError(errno, doing));
    if (!S_ISREG(status.st_mode))
        return fail(ErrorKind::Invalid, doing + QStringLiteral(" is no file"));
    // The kernel's files state no size.
    QByteArray content;
    std::array<char, 16 * 1024> buffer;
    for (;;) {
        const auto got = ::read(file.get(), buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail(systemError(errno, doing));
        if (got == 0)
            return content;
        content.append(buffer.data(), got);
        if (content.size() > kMaxSmallFile)
            return fail(ErrorKind::Invalid, QStringLiteral("%1 has more than %2 bytes").arg(doing).arg(kMaxSmallFile));
    }
}

} // namespace backspool::engine
