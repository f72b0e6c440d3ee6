#pragma once
/// A container that is being written, and its way into the store:
///
/// 1. create(): a row in state Staging, then the file in staging/ (copies of what the store has: in merge/).
/// 2. append(), sync(): blocks; what was synced survives a crash (see recovery.h).
/// 3. place(): index and footer, synced; the mirror (DTF), synced; renamed to its area; that folder synced.
/// 4. The caller tells the catalogue that it is published: published() makes the row.
///
/// When a step fails, nothing may be appended any more; the file stays as it is and reseal() (reseal.h) saves what is
/// whole in it.
#include "format/container_writer.h"
#include "store/store_parts.h"

namespace backspool::store {

/// Not thread-safe; others may read what was appended.
class StagedContainer
{
public:
    enum class Purpose { Session, Copy };

    /// @p like says kind, area, client, lease, whether it is committed and when it was begun (0: now); the rest of it
    /// is ignored.
    static Result<std::unique_ptr<StagedContainer>> create(StoreParts &parts, catalogue::ContainerRow like,
                                                           Purpose purpose);

    Result<uint32_t> append(const format::PackedBlock &block, const std::vector<ObjectName> &names);
    Status sync();
    Status place();

    const catalogue::ContainerRow &row() const { return row_; }
    /// row() in state Published with its final counts. REQUIRES: place() succeeded.
    catalogue::ContainerRow published() const;
    const format::ContainerIndex &index() const { return writer_->index(); }
    ByteCount size() const { return writer_->size(); }
    /// About the size that the file would have if it got @p more bytes of blocks and were finished then.
    ByteCount finishedSize(ByteCount more) const;
    bool isEmpty() const { return index().blocks.empty(); }

private:
    StagedContainer(StoreParts &parts, const catalogue::ContainerRow &row, QString folder);
    Status begin();

    StoreParts &parts_;
    catalogue::ContainerRow row_;
    const QString folder_; ///< where it is staged
    QString path_;
    std::unique_ptr<AppendFile> file_;
    std::unique_ptr<format::ContainerWriter> writer_;
    bool nameIsDurable_ = false;
};

/// Copies the file at @p from to @p to by way of @p staged (which does not exist); durable when it returns.
Status copyFile(Disk &disk, const QString &from, const QString &staged, const QString &to);

/// Makes the mirror of a container that lies at @p path, if there is none yet.
Status makeMirror(StoreParts &parts, const catalogue::ContainerRow &row, const QString &path);

} // namespace backspool::store
