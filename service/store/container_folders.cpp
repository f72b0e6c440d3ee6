#include "store/container_folders.h"

namespace backspool::store {

namespace {

void addFile(std::map<format::ContainerUuid, ContainerFile> &to, const QString &folder, const FileInfo &info,
             catalogue::Area area)
{
    const auto named = ContainerFiles::fromFileName(info.name);
    if (!named || info.isFolder)
        return;
    to.emplace(named->first, ContainerFile{folder + u'/' + info.name, named->first, named->second, area, info.size});
}

/// The files in the subfolders XX of @p folder.
Status addSubfolders(Disk &disk, ContainerFolders &found, std::map<format::ContainerUuid, ContainerFile> &to,
                     const QString &folder, catalogue::Area area)
{
    for (const auto &subfolder : TRY(disk.list(folder))) {
        if (!subfolder.isFolder)
            continue;
        const auto path = folder + u'/' + subfolder.name;
        found.subfolders.insert(path);
        for (const auto &info : TRY(disk.list(path)))
            addFile(to, path, info, area);
    }
    return {};
}

} // namespace

void ContainerFolders::forget(const format::ContainerUuid &uuid)
{
    areas.erase(uuid);
    mirrors.erase(uuid);
    staged.erase(uuid);
}

Result<ContainerFolders> listContainerFolders(Disk &disk, const ContainerFiles &files)
{
    ContainerFolders found;
    for (const auto area : {catalogue::Area::Full, catalogue::Area::Delta})
        TRY(addSubfolders(disk, found, found.areas, files.areaFolder(area), area));
    TRY(addSubfolders(disk, found, found.mirrors, files.mirrorFolder(), catalogue::Area::Delta));
    for (const auto &info : TRY(disk.list(files.stagingFolder()))) {
        if (info.name.endsWith(QStringLiteral(".mirror")))
            found.unfinishedMirrors.push_back(files.stagingFolder() + u'/' + info.name);
        else
            addFile(found.staged, files.stagingFolder(), info, catalogue::Area::Delta);
    }
    for (const auto &info : TRY(disk.list(files.workFolder()))) {
        if (!info.isFolder)
            found.workspace.push_back(files.workFolder() + u'/' + info.name);
    }
    return found;
}

} // namespace backspool::store
