#pragma once
/// Clones that have served, for the next clone of the same file to be made onto. XFS takes some 40 microseconds for
/// each extent that a clone gets, and about two for each that it has already: a new clone costs as much as the file is
/// scattered, one onto the last as much as was written since.
///
/// XFS only: elsewhere a clone onto a clone saves nothing, and none is kept.
#include "core/file_descriptor.h"

#include <compare>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>

namespace backspool::engine {

/// Thread-safe.
class SpareClones
{
public:
    /// The file that something is a clone of.
    struct File
    {
        uint64_t device = 0, inode = 0;
        auto operator<=>(const File &) const = default;
    };

    /// A clone of the open @p file as it is at one moment, onto the one that is kept of it, which is then the caller's.
    /// nullopt: none is kept, or it did not come off, and that one is gone.
    std::optional<FileDescriptor> take(int file);
    /// @p clone, of @p file, which nobody reads any more: what it has may be overwritten.
    void keep(const File &file, FileDescriptor clone);
    /// Whether what is kept of @p file has not been made like the newest clone.
    bool isStale(const File &file) const;
    /// What is kept of @p file becomes the same as @p newest, another clone of it: it takes no room of its own then,
    /// and what was written until that was made is not to be cloned the next time. Blocks for as long as that takes; it
    /// is not there meanwhile.
    void refresh(const File &file, int newest);
    /// Those of other files go.
    void retain(const std::set<File> &files);

private:
    struct Spare
    {
        FileDescriptor clone;
        bool isFresh = false;
    };
    std::optional<Spare> extract(const File &file);

    mutable std::mutex mutex_; ///< guards the spares
    std::map<File, Spare> spares_;
};

} // namespace backspool::engine
