#pragma once
/// Where the files of containers are, and a bounded number of them open for reading (docs/format.md, "The folders of a
/// data directory").
#include "catalogue/rows.h"
#include "format/container_reader.h"
#include "store/byte_bounded_cache.h"
#include "store/disk.h"

namespace backspool::store {

/// A container that is open for reading, as long as somebody holds it.
struct OpenContainer
{
    std::shared_ptr<format::ByteSource> source;
    format::ContainerReader reader;
};

enum class Copy { Main, Mirror };

/// Thread-safe.
class ContainerFiles
{
public:
    ContainerFiles(Disk &disk, QString storeFolder, const codec::SecretKey &repositoryKey);

    static QString fileName(const format::ContainerUuid &uuid, format::ContainerKind kind);
    /// The container that a file of this name holds.
    static std::optional<std::pair<format::ContainerUuid, format::ContainerKind>> fromFileName(const QString &name);

    QString areaFolder(catalogue::Area area) const;
    QString stagingFolder() const { return folder_ + QStringLiteral("/staging"); }
    /// What is written here is a copy of what the store has: after a crash it is removed.
    QString workFolder() const { return folder_ + QStringLiteral("/merge"); }
    QString mirrorFolder() const { return folder_ + QStringLiteral("/mirror"); }

    /// The folders into which an area's files, and the mirrors, are spread. They are made when the store is opened
    /// (recovery.h), not with the first file of each: that would be a sync more in the commit of a point.
    static QStringList subfolders();
    /// The subfolder in which a container is in its area, or its mirror is.
    QString homeFolder(const catalogue::ContainerRow &row) const;
    QString homePath(const catalogue::ContainerRow &row) const;
    QString mirrorHomeFolder(const catalogue::ContainerRow &row) const;
    QString mirrorPath(const catalogue::ContainerRow &row) const;
    /// A mirror that is being written.
    QString stagedMirrorPath(const catalogue::ContainerRow &row) const;

    /// Wherever the container is: in its area, in staging or in the workspace. Errors: NotFound, Io, Unsupported.
    Result<std::shared_ptr<const OpenContainer>> open(const catalogue::ContainerRow &row, Copy copy = Copy::Main);
    /// The same, opened anew: how the file is now (one that is kept open may have been opened before it was finished).
    Result<std::shared_ptr<const OpenContainer>> openNow(const catalogue::ContainerRow &row,
                                                         Copy copy = Copy::Main) const;
    /// Closes what is open of the container (readers that hold it go on).
    void close(ContainerId id);
    /// Removes every file of the container; durable when it returns.
    Status removeAll(const catalogue::ContainerRow &row);

private:
    std::vector<QString> possiblePaths(const catalogue::ContainerRow &row, Copy copy) const;

    Disk &disk_;
    const QString folder_;
    const codec::SecretKey key_;
    ByteBoundedCache<uint64_t, std::shared_ptr<const OpenContainer>> open_; ///< a container counts one "byte"
};

} // namespace backspool::store
