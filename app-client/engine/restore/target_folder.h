#pragma once
/// A folder that a restore brings back, on its way from its entry in the point to its place.
#include "core/file_descriptor.h"
#include "files/file_status.h"
#include "format/hint.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

namespace backspool::engine {

/// Keeps a folder open as long as it is held.
using FolderUse = std::shared_ptr<const FileDescriptor>;

struct TargetFolder
{
    enum class State : uint8_t {
        Unopened,
        Open,
        Imagined, ///< dry run: would be made
        Refused   ///< cannot or may not be entered; what is in it is left out
    };

    TargetFolder(std::shared_ptr<TargetFolder> in, QByteArray named, QByteArray at, format::DirectoryEntry of)
        : parent(std::move(in)), name(std::move(named)), path(std::move(at)), entry(std::move(of))
    {
    }

    /// The folder that it is in; null for the one that everything is restored into. Kept until this one is done.
    std::shared_ptr<TargetFolder> parent;
    QByteArray name;              ///< in its parent: as in the point, unless it is put beside something
    QByteArray path;              ///< absolute, for people and the journal
    format::DirectoryEntry entry; ///< what the point says of it
    bool isGiven = false;         ///< the user's own folder: nothing of it is changed
    /// Above what is restored: made where it is missing; what has its name otherwise is the user's way, and is never
    /// replaced or gone around.
    bool onlyLeads = false;

    /// Where its hints are: its place in its parent, or for one without a parent in the restore, its places from "/"
    /// on.
    std::vector<uint64_t> positions;

    std::mutex mutex; ///< held while it is opened; guards what follows until state is not Unopened
    std::atomic<State> state = State::Unopened;
    bool isNew = false;                ///< made by this run: nothing can be in the way in it
    FileStatus status;                 ///< when it was opened
    bool inheritsAcl = false;          ///< gives what is made in it an ACL
    std::atomic<bool> isNoted = false; ///< in the journal
    std::mutex noteMutex;

    std::weak_ptr<const FileDescriptor> file; ///< while it is open: OpenFolders knows, and opens it again

    /// What is still to be done in it, and the visit of its entries.
    std::atomic<size_t> pending = 0;

    bool isOpen() const { return state == State::Open; }
    /// Group of what is made in it: its own when it has the set-group-id bit.
    uint32_t groupOfNew(uint32_t own) const { return status.mode & 02000 ? status.gid : own; }
};

} // namespace backspool::engine
