#include "difference/cached_inodes.h"

#include <algorithm>

namespace backspool::engine {

void CachedInodes::read()
{
    if (cache_.isEmpty())
        return;
    struct Todo
    {
        uint32_t place;
        format::FileSystemId fileSystem;
    };
    std::vector<Todo> todo;
    const auto rootHint = format::Hint::decode(cache_.point().rootHint);
    places_.push_back({0, {}, cache_.point().rootRecord.offset});
    todo.push_back({0, rootHint ? rootHint->fileSystem : format::FileSystemId{}});
    while (!todo.empty()) {
        const auto [place, fileSystem] = todo.back();
        todo.pop_back();
        const auto folder = cache_.read(places_[place].record);
        if (!folder)
            continue; // a damaged part finds no renames, nothing worse
        for (const auto &entry : folder->entries()) {
            const auto hint = format::Hint::decode(entry.hint);
            if (!hint)
                continue;
            if (!hint->isDirectory()) {
                files_[fileSystem].push_back({hint->inode, place});
                continue;
            }
            const auto own = hint->flags & format::Hint::FileSystemStarts ? hint->fileSystem : fileSystem;
            if (entry.child.offset == 0)
                continue;
            folders_[{own, hint->inode}] = {hint->born,
                                            {entry.child, own, entry.entry.toByteArray(), entry.hint.toByteArray()}};
            todo.push_back({uint32_t(places_.size()), own});
            places_.push_back({place, entry.name.toByteArray(), entry.child.offset});
        }
    }
    for (auto &[fileSystem, files] : files_)
        std::ranges::sort(files, {}, &FileAt::inode);
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

std::optional<CachedInodes::FileAt> CachedInodes::find(const format::FileSystemId &fileSystem, uint64_t inode)
{
    std::call_once(once_, [this] { read(); });
    const auto files = files_.find(fileSystem);
    if (files == files_.end())
        return std::nullopt;
    const auto found = std::ranges::lower_bound(files->second, inode, {}, &FileAt::inode);
    return found != files->second.end() && found->inode == inode ? std::optional(*found) : std::nullopt;
}

bool CachedInodes::hasFile(const format::FileSystemId &fileSystem, uint64_t inode)
{
    return find(fileSystem, inode).has_value();
}

std::optional<CachedInodes::File> CachedInodes::file(const format::FileSystemId &fileSystem, uint64_t inode)
{
    const auto found = find(fileSystem, inode);
    if (!found)
        return std::nullopt;
    const auto folder = cache_.read(places_[found->folder].record);
    if (!folder)
        return std::nullopt;
    for (const auto &entry : folder->entries()) {
        const auto hint = format::Hint::decode(entry.hint);
        if (hint && !hint->isDirectory() && hint->inode == inode)
            return File{pathOf(found->folder) + '/' + entry.name.toByteArray(), entry.entry.toByteArray()};
    }
    return std::nullopt;
}

QByteArray CachedInodes::pathOf(uint32_t folder) const
{
    QByteArray path;
    for (; folder != 0; folder = places_[folder].parent)
        path.prepend('/' + places_[folder].name);
    return path;
}

} // namespace backspool::engine
