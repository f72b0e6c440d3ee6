#pragma once
/// What was written since a moment: folders, as the kernel names them, and names in them. Pure: events go in, and the
/// whole comes out; where the folders are is looked up only then, since they can be renamed meanwhile.
///
/// Bounded: a folder with very many names is kept as "any of its entries"; when there are very many folders the journal
/// gives up, and says so.
#include "core/result.h"

#include <QByteArray>
#include <QHashFunctions>
#include <QString>

#include <map>
#include <optional>
#include <set>
#include <unordered_map>

namespace backspool::engine {

/// One thread at a time.
class WriteJournal
{
public:
    /// What happened to an entry of a folder; added up.
    enum Happened : uint8_t {
        Changed = 0, ///< something of it, or it is gone
        Written = 1, ///< its content
        Came = 2,    ///< made, linked or moved here
        Folder = 4   ///< what came is a folder: all that is in it is new at this place
    };
    struct Entries
    {
        bool isListed = false; ///< any entry: there were too many names
        bool hasNew = false;   ///< something came
        std::map<QByteArray, uint8_t> names;
    };
    struct Limits
    {
        size_t namesInFolder = 4'096;
        size_t names = 200'000; ///< some 20 MB
        size_t folders = 200'000;
    };

    WriteJournal() = default;
    explicit WriteJournal(Limits limits) : limits_(limits) {}

    /// @p folder: bytes that name it to the kernel. @p name: an entry, or "." for the folder itself.
    void add(const QByteArray &folder, const QByteArray &name, uint8_t happened);
    /// All beneath the path may have changed, now and again whatever comes.
    void addAll(const QByteArray &path) { all_.insert(path); }
    /// A file that may change without a word (mapped into memory, say), by its path.
    void addFile(const QByteArray &path) { files_.insert(path); }
    void addInode(uint64_t inode) { inodes_.insert(inode); }
    /// From here on nothing can be said any more. The first reason stays.
    void giveUp(const QString &reason);
    /// The other's events count as well.
    void merge(const WriteJournal &other);

    /// Nothing: all is in it.
    const std::optional<QString> &lostBecause() const { return lostBecause_; }
    const std::unordered_map<QByteArray, Entries> &folders() const { return folders_; }
    const std::set<QByteArray> &all() const { return all_; }
    const std::set<QByteArray> &files() const { return files_; }
    const std::set<uint64_t> &inodes() const { return inodes_; }

    /// For a restart. REQUIRES: not lost.
    QByteArray encode() const;
    /// Errors: Damaged.
    static Result<WriteJournal> decode(QByteArrayView bytes);

private:
    void collapse(Entries &entries);

    Limits limits_;
    std::unordered_map<QByteArray, Entries> folders_;
    size_t names_ = 0;
    std::set<QByteArray> all_, files_;
    std::set<uint64_t> inodes_;
    std::optional<QString> lostBecause_;
};

} // namespace backspool::engine
