#pragma once
/// Where files may have changed between two moments, as a tree of folders from "/": what the write log (seed: file
/// delta accelerator 345, log 347) tells a backup. What is not in it has not changed.
///
/// It says too much rather than too little: an entry that is in it may well be as it was.
#include <QByteArray>
#include <QByteArrayView>

#include <cstdint>
#include <map>
#include <memory>
#include <set>

namespace backspool::engine {

/// Built by one thread; read by many.
class ChangedSet
{
public:
    /// A folder in which something may have changed, or which leads to such a one. Itself (owner, attributes) it may
    /// have changed as well.
    struct Folder
    {
        bool isAll = false;         ///< and all that is beneath
        bool isListed = false;      ///< any of its entries may have changed, or come, or gone
        std::set<QByteArray> names; ///< these entries may have changed, or come, or gone
        std::map<QByteArray, std::unique_ptr<Folder>> folders;

        /// The entry is not as it was, perhaps.
        bool mayHaveChanged(const QByteArray &name) const
        {
            return isAll || isListed || names.contains(name) || folders.contains(name);
        }
        /// Null: nothing in it, nor beneath, has changed.
        const Folder *folder(const QByteArray &name) const;
    };

    /// Paths are absolute and normalised.
    void addFolder(QByteArrayView path);
    void addEntry(QByteArrayView folder, const QByteArray &name);
    /// Any entry of the folder.
    void addListing(QByteArrayView path);
    /// The folder and all beneath; or the file, and its folder's entry of that name.
    void addAll(QByteArrayView path);
    /// A file that is known by its number only, wherever it is.
    void addInode(uint64_t inode) { inodes_.insert(inode); }

    const Folder &root() const { return root_; }
    const std::set<uint64_t> &inodes() const { return inodes_; }

private:
    Folder &at(QByteArrayView path);

    Folder root_;
    std::set<uint64_t> inodes_;
};

} // namespace backspool::engine
