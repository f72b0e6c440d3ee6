#include "survey/folder_survey.h"

#include "core/file_descriptor.h"
#include "core/small_file.h"
#include "files/file_status.h"
#include "files/file_system_id.h"
#include "files/folder_listing.h"
#include "files/mount_lines.h"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <optional>

namespace backspool::engine {

namespace {

Result<FileDescriptor> openFolder(const QByteArray &path)
{
    FileDescriptor folder(::open(path.constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!folder.isOpen())
        return fail(systemError(errno, QStringLiteral("cannot look into %1").arg(displayPath(path))));
    return folder;
}

constexpr ByteCount kMaxMountTable = 16_MiB;

} // namespace

RemotePlaces::RemotePlaces()
{
    const auto table = readSmallFile(QStringLiteral("/proc/self/mountinfo"), kMaxMountTable);
    const auto mounts = parseMountLines(table.value_or(QByteArray()));
    for (const auto &mount : mounts) // a later one is mounted over the one before
        mounts_[mount.point] = isNetworkFileSystem(mount.type) || mount.type == "autofs";
}

bool RemotePlaces::contains(const QByteArray &path) const
{
    const auto found = mounts_.find(path);
    return found != mounts_.end() && found->second;
}

bool RemotePlaces::isOn(QByteArray path) const
{
    while (path.size() > 1 && !mounts_.contains(path))
        path.truncate(std::max<qsizetype>(path.lastIndexOf('/'), 1));
    return contains(path);
}

Result<std::vector<LocalEntry>> listLocalFolder(const QByteArray &path)
{
    const auto folder = TRY(openFolder(path));
    std::vector<LocalEntry> entries;
    const auto names = TRY(listFolder(folder.get()));
    const RemotePlaces remote;
    for (const auto &name : names) {
        if (remote.contains(joinPath(path, name))) {
            entries.push_back({name, true, 0, true});
            continue;
        }
        const auto status = statusAt(folder.get(), name);
        if (!status)
            continue; // gone by now, or of no kind that is backed up
        const bool isFolder = status->type == format::FileType::Directory;
        entries.push_back({name, isFolder, status->type == format::FileType::File ? status->size : 0});
    }
    std::ranges::stable_partition(entries, &LocalEntry::isFolder);
    return entries;
}

namespace {

class TreeVisit
{
public:
    TreeVisit(const RemotePlaces &remote, const std::function<bool(const Visited &)> &visit,
              const IsUnwanted &isUnwanted)
        : visit_(visit), isUnwanted_(isUnwanted), remote_(remote)
    {
    }

    void run(const QByteArray &path)
    {
        if (remote_.isOn(path)) {
            visit_({.path = path, .isFolder = true, .isRemote = true});
            return;
        }
        todo_.push_back(path);
        while (!todo_.empty() && !isUnwanted_()) {
            const QByteArray next = std::move(todo_.back());
            todo_.pop_back();
            const auto folder = openFolder(next);
            if (folder) {
                look(next, folder->get());
            } else if (next == path) {
                const auto status = statusAt(AT_FDCWD, next);
                if (status && status->type != format::FileType::Directory)
                    tellFile(next, *status);
            }
        }
    }

private:
    void look(const QByteArray &path, int folder)
    {
        const auto own = statusOf(folder);
        if (!own)
            return;
        if (device_ != own->device) {
            if (isPseudoFileSystem(folder))
                return;
            if (isRemoteFileSystem(folder)) { // to open it was to mount it
                visit_({.path = path, .isFolder = true, .startsFileSystem = true, .isRemote = true});
                return;
            }
            device_ = own->device;
        }
        const auto names = listFolder(folder);
        if (!names)
            return;
        for (const auto &name : *names) {
            if (isUnwanted_())
                return;
            const QByteArray child = joinPath(path, name);
            if (remote_.contains(child)) {
                visit_({.path = child, .isFolder = true, .startsFileSystem = true, .isRemote = true});
                continue;
            }
            const auto status = statusAt(folder, name);
            if (!status)
                continue;
            if (status->type != format::FileType::Directory)
                tellFile(child, *status);
            else if (visit_({.path = child, .isFolder = true, .startsFileSystem = status->device != own->device}))
                todo_.push_back(child);
        }
    }

    void tellFile(const QByteArray &path, const FileStatus &status) const
    {
        const bool isFile = status.type == format::FileType::File;
        visit_({.path = path, .isFile = isFile, .size = isFile ? status.size : 0, .modified = status.modified});
    }

    const std::function<bool(const Visited &)> &visit_;
    const IsUnwanted &isUnwanted_;
    const RemotePlaces &remote_;
    std::optional<uint64_t> device_; ///< of the last folder: of this computer, and no pseudo file system
    std::vector<QByteArray> todo_;
};

} // namespace

void visitTree(const QByteArray &path, const RemotePlaces &remote, const std::function<bool(const Visited &)> &visit,
               const IsUnwanted &isUnwanted)
{
    TreeVisit(remote, visit, isUnwanted).run(path);
}

} // namespace backspool::engine
