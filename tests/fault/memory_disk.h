#pragma once
/// A disk in memory whose every change is numbered, so that a scenario can be stopped at each one and what is left be
/// looked at: after the end of the process (all that was written is there) or after a power cut (what was synced is).
///
/// A test runs its scenario once to learn operationCount(), then again for each N with stopAt(N), each time on a new
/// disk; then processDeath() or powerCut(), and opens what it tests again. From the stop on everything fails; what was
/// opened before the restart stays of no use.
#include "fault/memory_file.h"
#include "store/disk.h"

#include <map>
#include <mutex>
#include <set>

namespace backspool::fault {

/// What a power cut does to what was not synced.
enum class PowerCut {
    Lose,      ///< data and names are gone, the new name of a renamed file as well
    KeepNames, ///< new, renamed and removed names stand; data is gone: files may be empty
    Tear       ///< each name by chance, and of each file's data some first part
};

/// Thread-safe.
class MemoryDisk final : public store::Disk
{
public:
    MemoryDisk();
    ~MemoryDisk() override;

    Result<std::unique_ptr<store::AppendFile>> create(const QString &path) override;
    Result<std::shared_ptr<format::ByteSource>> openRead(const QString &path) override;
    Status rename(const QString &from, const QString &to) override;
    Status remove(const QString &path) override;
    Status makeFolder(const QString &path) override;
    Status makeFolders(const QString &folder, const QStringList &names) override;
    Status syncFolder(const QString &path) override;
    Result<std::vector<store::FileInfo>> list(const QString &folder) override;
    Result<store::DiskSpace> space(const QString &folder) override;

    /// A file open for reading and writing at any place, for MemoryVfs. Thread-safe.
    class RandomAccess
    {
    public:
        virtual ~RandomAccess() = default;
        virtual Result<QByteArray> read(qsizetype offset, qsizetype size) = 0; ///< less at the end
        virtual Status write(qsizetype offset, QByteArrayView bytes) = 0;
        virtual Status truncate(qsizetype size) = 0;
        virtual Status sync() = 0;
        virtual Result<qsizetype> size() = 0;
    };
    /// @p created tells whether it was made by this. An empty path: a file without name.
    Result<std::unique_ptr<RandomAccess>> openRandomAccess(const QString &path, bool mayCreate, bool *created);

    // Stopping

    /// Changes so far: create, append, write, truncate, sync, rename, remove, makeFolder, makeFolders, syncFolder.
    uint64_t operationCount() const;
    /// The change number @p operation (from 1) and all that follows fail; of an append, and of makeFolders(), half has
    /// happened. 0: none.
    void stopAt(uint64_t operation);
    bool isStopped() const;
    /// What the changes were, for a failed test's output.
    std::vector<QString> operations() const;

    /// The process has died and a new one starts: all that was written is there.
    void processDeath();
    /// The power went and has come back.
    void powerCut(PowerCut how, uint32_t seed = 0);

    // Damage and want

    /// Full paths of all files, sorted.
    std::vector<QString> files() const;
    QByteArray content(const QString &path) const;
    /// Makes or changes the file as if it had always been like that.
    void setContent(const QString &path, const QByteArray &content);
    /// Inverts the bits of @p mask in one byte.
    void flip(const QString &path, qsizetype offset, uint8_t mask = 0xff);
    void truncate(const QString &path, qsizetype size);
    void erase(const QString &path);
    /// All files together have room for this many bytes. Default: no limit.
    void setCapacity(ByteCount bytes);
    ByteCount usedBytes() const;
    /// The syncs from now on fail (one with Io, as the kernel does it) until it is called with 0.
    void failNextSyncs(int count);

private:
    friend class MemoryAppendFile;
    friend class MemoryByteSource;
    friend class MemoryRandomAccess;

    using FilePointer = std::shared_ptr<MemoryFile>;
    struct Folder
    {
        std::map<QString, FilePointer> now;
        std::map<QString, FilePointer> durable;
    };

    Status beginChange(const QString &what);
    Status checkOn(uint64_t life) const;
    Status write(MemoryFile &file, const QString &path, qsizetype offset, QByteArrayView bytes, uint64_t life);
    Status sync(MemoryFile &file, const QString &path, uint64_t life);
    Result<Folder *> folderOf(const QString &path);
    FilePointer fileAt(const QString &path) const;
    void keepRenamed(std::map<QString, std::map<QString, FilePointer>> &left) const;
    void restart();

    mutable std::mutex mutex_; ///< guards all that follows, and the files
    std::map<QString, Folder> folders_;
    uint64_t life_ = 1; ///< of the process: a restart begins the next
    uint64_t operationCount_ = 0;
    uint64_t stopAt_ = 0;
    bool isStopped_ = false;
    std::vector<QString> operations_;
    ByteCount capacity_ = -1;
    int failingSyncs_ = 0;
};

} // namespace backspool::fault
