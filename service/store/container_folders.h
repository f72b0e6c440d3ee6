#pragma once
/// What lies in the folders of a store, by container.
#include "store/container_files.h"

#include <QSet>

#include <map>

namespace backspool::store {

struct ContainerFile
{
    QString path;
    format::ContainerUuid uuid{};
    format::ContainerKind kind = format::ContainerKind::Bdf;
    catalogue::Area area = catalogue::Area::Delta;
    ByteCount size = 0;
};

struct ContainerFolders
{
    std::map<format::ContainerUuid, ContainerFile> areas;
    std::map<format::ContainerUuid, ContainerFile> mirrors;
    std::map<format::ContainerUuid, ContainerFile> staged;
    QSet<QString> subfolders; ///< of the areas and of the mirrors: full paths
    std::vector<QString> workspace;
    std::vector<QString> unfinishedMirrors;

    void forget(const format::ContainerUuid &uuid);
};

/// Files with other names than ours are passed over. Errors: Io.
Result<ContainerFolders> listContainerFolders(Disk &disk, const ContainerFiles &files);

} // namespace backspool::store
