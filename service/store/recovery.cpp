#include "store/recovery.h"

#include "core/logging.h"
#include "store/container_exchange.h"
#include "store/container_folders.h"
#include "store/reseal.h"
#include "store/staged_container.h"

#include <algorithm>

namespace backspool::store {

using catalogue::Area;
using catalogue::ContainerRow;
using catalogue::ContainerState;
using format::ContainerKind;

namespace {

class Recovery
{
public:
    explicit Recovery(StoreParts &parts) : parts_(parts) {}

    Status run()
    {
        TRY(makeFolders());
        rows_ = TRY(parts_.catalogue.containers());
        folders_ = TRY(listContainerFolders(parts_.disk, parts_.files));
        TRY(checkMounted());
        TRY(makeSubfolders());
        TRY(emptyWorkspace());
        TRY(restoreFromMirrors());
        for (auto &row : rows_)
            TRY(settleRow(row));
        TRY(registerUnknown());
        TRY(settleMirrors());
        return saveStaged();
    }

private:
    Status makeFolders();
    Status checkMounted() const;
    Status makeSubfolders();
    Status emptyWorkspace();
    Status restoreFromMirrors();
    void remove(ContainerRow &row);
    Status makeNamesDurable(const ContainerRow &row);
    Status settleRow(ContainerRow &row);
    Status registerUnknown();
    Status settleMirrors();
    Status removeIfEmpty(const ContainerFile &mirror);
    Status saveStaged();
    Status saveStagedFile(const ContainerFile &file);
    Result<ContainerRow> describe(const ContainerFile &file) const;
    Status addPublished(ContainerRow row);
    bool isRegistered(const format::ContainerUuid &uuid) const;

    StoreParts &parts_;
    std::vector<ContainerRow> rows_;
    ContainerFolders folders_;
};

Status Recovery::makeFolders()
{
    for (const auto &folder : {parts_.files.areaFolder(Area::Full), parts_.files.areaFolder(Area::Delta),
                               parts_.files.stagingFolder(), parts_.files.workFolder(), parts_.files.mirrorFolder()})
        TRY(parts_.disk.makeFolder(folder));
    return {};
}

/// All there are, so that no commit has to; also of an older store, or of a copy that left empty folders out. What an
/// earlier run made is synced too: it may have ended before that.
Status Recovery::makeSubfolders()
{
    const auto names = ContainerFiles::subfolders();
    for (const auto &folder :
         {parts_.files.areaFolder(Area::Full), parts_.files.areaFolder(Area::Delta), parts_.files.mirrorFolder()}) {
        auto missing = names;
        missing.removeIf([&](const QString &name) { return folders_.subfolders.contains(folder + u'/' + name); });
        TRY(parts_.disk.makeFolders(folder, missing));
    }
    return {};
}

Status Recovery::checkMounted() const
{
    const auto published =
        std::ranges::count_if(rows_, [](const auto &row) { return row.state == ContainerState::Published; });
    if (published == 0 || !folders_.areas.empty() || !folders_.mirrors.empty())
        return {};
    return fail(ErrorKind::NotFound, QStringLiteral("None of the %1 containers of the store is in %2. Is the disk that "
                                                    "holds them mounted? Nothing was changed. If they are lost for "
                                                    "good, rebuild the catalogue from what is left.")
                                         .arg(published)
                                         .arg(parts_.options.folder));
}

Status Recovery::emptyWorkspace()
{
    for (const auto &path : folders_.workspace)
        TRY(parts_.disk.remove(path));
    for (const auto &path : folders_.unfinishedMirrors)
        TRY(parts_.disk.remove(path));
    if (!folders_.workspace.empty())
        TRY(parts_.disk.syncFolder(parts_.files.workFolder()));
    return {};
}

/// A container whose file is gone but whose mirror is whole.
Status Recovery::restoreFromMirrors()
{
    for (const auto &[uuid, mirror] : folders_.mirrors) {
        if (folders_.areas.contains(uuid))
            continue;
        const auto row = std::ranges::find(rows_, uuid, &ContainerRow::uuid);
        if (row != rows_.end() && row->state != ContainerState::Published)
            continue; // it was about to be published or removed
        auto described = row != rows_.end() ? *row : ContainerRow();
        if (row == rows_.end()) {
            const auto read = describe(mirror);
            const bool isWhole = read && TRY(parts_.files.openNow(*read, Copy::Mirror))->reader.readIndex().has_value();
            if (!isWhole)
                continue;
            described = *read;
        }
        qCWarning(logStore, "A tree file was lost and is made again from its second copy: %ls",
                  qUtf16Printable(mirror.path));
        const auto staged = parts_.files.workFolder() + u'/' + ContainerFiles::fileName(uuid, mirror.kind);
        const auto copied = copyFile(parts_.disk, mirror.path, staged, parts_.files.homePath(described));
        if (!copied)
            qCWarning(logStore, "Only the second copy serves for now: %ls", qUtf16Printable(copied.error().text()));
        folders_.areas.emplace(
            uuid, ContainerFile{parts_.files.homePath(described), uuid, mirror.kind, described.area, mirror.size});
    }
    return {};
}

/// The row and its files; what cannot be removed now is tried again at the next start.
void Recovery::remove(ContainerRow &row)
{
    folders_.forget(row.uuid);
    row.state = ContainerState::Removing;
    if (const auto removed = finishRemoval(parts_, row); !removed)
        qCWarning(logStore, "A container that is no longer needed stays: %ls", qUtf16Printable(removed.error().text()));
}

/// What is seen need not be durable: only the process may have died, in the middle of placing the container.
Status Recovery::makeNamesDurable(const ContainerRow &row)
{
    TRY(parts_.disk.syncFolder(parts_.files.homeFolder(row)));
    if (folders_.mirrors.contains(row.uuid))
        TRY(parts_.disk.syncFolder(parts_.files.mirrorHomeFolder(row)));
    return {};
}

Status Recovery::settleRow(ContainerRow &row)
{
    const auto file = folders_.areas.find(row.uuid);
    const bool isInArea = file != folders_.areas.end();
    if (row.state == ContainerState::Removing) {
        remove(row);
        return {};
    }
    if (row.state == ContainerState::Published && !isInArea) {
        qCWarning(logStore, "The container %ls is lost: its file is not in the store",
                  qUtf16Printable(parts_.files.homePath(row)));
        // It may come back, with the disk that it is on; what points need must then not look like leftovers. (Without
        // lease: a copy of what points need. Their rows may name it, so it could not be forgotten either.)
        return row.committed || !row.lease ? Status() : parts_.catalogue.forgetContainer(row.id);
    }
    if (row.state == ContainerState::Staging) {
        const bool isCopy = !row.client;
        if (isCopy || (!isInArea && !folders_.staged.contains(row.uuid))) {
            remove(row);
            return {};
        }
        if (isInArea) {
            TRY(makeNamesDurable(row));
            row.state = ContainerState::Published;
            row.size = uint64_t(file->second.size);
            if (const auto described = describe(file->second))
                row.objectCount = described->objectCount;
            TRY(parts_.catalogue.updateContainer(row));
        }
    }
    parts_.table.put(row);
    return {};
}

/// What the file says of itself. Errors: Io, Unsupported.
Result<ContainerRow> Recovery::describe(const ContainerFile &file) const
{
    ContainerRow row{.uuid = file.uuid, .kind = file.kind, .area = file.area, .state = ContainerState::Published};
    const auto source = TRY(parts_.disk.openRead(file.path));
    const auto reader = TRY(format::ContainerReader::open(*source, file.kind, file.uuid, parts_.options.repositoryKey));
    row.client = reader.header().client;
    row.lease = reader.header().lease;
    row.created = fromUnixSeconds(reader.header().created);
    row.committed = !row.client || !row.lease;
    row.size = source->size();
    auto index = reader.readIndex();
    if (!index)
        index = reader.scan(parts_.digester, nullptr, nullptr);
    row.objectCount = index->objects.size();
    return row;
}

bool Recovery::isRegistered(const format::ContainerUuid &uuid) const
{
    return std::ranges::find(rows_, uuid, &ContainerRow::uuid) != rows_.end();
}

Status Recovery::addPublished(ContainerRow row)
{
    row.id = TRY(parts_.catalogue.addContainer(row));
    parts_.table.put(row);
    rows_.push_back(row);
    return {};
}

Status Recovery::registerUnknown()
{
    for (const auto &[uuid, file] : folders_.areas) {
        if (isRegistered(uuid))
            continue;
        auto row = describe(file);
        // The mirror may know more, when the header is what is damaged.
        const auto mirror = folders_.mirrors.find(uuid);
        if (row && !row->client && mirror != folders_.mirrors.end()) {
            if (const auto mirrored = describe(mirror->second); mirrored && mirrored->client) {
                row->client = mirrored->client;
                row->lease = mirrored->lease;
                row->created = mirrored->created;
                row->committed = mirrored->committed;
            }
        }
        if (!row) {
            // One file that cannot be read must not keep the store from opening.
            qCWarning(logStore, "The container %ls cannot be read: %ls", qUtf16Printable(file.path),
                      qUtf16Printable(row.error().text()));
            continue;
        }
        TRY(makeNamesDurable(*row));
        TRY(addPublished(*row));
    }
    return {};
}

Status Recovery::settleMirrors()
{
    for (const auto &row : parts_.table.rows(ContainerState::Published)) {
        if (row.kind != ContainerKind::Dtf || folders_.mirrors.contains(row.uuid))
            continue;
        qCWarning(logStore, "A tree file had no second copy: %ls", qUtf16Printable(parts_.files.homePath(row)));
        if (const auto made = makeMirror(parts_, row, parts_.files.homePath(row)); !made)
            qCWarning(logStore, "%ls", qUtf16Printable(made.error().text()));
    }
    for (const auto &[uuid, mirror] : folders_.mirrors) {
        const auto row = std::ranges::find(rows_, uuid, &ContainerRow::uuid);
        if (row != rows_.end() && row->state == ContainerState::Staging)
            continue; // goes with the staged container
        if (!isRegistered(uuid) && !folders_.areas.contains(uuid))
            TRY(removeIfEmpty(mirror));
    }
    return {};
}

/// Removes a mirror that nothing else knows of when it was read and nothing is in it.
Status Recovery::removeIfEmpty(const ContainerFile &mirror)
{
    const auto described = describe(mirror);
    if (described && described->objectCount == 0)
        return parts_.disk.remove(mirror.path);
    qCWarning(logStore, "The second copy of a tree file that is lost is damaged, and stays where it is: %ls: %ls",
              qUtf16Printable(mirror.path),
              qUtf16Printable(described ? QStringLiteral("its end is missing") : described.error().text()));
    return {};
}

Status Recovery::saveStaged()
{
    for (const auto &[uuid, file] : folders_.staged)
        TRY(saveStagedFile(file));
    return {};
}

Status Recovery::saveStagedFile(const ContainerFile &file)
{
    const auto known = std::ranges::find(rows_, file.uuid, &ContainerRow::uuid);
    if (known != rows_.end() && known->state == ContainerState::Published) {
        // It was renamed, but its old name has come back.
        TRY(parts_.disk.remove(file.path));
        return parts_.disk.syncFolder(parts_.files.stagingFolder());
    }
    auto row = known != rows_.end() ? *known : ContainerRow();
    if (known == rows_.end()) {
        auto described = describe(file);
        if (!described) {
            qCWarning(logStore, "The unfinished container %ls cannot be read: %ls", qUtf16Printable(file.path),
                      qUtf16Printable(described.error().text()));
            return {};
        }
        row = *described;
        row.state = ContainerState::Staging;
        row.id = TRY(parts_.catalogue.addContainer(row));
        parts_.table.put(row);
    }
    const auto saved = reseal(parts_, row, nullptr, [](const ContainerRow &, const format::ContainerIndex &) {
        // The chunk index is opened after this, and reads what it does not know.
    });
    if (!saved && saved.error().kind() == ErrorKind::NoSpace) {
        // It can be read where it is; the next start tries again.
        qCWarning(logStore, "%ls", qUtf16Printable(saved.error().text()));
        return {};
    }
    return saved ? Status() : std::unexpected(saved.error());
}

} // namespace

Status recoverStore(StoreParts &parts)
{
    return Recovery(parts).run();
}

} // namespace backspool::store
