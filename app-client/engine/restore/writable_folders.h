#pragma once
/// Folders that nobody may write to, made writable while they are emptied. Private to the folder.
#include "restore/undo_journal.h"

#include <map>

namespace backspool::engine {

class WritableFolders
{
public:
    /// The folder of @p step, if that is where it was. True: it had to be made writable.
    bool open(const UndoStep &step);
    /// Those that are still there have the permissions that they had, and are known no more.
    void close();

private:
    struct Before
    {
        uint64_t inode;
        uint32_t mode;
    };
    std::map<QByteArray, Before> folders_; ///< by path
};

} // namespace backspool::engine
