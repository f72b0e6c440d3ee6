#include "mount/folder_table.h"

namespace backspool::engine {

FolderTable::Place FolderTable::placeOf(const MountedFolder &folder)
{
    return folder.parent == kTopNode ? Place{kTopNode, folder.point.value} : Place{folder.parent, folder.position};
}

NodeNumber FolderTable::enter(MountedFolder folder)
{
    const std::lock_guard lock(mutex_);
    const auto place = placeOf(folder);
    const auto [known, isNew] = numbers_.try_emplace(place, 0);
    if (!isNew) {
        use(known->second);
        return known->second;
    }
    if (folder.parent != kTopNode)
        use(folder.parent);
    if (free_.empty()) {
        known->second = kFirst + rows_.size();
        rows_.push_back({std::move(folder), 1});
    } else {
        known->second = free_.back();
        free_.pop_back();
        rows_[known->second - kFirst] = {std::move(folder), 1};
    }
    return known->second;
}

NodeNumber FolderTable::enter(NodeNumber folder, uint64_t position)
{
    const std::lock_guard lock(mutex_);
    use(folder);
    return folder << 32 | position;
}

void FolderTable::hold(NodeNumber number)
{
    if (number < kFirst)
        return;
    const std::lock_guard lock(mutex_);
    use(isFolder(number) ? number : folderOf(number));
}

void FolderTable::forget(NodeNumber number, uint64_t lookUps)
{
    if (number < kFirst)
        return;
    const std::lock_guard lock(mutex_);
    NodeNumber at = isFolder(number) ? number : folderOf(number);
    while (at != kTopNode) {
        auto &row = rows_[at - kFirst];
        row.uses -= std::min(row.uses, lookUps);
        if (row.uses > 0)
            return;
        const auto parent = row.folder.parent;
        numbers_.erase(placeOf(row.folder));
        row = {};
        free_.push_back(at);
        at = parent;
        lookUps = 1;
    }
}

MountedFolder FolderTable::folder(NodeNumber number) const
{
    const std::lock_guard lock(mutex_);
    return rows_[number - kFirst].folder;
}

void FolderTable::setOpenedOn(NodeNumber number, uint64_t line)
{
    const std::lock_guard lock(mutex_);
    rows_[number - kFirst].folder.openedOn = line;
}

QByteArray FolderTable::pathOf(NodeNumber number) const
{
    const std::lock_guard lock(mutex_);
    QByteArray path;
    for (NodeNumber at = number; at != kTopNode; at = rows_[at - kFirst].folder.parent)
        path = path.isEmpty() ? rows_[at - kFirst].folder.name : rows_[at - kFirst].folder.name + '/' + path;
    return path;
}

size_t FolderTable::size() const
{
    const std::lock_guard lock(mutex_);
    return numbers_.size();
}

} // namespace backspool::engine
