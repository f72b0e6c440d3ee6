#include "restore/open_folders.h"

#include "files/open_file.h"

namespace backspool::engine {

FolderUse OpenFolders::enter(TargetFolder &folder, FileDescriptor file)
{
    auto use = std::make_shared<const FileDescriptor>(std::move(file));
    std::list<Kept> leaving; // closed outside the lock
    const std::lock_guard lock(mutex_);
    if (folder.isGiven)
        given_ = use;
    else
        keep(folder, use, leaving);
    return use;
}

Result<FolderUse> OpenFolders::use(TargetFolder &folder)
{
    // From the nearest one that is open downwards; without recursion, since a tree may be deep.
    std::vector<TargetFolder *> closed;
    FolderUse use = find(folder);
    for (auto *at = &folder; !use; use = find(*at)) {
        closed.push_back(at);
        at = at->parent.get();
    }
    for (; !closed.empty(); closed.pop_back())
        use = TRY(reopen(*closed.back(), *use));
    return use;
}

FolderUse OpenFolders::find(TargetFolder &folder)
{
    std::list<Kept> leaving;
    const std::lock_guard lock(mutex_);
    if (folder.isGiven)
        return given_;
    auto file = folder.file.lock();
    if (file)
        keep(folder, file, leaving);
    return file;
}

Result<FolderUse> OpenFolders::reopen(TargetFolder &folder, const FileDescriptor &parent)
{
    auto file = TRY(openFolderAt(parent.get(), folder.name));
    const auto status = TRY(statusOf(file.get()));
    if (status.device != folder.status.device || status.inode != folder.status.inode)
        return fail(ErrorKind::Busy, QStringLiteral("another folder was put in its place meanwhile"));
    return enter(folder, std::move(file));
}

void OpenFolders::leave(TargetFolder &folder)
{
    FolderUse leaving;
    const std::lock_guard lock(mutex_);
    folder.file.reset();
    if (const auto found = kept_.find(&folder); found != kept_.end()) {
        leaving = std::move(found->second->file);
        order_.erase(found->second);
        kept_.erase(found);
    }
}

/// @p leaving gets those that are kept no longer. REQUIRES: the lock is held.
void OpenFolders::keep(TargetFolder &folder, const FolderUse &file, std::list<Kept> &leaving)
{
    folder.file = file;
    if (const auto found = kept_.find(&folder); found != kept_.end()) {
        found->second->file = file;
        order_.splice(order_.begin(), order_, found->second);
        return;
    }
    order_.push_front({&folder, file});
    kept_[&folder] = order_.begin();
    while (order_.size() > most_) {
        kept_.erase(order_.back().folder);
        leaving.splice(leaving.end(), order_, std::prev(order_.end()));
    }
}

} // namespace backspool::engine
