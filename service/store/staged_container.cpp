#include "store/staged_container.h"

#include "store/best_effort.h"

namespace backspool::store {

using catalogue::ContainerRow;
using catalogue::ContainerState;

namespace {

/// An object's line in a container's index: kind, size, name; a block's: size, kind, count (docs/format.md).
constexpr ByteCount kIndexBytesPerObject = 36;
constexpr ByteCount kIndexBytesPerBlock = 10;
constexpr ByteCount kCopySize = 1_MiB;

QString folderOf(const QString &path)
{
    return path.left(path.lastIndexOf(u'/'));
}

} // namespace

Status copyFile(Disk &disk, const QString &from, const QString &staged, const QString &to)
{
    const auto copy = [&]() -> Status {
        const auto source = TRY(disk.openRead(from));
        const auto target = TRY(disk.create(staged));
        const auto size = ByteCount(source->size());
        for (ByteCount done = 0; done < size;) {
            const auto piece = TRY(source->read(uint64_t(done), std::min(kCopySize, size - done)));
            TRY(target->append(piece));
            done += piece.size();
        }
        TRY(target->sync());
        return disk.rename(staged, to);
    };
    if (const auto copied = copy(); !copied) {
        bestEffort(disk.remove(staged));
        return copied;
    }
    // A power cut may bring the old name back; recovery removes it.
    return disk.syncFolder(folderOf(to));
}

Status makeMirror(StoreParts &parts, const ContainerRow &row, const QString &path)
{
    const auto copied = copyFile(parts.disk, path, parts.files.stagedMirrorPath(row), parts.files.mirrorPath(row));
    if (!copied && copied.error().kind() != ErrorKind::Exists)
        return fail(copied.error().withContext(QStringLiteral("making the second copy of the tree file %1").arg(path)));
    return {};
}

StagedContainer::StagedContainer(StoreParts &parts, const ContainerRow &row, QString folder)
    : parts_(parts), row_(row), folder_(std::move(folder))
{
}

Result<std::unique_ptr<StagedContainer>> StagedContainer::create(StoreParts &parts, ContainerRow like, Purpose purpose)
{
    like.uuid = format::randomContainerUuid();
    like.state = ContainerState::Staging;
    if (like.created == WallTime{})
        // Which record of a version counts depends on what was begun later: a clock that is set back does not change
        // it.
        like.created = std::max(parts.clock.now(), parts.table.newestBegun());
    like.size = 0;
    like.objectCount = 0;
    like.id = TRY(parts.catalogue.addContainer(like));
    const auto folder = purpose == Purpose::Copy ? parts.files.workFolder() : parts.files.stagingFolder();
    auto staged = std::unique_ptr<StagedContainer>(new StagedContainer(parts, like, folder));
    if (const auto begun = staged->begin(); !begun) {
        // Nobody has seen it. What cannot be removed now is empty, and goes at the next start.
        if (parts.files.removeAll(like))
            bestEffort(parts.catalogue.forgetContainer(like.id));
        return fail(begun.error());
    }
    parts.table.put(like);
    return staged;
}

Status StagedContainer::begin()
{
    path_ = folder_ + u'/' + ContainerFiles::fileName(row_.uuid, row_.kind);
    file_ = TRY(parts_.disk.create(path_));
    const format::ContainerHeader header{.kind = row_.kind,
                                         .uuid = row_.uuid,
                                         .client = row_.client,
                                         .created = unixSeconds(row_.created),
                                         .lease = row_.lease};
    writer_ = std::make_unique<format::ContainerWriter>(header, parts_.options.repositoryKey, *file_);
    return writer_->begin();
}

Result<uint32_t> StagedContainer::append(const format::PackedBlock &block, const std::vector<ObjectName> &names)
{
    const auto offset = TRY(writer_->append(block, names));
    parts_.table.setSize(row_.id, uint64_t(writer_->size()), index().objects.size());
    return offset;
}

Status StagedContainer::sync()
{
    TRY(file_->sync());
    if (!nameIsDurable_)
        TRY(parts_.disk.syncFolder(folder_));
    nameIsDurable_ = true;
    return {};
}

/// Each of the syncs is one that what is promised needs. Both files' data come before their names: recovery takes what
/// has its name in an area for written. The mirror's folder, too, before the container is in its area: from then on a
/// point may rest on it, and it has two copies whatever the disk does to one in a power cut. (Renaming both first and
/// syncing then both folders is as safe, and on ext4 no faster: each sync is a commit of its journal.)
Status StagedContainer::place()
{
    TRY(writer_->finish());
    TRY(file_->sync());
    if (row_.kind == format::ContainerKind::Dtf)
        TRY(makeMirror(parts_, row_, path_));
    TRY(parts_.disk.rename(path_, parts_.files.homePath(row_)));
    // As in copyFile(): the old name may come back.
    return parts_.disk.syncFolder(parts_.files.homeFolder(row_));
}

ContainerRow StagedContainer::published() const
{
    auto row = row_;
    row.state = ContainerState::Published;
    row.size = uint64_t(writer_->size());
    row.objectCount = index().objects.size();
    return row;
}

ByteCount StagedContainer::finishedSize(ByteCount more) const
{
    return size() + more + ByteCount(index().objects.size()) * kIndexBytesPerObject +
           ByteCount(index().blocks.size()) * kIndexBytesPerBlock + format::ContainerFooter::kSize;
}

} // namespace backspool::store
