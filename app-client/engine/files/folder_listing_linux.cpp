#include "core/file_descriptor.h"
#include "files/folder_listing.h"

#include <dirent.h>
#include <fcntl.h>

#include <cerrno>
#include <memory>

namespace backspool::engine {

Result<std::vector<QByteArray>> listFolder(int folder)
{
    // fdopendir() takes the descriptor over; ours stays with the caller.
    FileDescriptor own(::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!own.isOpen())
        return fail(systemError(errno, QStringLiteral("cannot list the folder")));
    struct Close
    {
        void operator()(DIR *stream) const { ::closedir(stream); }
    };
    std::unique_ptr<DIR, Close> stream(::fdopendir(own.get()));
    if (!stream)
        return fail(systemError(errno, QStringLiteral("cannot list the folder")));
    own.release();

    std::vector<QByteArray> names;
    for (;;) {
        errno = 0;
        const dirent *entry = ::readdir(stream.get());
        if (!entry) {
            if (errno != 0)
                return fail(systemError(errno, QStringLiteral("cannot list the folder")));
            break;
        }
        // By its end, not by the array's: some file systems have names of more than 255 bytes.
        const QByteArrayView name(static_cast<const char *>(entry->d_name));
        if (name != QByteArrayView(".") && name != QByteArrayView(".."))
            names.push_back(name.toByteArray());
    }
    // QByteArray's operator< compares as unsigned bytes (qstrcmp / memcmp).
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace backspool::engine
