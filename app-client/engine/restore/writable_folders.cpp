#include "restore/writable_folders.h"

#include "restore/undo_place.h"

#include <sys/stat.h>

#include <ranges>

namespace backspool::engine {

bool WritableFolders::open(const UndoStep &step)
{
    const auto place = undoPlaceOf(step.path);
    const auto status = place ? place->status() : fail(place.error());
    if (!status || status->type != format::FileType::Directory || status->inode != step.file.inode ||
        (status->mode & S_IRWXU) == S_IRWXU)
        return false;
    if (!place->setFolderMode(status->inode, status->mode | S_IRWXU))
        return false;
    folders_[step.path] = {status->inode, status->mode};
    return true;
}

void WritableFolders::close()
{
    // What is in them first: then they may be closed altogether.
    for (const auto &[path, before] : std::views::reverse(folders_)) {
        if (const auto place = undoPlaceOf(path))
            std::ignore = place->setFolderMode(before.inode, before.mode);
    }
    folders_.clear(); // a later change of theirs is somebody's own
}

} // namespace backspool::engine
