/// Folders of a restore: visited, opened or made, finished.
#include "core/logging.h"
#include "files/open_file.h"
#include "read/point_reader.h"
#include "read/withheld_entry.h"
#include "restore/beside_name.h"
#include "restore/metadata.h"
#include "restore/restore_work.h"

#include <fcntl.h>
#include <sys/xattr.h>

namespace backspool::engine {

namespace {

/// No tree of real files is so deep; a crafted one could be, and take all memory with its paths.
constexpr qsizetype kMaxPath = 512 * 1024;

bool hasDefaultAcl(int folder)
{
    return ::fgetxattr(folder, "system.posix_acl_default", nullptr, 0) > 0;
}

} // namespace

/// Leaves of one folder's tree.
class FolderVisit final : public TreeVisitor
{
public:
    FolderVisit(RestoreWork &work, std::shared_ptr<TargetFolder> folder) : work_(work), folder_(std::move(folder)) {}

    void leaf(const ObjectName &name, const format::Node &node, uint64_t first) override
    {
        if (const auto cancelled = work_.parts().cancel.check(); !cancelled)
            work_.failed(folder_->path, cancelled.error());
        if (work_.failure().isSet() || !work_.open(*folder_))
            return;
        for (size_t i = 0; i < node.count(); ++i) {
            auto entry = format::DirectoryEntry::decode(node.item(i));
            if (!entry) {
                work_.failed(folder_->path, entry.error().withContext(QStringLiteral("one of its entries")));
                continue;
            }
            if (entry->isDirectory()) {
                visitFolder(*std::move(entry), name, first + i);
                continue;
            }
            RestoreEntry target{folder_, *std::move(entry), name, first + i};
            ++folder_->pending;
            if (target.entry.has(format::DirectoryEntry::Linked) && !work_.isDryRun())
                work_.putOff(target);
            else if (work_.isToPutOff(target))
                work_.putOffLog(target);
            else
                work_.restore(target);
        }
    }

    void failed(const Error &error) override
    {
        if (!work_.failure().isSet())
            work_.failed(folder_->path, error.withContext(QStringLiteral("the list of what is in it")));
    }

    void done() override
    {
        if (!work_.failure().isSet())
            work_.open(*folder_); // also where nothing could be read of it
        work_.release(std::move(folder_));
        work_.jobs().done();
    }

private:
    void visitFolder(format::DirectoryEntry entry, const ObjectName &leaf, uint64_t position)
    {
        const QByteArray path = pathIn(folder_->path, entry.name);
        if (path.size() > kMaxPath) {
            work_.failed(folder_->path,
                         Error(ErrorKind::Unsupported, QStringLiteral("the folders in it are too deep")));
            return;
        }
        if (isWithheld(entry)) {
            work_.failed(path, withheldError());
            return;
        }
        const QByteArray name = entry.name;
        auto folder = std::make_shared<TargetFolder>(folder_, name, path, std::move(entry));
        folder->positions.push_back(position);
        ++folder_->pending;
        work_.visit(folder, leaf);
    }

    RestoreWork &work_;
    std::shared_ptr<TargetFolder> folder_;
};

void RestoreWork::visit(const std::shared_ptr<TargetFolder> &folder, const ObjectName &leaf)
{
    jobs_.add();
    ++folder->pending;
    visitTree(parts_.fetcher, format::TreeKind::Directory, folder->entry.content, leaf,
              std::make_shared<FolderVisit>(*this, folder));
}

bool RestoreWork::open(TargetFolder &folder)
{
    if (folder.state != TargetFolder::State::Unopened)
        return folder.state != TargetFolder::State::Refused;
    // From the one that is open already downwards; without recursion, since a tree may be deep.
    std::vector<TargetFolder *> chain = {&folder};
    while (chain.back()->parent && chain.back()->parent->state == TargetFolder::State::Unopened)
        chain.push_back(chain.back()->parent.get());
    for (; !chain.empty(); chain.pop_back()) {
        TargetFolder &next = *chain.back();
        const std::lock_guard lock(next.mutex);
        if (next.state != TargetFolder::State::Unopened || !next.parent)
            continue;
        const auto parentState = next.parent->state.load();
        if (parentState == TargetFolder::State::Imagined)
            parts_.tally.planned(RestoreAction::Create, next.path);
        if (parentState != TargetFolder::State::Open) {
            next.state = parentState; // imagined and refused go on downwards
            continue;
        }
        if (const auto opened = openIn(next, *next.parent); !opened) {
            failed(next.path, opened.error());
            next.state = TargetFolder::State::Refused;
        }
    }
    return folder.state != TargetFolder::State::Refused;
}

Status RestoreWork::openIn(TargetFolder &folder, TargetFolder &parent)
{
    const auto parentFile = TRY(folders_.use(parent));
    const auto lookAt = [&](const QByteArray &name) {
        if (parent.isNew)
            return Presence::Absent;
        const auto status = statusAt(parentFile->get(), name);
        if (!status && status.error().kind() == ErrorKind::NotFound)
            return Presence::Absent;
        return status && status->type == format::FileType::Directory ? Presence::Folder : Presence::Different;
    };
    auto decision = decideFolder(lookAt(folder.name), folder.onlyLeads ? OnConflict::Skip : parts_.onConflict);
    for (int number = 1; decision.action == RestoreAction::Beside; ++number) {
        const auto name = besideName(folder.entry.name, parts_.record.started, number);
        if (const auto presence = lookAt(name); presence == Presence::Different)
            continue;
        else
            decision.action = presence == Presence::Absent ? RestoreAction::Create : RestoreAction::Merge;
        folder.name = name;
        folder.path = pathIn(parent.path, name);
    }
    if (decision.action == RestoreAction::Skip) {
        parts_.tally.problem(RestoreProblem::Skipped, folder.path, decision.reason);
        folder.state = TargetFolder::State::Refused;
        return {};
    }
    if (isDryRun() && decision.action != RestoreAction::Merge) {
        parts_.tally.planned(decision.action, folder.path);
        folder.state = TargetFolder::State::Imagined;
        return {};
    }
    if (decision.action == RestoreAction::Merge)
        return enter(folder, TRY(openFolderAt(parentFile->get(), folder.name)));
    return makeIn(folder, parent, parentFile->get(), decision.action == RestoreAction::Replace);
}

Status RestoreWork::makeIn(TargetFolder &folder, TargetFolder &parent, int parentFile, bool replace)
{
    // What is replaced stays until the folder is there.
    const QByteArray name = replace ? TRY(temporaryIn(parent)) : folder.name;
    auto file = TRY(makeFolder(parentFile, name));
    if (replace) {
        const auto placed =
            parts_.undo ? placeKeeping(folder, parent, parentFile, name) : placeFolder(parentFile, name, folder.name);
        if (!placed) {
            removeEmptyFolder(parentFile, name);
            return placed;
        }
    }
    folder.isNew = true;
    if (const auto status = statusOf(file.get()))
        noteMade(folder, *status);
    parts_.tally.madeFolder();
    if (parent.inheritsAcl) {
        // Nothing in it is to get what the user's folder gives to all that is made in it.
        ::fremovexattr(file.get(), "system.posix_acl_default");
        ::fremovexattr(file.get(), "system.posix_acl_access");
    }
    return enter(folder, std::move(file));
}

/// What is in the way of the folder goes aside, to be had again.
Status RestoreWork::placeKeeping(const TargetFolder &folder, const TargetFolder &parent, int parentFile,
                                 const QByteArray &temporary)
{
    const auto kept = TRY(keep(parentFile, parent, folder.name));
    if (kept.isStillThere)
        removeFile(parentFile, folder.name);
    auto placed = backspool::engine::place(parentFile, temporary, folder.name, Overwriting::Never);
    if (!placed)
        letBack(parentFile, folder.name, {kept.aside, false});
    return placed;
}

Status RestoreWork::enter(TargetFolder &folder, FileDescriptor file)
{
    folder.status = TRY(statusOf(file.get()));
    if (parts_.own && !folder.isGiven && parts_.own->device == folder.status.device &&
        parts_.own->inode == folder.status.inode) {
        // An earlier identity would lock the computer out, earlier notes would tell of what is no more.
        parts_.tally.problem(RestoreProblem::Skipped, folder.path,
                             QStringLiteral("Backspool itself works with what is in it now"));
        folder.state = TargetFolder::State::Refused;
        return {};
    }
    folder.inheritsAcl = !folder.isNew && hasDefaultAcl(file.get());
    fileSystems_.note(folder.status.device, file.get());
    folders_.enter(folder, std::move(file));
    folder.state = TargetFolder::State::Open;
    return {};
}

void RestoreWork::release(std::shared_ptr<TargetFolder> folder)
{
    // Level by level, not by recursion.
    while (folder && folder->pending.fetch_sub(1) == 1) {
        finish(*folder);
        folder = std::exchange(folder->parent, nullptr);
    }
}

/// Everything in it is done: its own metadata.
void RestoreWork::finish(TargetFolder &folder)
{
    using format::DirectoryEntry;
    const bool isOwn = folder.isNew || !folder.entry.has(DirectoryEntry::Partial);
    if (folder.isOpen() && !folder.isGiven && isOwn && !isDryRun() && !failure_.isSet()) {
        const MetadataBefore before{.owner = {folder.status.uid, folder.status.gid},
                                    .mode = folder.status.mode,
                                    .mayHaveAttributes = !folder.isNew};
        if (const auto file = folders_.use(folder)) {
            const auto attributes = folder.isNew ? std::nullopt : attributesBefore((*file)->get());
            incomplete(folder.path, setMetadata((*file)->get(), folder.entry, before, parts_.owners));
            noteMetadata(folder.path, (*file)->get(), folder.status, attributes);
        } else
            failed(folder.path, file.error());
    }
    folders_.leave(folder);
}

} // namespace backspool::engine
