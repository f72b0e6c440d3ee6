#include "restore/writable_folders.h"

#include "restore/undo_place.h"

#include <sys/stat.h>

#include <ranges>

namespace backspool::engine {

void WritableFolders::open(const UndoStep &step)
{
    const auto place = undoPlaceOf(step.path);
    const auto status = place ? place->status() : fail(place.error());
    if (!status || status->type != format::FileType::Directory || status->inode != step.file.inode ||
        (status->mode & S_IRWXU) == S_IRWXU)
        return;
    if (place->setFolderMode(status->inode, status->mode | S_IRWXU))
        folders_[step.path] = {status->inode, status->mode};
}

void WritableFolders::close() const
{
    // What is in them first: then they may be closed altogether.
    for (const auto &[path, before] : std::views::reverse(folders_)) {
        if (const auto place = undoPlaceOf(path))
            std::ignore = place->setFolderMode(before.inode, before.mode);
    }
}

} // namespace backspool::engine
