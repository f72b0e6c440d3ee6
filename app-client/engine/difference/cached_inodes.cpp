#include "difference/cached_inodes.h"

namespace backspool::engine {

void CachedInodes::read()
{
    if (cache_.isEmpty())
        return;
    struct Todo
    {
        uint64_t record;
        format::FileSystemId fileSystem;
    };
    std::vector<Todo> todo;
    const auto rootHint = format::Hint::decode(cache_.point().rootHint);
    todo.push_back({cache_.point().rootRecord.offset, rootHint ? rootHint->fileSystem : format::FileSystemId{}});
    while (!todo.empty()) {
        const auto [record, fileSystem] = todo.back();
        todo.pop_back();
        const auto folder = cache_.read(record);
        if (!folder)
            continue; // a damaged part finds no renames, nothing worse
        for (const auto &entry : folder->entries()) {
            const auto hint = format::Hint::decode(entry.hint);
            if (!hint)
                continue;
            if (!hint->isDirectory()) {
                files_[fileSystem].push_back(hint->inode);
                continue;
            }
            const auto own = hint->flags & format::Hint::FileSystemStarts ? hint->fileSystem : fileSystem;
            if (entry.child.offset == 0)
                continue;
            folders_[{own, hint->inode}] = {hint->born,
                                            {entry.child, own, entry.entry.toByteArray(), entry.hint.toByteArray()}};
            todo.push_back({entry.child.offset, own});
        }
    }
    for (auto &[fileSystem, inodes] : files_)
        std::sort(inodes.begin(), inodes.end());
}

std::optional<CachedInodes::Folder> CachedInodes::folder(const format::FileSystemId &fileSystem, uint64_t inode,
                                                         const format::FileTime &born)
{
    std::call_once(once_, [this] { read(); });
    const auto found = folders_.find({fileSystem, inode});
    if (found == folders_.end() || found->second.first != born || born == format::FileTime{})
        return std::nullopt;
    return found->second.second;
}

bool CachedInodes::hasFile(const format::FileSystemId &fileSystem, uint64_t inode)
{
    std::call_once(once_, [this] { read(); });
    const auto found = files_.find(fileSystem);
    return found != files_.end() && std::binary_search(found->second.begin(), found->second.end(), inode);
}

} // namespace backspool::engine
