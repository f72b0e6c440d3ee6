#include "restore/linked_files.h"

#include "read/tree_item.h"

namespace backspool::engine {

namespace {

/// All names of one inode say the same of it.
bool areOneFile(const format::DirectoryEntry &a, const format::DirectoryEntry &b)
{
    auto other = b;
    other.name = a.name;
    return a == other;
}

} // namespace

std::vector<RestoreEntry> RestoreWork::takeLinked()
{
    const std::lock_guard lock(mutex_);
    return std::exchange(linked_, {});
}

void RestoreWork::putOff(const RestoreEntry &entry)
{
    const std::lock_guard lock(mutex_);
    linked_.push_back(entry);
}

Result<LinkedFiles::FolderHints> LinkedFiles::hintsBeneath(const FolderHints &folder, uint64_t position)
{
    if (folder.root.isNull())
        return FolderHints{};
    const auto item = TRY(treeItemAt(nodes_, format::TreeKind::Hints, folder.root, folder.parent, position));
    const auto hint = TRY(format::Hint::decode(item.bytes));
    const bool starts = hint.flags & format::Hint::FileSystemStarts;
    return FolderHints{hint.hints, item.leaf, starts ? hint.fileSystem : folder.fileSystem};
}

Result<LinkedFiles::FolderHints> LinkedFiles::hintsOf(const TargetFolder &folder)
{
    std::vector<const TargetFolder *> chain;
    const TargetFolder *at = &folder;
    while (at && !hints_.contains(at)) {
        chain.push_back(at);
        at = at->parent && !at->positions.empty() ? at->parent.get() : nullptr;
    }
    const auto &rootHint = work_.parts().record.rootHint;
    FolderHints hints = at ? hints_[at] : FolderHints{rootHint.hints, {}, rootHint.fileSystem};
    for (; !chain.empty(); chain.pop_back()) {
        for (const uint64_t position : chain.back()->positions)
            hints = TRY(hintsBeneath(hints, position));
        hints_[chain.back()] = hints;
    }
    return hints;
}

Result<LinkedFiles::InodeOfPoint> LinkedFiles::inodeOf(const RestoreEntry &entry)
{
    auto hints = TRY(hintsOf(*entry.folder));
    for (const uint64_t position : entry.lead)
        hints = TRY(hintsBeneath(hints, position));
    if (hints.root.isNull())
        return fail(ErrorKind::NotFound, QStringLiteral("none are known"));
    const auto item = TRY(treeItemAt(nodes_, format::TreeKind::Hints, hints.root, hints.parent, entry.position));
    const auto hint = TRY(format::Hint::decode(item.bytes));
    if (hint.inode == 0)
        return fail(ErrorKind::NotFound, QStringLiteral("none are known"));
    return InodeOfPoint{hints.fileSystem, hint.inode};
}

/// The group of files that @p entry is another name of; null: none yet.
LinkedFiles::Group *LinkedFiles::groupOf(const InodeOfPoint &inode, const RestoreEntry &entry)
{
    const auto [begin, end] = byInode_.equal_range(inode);
    const auto found = std::find_if(
        begin, end, [&](const auto &known) { return areOneFile(known.second->names.front().entry, entry.entry); });
    return found == end ? nullptr : found->second;
}

void LinkedFiles::gather(std::vector<RestoreEntry> entries)
{
    for (auto &entry : entries) {
        const auto inode = inodeOf(entry);
        if (!inode)
            work_.incomplete(entry.path(entry.entry.name),
                             {QStringLiteral("which other names it has (%1)").arg(inode.error().text())});
        Group *group = inode ? groupOf(*inode, entry) : nullptr;
        if (!group) {
            group = groups_.emplace_back(std::make_unique<Group>()).get();
            if (inode)
                byInode_.emplace(*inode, group);
        }
        group->names.push_back(std::move(entry));
    }
    byInode_.clear();
    hints_.clear();
}

void LinkedFiles::restore()
{
    gather(work_.takeLinked());
    // One name of each; where that comes to nothing, the next one.
    for (bool isMore = true; isMore;) {
        isMore = false;
        for (const auto &group : groups_) {
            if (!group->placed && group->next < group->names.size()) {
                restoreOne(*group);
                isMore = true;
            }
        }
        work_.jobs().waitForNone();
    }
    for (const auto &group : groups_)
        linkRest(*group);
    work_.jobs().waitForNone();
    groups_.clear();
}

void LinkedFiles::restoreOne(Group &group)
{
    const RestoreEntry &entry = group.names[group.next++];
    work_.restore(entry, [&group, &entry](std::optional<QByteArray> name) {
        if (!name)
            return;
        group.placed = entry;
        // Its folder is needed, open, until it has its other names.
        ++entry.folder->pending;
        group.placedName = *std::move(name);
    });
}

void LinkedFiles::linkRest(Group &group)
{
    const bool hasMore = group.next < group.names.size();
    for (; group.next < group.names.size(); ++group.next) {
        const auto &entry = group.names[group.next];
        const auto linked = work_.failure().isSet() ? Status() : link(group, entry);
        if (!linked && linked.error().kind() == ErrorKind::Unsupported) {
            work_.restore(entry); // on another file system it is a file of its own
            continue;
        }
        if (!linked)
            work_.failed(entry.path(entry.entry.name), linked.error());
        work_.release(entry.folder);
    }
    if (!group.placed)
        return;
    // The last link was the last change of the file.
    const auto &placed = *group.placed;
    if (const auto folder = work_.folders().use(*placed.folder); hasMore && folder) {
        if (const auto status = statusAt((*folder)->get(), group.placedName))
            work_.noteKnown(placed, *status);
    }
    work_.release(placed.folder);
}

Status LinkedFiles::link(const Group &group, const RestoreEntry &entry)
{
    auto &tally = work_.parts().tally;
    const auto &source = *group.placed;
    const auto plan = TRY(work_.plan(entry));
    const auto sourceFolder = TRY(work_.folders().use(*source.folder));
    const auto folder = TRY(work_.folders().use(*entry.folder));
    const auto isThere = [&] {
        const auto placed = statusAt(sourceFolder->get(), group.placedName);
        const auto &there = plan.existing.status;
        return placed && placed->inode == there.inode && placed->device == there.device;
    };
    if (plan.existing.presence != Presence::Absent && isThere()) {
        tally.unchanged(0);
        return {};
    }
    auto decision = plan.decision;
    // A copy with the right content is still not the same file.
    if (decision.action == RestoreAction::Leave || decision.action == RestoreAction::SetMetadata)
        decision = decideFile(Presence::Different, work_.parts().onConflict);
    if (decision.action == RestoreAction::Skip ||
        (decision.action == RestoreAction::Beside && plan.existing.presence != Presence::Absent)) {
        const auto reason = plan.decision.action == RestoreAction::Skip
                                ? plan.decision.reason
                                : QStringLiteral("it exists as a file of its own, not as another name of %1")
                                      .arg(QString::fromUtf8(source.path(group.placedName)));
        tally.problem(RestoreProblem::Skipped, entry.path(plan.name), reason);
        return {};
    }
    if (decision.action == RestoreAction::Replace) {
        const auto temporary = TRY(work_.temporaryIn(*entry.folder));
        TRY(linkFile(sourceFolder->get(), group.placedName, folder->get(), temporary));
        const auto placed = work_.putInPlace(folder->get(), *entry.folder, temporary, plan.name, Overwriting::Allowed);
        if (!placed)
            removeFile(folder->get(), temporary);
        TRY(placed);
    } else {
        TRY(linkFile(sourceFolder->get(), group.placedName, folder->get(), plan.name));
    }
    if (const auto status = statusAt(folder->get(), plan.name))
        work_.notePlaced(entry, plan.name, *status);
    tally.restored();
    return {};
}

} // namespace backspool::engine
