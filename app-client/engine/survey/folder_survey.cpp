#include "survey/folder_survey.h"

#include "core/file_descriptor.h"
#include "files/file_status.h"
#include "files/file_system_id.h"
#include "files/folder_listing.h"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>

namespace backspool::engine {

namespace {

Result<FileDescriptor> openFolder(const QByteArray &path)
{
    FileDescriptor folder(::open(path.constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!folder.isOpen())
        return fail(systemError(errno, QStringLiteral("cannot look into %1").arg(displayPath(path))));
    return folder;
}

} // namespace

Result<std::vector<LocalEntry>> listLocalFolder(const QByteArray &path)
{
    const auto folder = TRY(openFolder(path));
    std::vector<LocalEntry> entries;
    const auto names = TRY(listFolder(folder.get()));
    for (const auto &name : names) {
        const auto status = statusAt(folder.get(), name);
        if (!status)
            continue; // gone by now, or of no kind that is backed up
        const bool isFolder = status->type == format::FileType::Directory;
        entries.push_back({name, isFolder, status->type == format::FileType::File ? status->size : 0});
    }
    std::ranges::stable_partition(entries, &LocalEntry::isFolder);
    return entries;
}

void visitTree(const QByteArray &path, const std::function<bool(const Visited &)> &visit, const IsUnwanted &isUnwanted)
{
    std::vector<QByteArray> todo{path};
    while (!todo.empty() && !isUnwanted()) {
        const QByteArray next = std::move(todo.back());
        todo.pop_back();
        const auto folder = openFolder(next);
        if (!folder) {
            const auto status = statusAt(AT_FDCWD, next);
            if (next == path && status && status->type != format::FileType::Directory)
                visit({next, false, status->size});
            continue;
        }
        const auto own = statusOf(folder->get());
        const auto names = listFolder(folder->get());
        if (!own || !names || isPseudoFileSystem(folder->get()))
            continue;
        for (const auto &name : *names) {
            if (isUnwanted())
                return;
            const auto status = statusAt(folder->get(), name);
            if (!status)
                continue;
            const QByteArray child = joinPath(next, name);
            if (status->type == format::FileType::Directory) {
                if (visit({child, true, 0}))
                    todo.push_back(child);
            } else {
                visit({child, false, status->type == format::FileType::File ? status->size : 0});
            }
        }
    }
}

} // namespace backspool::engine
