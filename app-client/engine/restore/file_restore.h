#pragma once
/// One regular file on its way back: written aside as its content comes, given its metadata and then its name.
#include "restore/existing_database.h"
#include "restore/restore_work.h"

namespace backspool::engine {

/// Ends one job of the work and one pending of the folder.
class FileRestore final : public ContentSink
{
public:
    FileRestore(RestoreWork &work, RestoreEntry entry, EntryPlan plan, RestoreWork::OnPlaced onPlaced)
        : work_(work), entry_(std::move(entry)), plan_(std::move(plan)), onPlaced_(std::move(onPlaced))
    {
    }

    Status data(QByteArrayView bytes) override;
    Status hole(uint64_t length) override;
    void finished(const Status &status) override;

private:
    Status begin();
    Status complete();
    Result<KeptAside> keepDatabaseAside(int folder) const;
    bool isSparse() const { return entry_.entry.has(format::DirectoryEntry::Sparse); }

    RestoreWork &work_;
    const RestoreEntry entry_;
    const EntryPlan plan_;
    const RestoreWork::OnPlaced onPlaced_;
    FileDescriptor file_;
    QByteArray temporary_;
    uint64_t offset_ = 0;
    bool endsInHole_ = false;
};

} // namespace backspool::engine
