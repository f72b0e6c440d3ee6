#pragma once
/// Backing up files that are in use (seed: active file manager 320): groups are captured at one moment, by the best
/// means that their file system and their application offer. None of them opens a file of the user's for writing.
///
/// 1. SQLite: under its own read locks (sqlite_lock.h), by clones where the file system has them, else copied aside,
///    within the policy's bounds of time and room.
/// 2. Others: clones of all members, when nobody wrote between the first and the last.
/// 3. Where there are no clones, for all of them: copy-before-write (guard/copy_guard.h), where the kernel has it and
///    knows all writers.
/// 4. Else the files are read as they are. If they change meanwhile they are of no one moment, and that is said.
#include "active/capture.h"
#include "active/guard/copy_guard.h"
#include "active/spare_clones.h"
#include "active/user_groups.h"
#include "policy/policy.h"

#include <mutex>
#include <set>

namespace backspool::engine {

/// Thread-safe.
class ActiveFiles
{
public:
    /// @p spillFolder: of the agent's own. @p guard: null: nothing is held up; else it outlives this. So do @p spares,
    /// which clones are made onto; null: there are none.
    ActiveFiles(const policy::ActivePolicy &policy, const QString &spillFolder, CopyGuard *guard = nullptr,
                SpareClones *spares = nullptr);

    /// The walk comes to the file system of the open folder @p folder: it is watched, if others are (CopyGuard).
    void enters(int folder);

    /// Whether the content of a member that has this status now is needed; without it the member's file is not opened.
    using IsWanted = std::function<bool(const QByteArray &name, const FileStatus &status)>;

    /// The members of @p group in the open folder @p folder. Blocks, for as long as the policy lets it wait for locks
    /// and hold them. Members that are no regular files are taken as not existing. Errors: Denied, Io (of a member).
    Result<Capture> capture(int folder, const FileGroup &group, const IsWanted &isWanted);
    /// All members of @p capture, which is not frozen, still are what they were.
    static bool isAsCaptured(int folder, const Capture &capture);

    /// Database servers that run are asked for a backup of theirs.
    bool asksServers() const { return policy_.askServers; }
    const UserGroups &userGroups() const { return userGroups_; }

    /// After all of @p capture was read: it was as it was captured. Once. Errors: Busy, which says why that cannot be
    /// said.
    static Status hasHeld(int folder, Capture &capture);

    /// A file as it is now, whoever writes to it from now on.
    struct Still
    {
        FileStatus status;
        FileDescriptor clone;                 ///< to be read in its place; or not open
        std::unique_ptr<GuardedFile> guarded; ///< through which it is to be read; or null
    };
    /// Of @p file, which is in @p folder; a guarded one ends before that is closed. Errors: Unsupported, Busy and
    /// others: it cannot be held still, for the reason that is given.
    Result<Still> hold(int folder, int file);
    /// Reading a file of so many bytes takes long enough for somebody to write to it.
    static constexpr uint64_t kLongRead = uint64_t(64_MiB);

private:
    Result<FileDescriptor> clone(int folder, int file);
    void handBack(Capture &capture);
    Result<std::unique_ptr<GuardedFile>> guard(int file);
    Result<Capture> captureGuarded(int folder, const FileGroup &group, const IsWanted &isWanted);
    Result<Capture> captureSqlite(int folder, const FileGroup &group, const IsWanted &isWanted);
    Result<Capture> captureClones(int folder, const FileGroup &group, const IsWanted &isWanted);
    Status freeze(int folder, CapturedFile &file, Capture &capture, std::chrono::steady_clock::time_point deadline);

    const policy::ActivePolicy policy_;
    const UserGroups userGroups_;
    Spill spill_;
    CopyGuard *const guard_;
    SpareClones *const spares_;
    std::mutex mutex_;                 ///< guards withoutClones_
    std::set<uint64_t> withoutClones_; ///< devices that refused one: not asked again
};

} // namespace backspool::engine
