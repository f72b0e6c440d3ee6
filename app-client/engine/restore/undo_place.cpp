#include "restore/undo_place.h"

#include "files/open_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <ranges>

namespace backspool::engine {

Status UndoPlace::remove(const QByteArray &other) const
{
    if (::unlinkat(folder.get(), other.constData(), 0) != 0 && errno != ENOENT)
        return fail(systemError(errno, QStringLiteral("cannot remove it")));
    return {};
}

Status UndoPlace::setFolderMode(uint64_t inode, uint32_t mode) const
{
    const FileDescriptor file(::openat(folder.get(), name.constData(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!file.isOpen())
        return fail(systemError(errno, QStringLiteral("cannot open the folder")));
    if (TRY(engine::statusOf(file.get())).inode != inode)
        return fail(ErrorKind::NotFound, QStringLiteral("it is another folder by now"));
    // By the path in /proc: fchmod() does not take descriptors of O_PATH.
    const QByteArray path = "/proc/self/fd/" + QByteArray::number(file.get());
    if (::chmod(path.constData(), mode) != 0)
        return fail(systemError(errno, QStringLiteral("cannot set its permissions")));
    return {};
}

Result<UndoPlace> undoPlaceOf(const QByteArray &path)
{
    auto folder = TRY(openRootFolder());
    const auto components = path.split('/');
    const auto isNoName = [](const QByteArray &name) { return name == "." || name == ".."; };
    if (components.back().isEmpty() || std::ranges::any_of(components, isNoName))
        return fail(ErrorKind::Invalid, QStringLiteral("it is no path of a file"));
    for (const auto &name : components | std::views::take(components.size() - 1)) {
        if (!name.isEmpty())
            folder = TRY(openFolderAt(folder.get(), name));
    }
    return UndoPlace{std::move(folder), components.back()};
}

bool isMissing(const Result<FileStatus> &status)
{
    return !status && status.error().kind() == ErrorKind::NotFound;
}

} // namespace backspool::engine
