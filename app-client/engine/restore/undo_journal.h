#pragma once
/// What a restore changes, step by step, so that it can be undone (restore_undo.h): what it made, what it kept aside of
/// what it replaced, and the metadata that it overwrote.
///
/// What is replaced stays in its folder, under a hidden name that says what it is (".letter.odt.before-restore-TIME");
/// the journal says so before it is renamed. A restore that dies leaves nothing but such files and a journal of them.
///
/// The file, in the agent's state folder: "BSUJ", version (2), then steps to its end. A step is a byte for its kind;
/// the path (its size as a varint before it); a name in the same folder; a file's identity (inode, size, seconds and
/// nanoseconds of its modification, the same of its change, 0 for unknown, mode, owner, group; all varints); metadata
/// as a directory entry of format.md with its size before it.
#include "core/bytes.h"
#include "core/cancel_token.h"
#include "core/file_descriptor.h"
#include "files/file_status.h"

#include <QString>

#include <mutex>
#include <vector>

namespace backspool::engine {

/// A file as it was at one time, to tell whether it has changed since.
struct FileIdentity
{
    uint64_t inode = 0;
    uint64_t size = 0;
    format::FileTime modified;
    format::FileTime changed; ///< zero: unknown
    uint32_t mode = 0;
    uint32_t uid = 0;
    uint32_t gid = 0;

    static FileIdentity of(const FileStatus &status)
    {
        return {status.inode, status.size, status.modified, status.changed, status.mode, status.uid, status.gid};
    }
    /// @p status is of that file, as it was; its permissions count where it is known when they changed.
    bool is(const FileStatus &status) const;
    bool hasPermissionsOf(const FileStatus &status) const
    {
        return mode == status.mode && uid == status.uid && gid == status.gid;
    }
    bool operator==(const FileIdentity &) const = default;
};

struct UndoStep
{
    enum class Kind : uint8_t {
        Kept = 1,   ///< what is at path is going to be called name, since it is being replaced; file: what that is
        Placed = 2, ///< file is at path now; without a Kept of that path, where nothing was
        MadeFolder = 3,
        SetMetadata = 4, ///< of file; before is what there was
        Renamed = 5      ///< part of a database that is at path is going to be called name; file: the database, without
                         ///< the time of its change; zero: there was none
    };
    Kind kind = Kind::Kept;
    QByteArray path; ///< absolute
    QByteArray name;
    FileIdentity file;
    QByteArray before; ///< a directory entry
    bool operator==(const UndoStep &) const = default;

    QByteArray encode() const;
    /// Reads one step and leaves @p reader behind it. Errors: Damaged.
    static Result<UndoStep> decode(ByteReader &reader);
    /// No encoded one is longer; a path, a name, an entry and their numbers.
    static constexpr int64_t kMaxSize = 3 << 20;
};

/// Thread-safe.
class UndoJournal
{
public:
    /// Makes the file. Errors: Io, NoSpace, Denied.
    static Result<std::unique_ptr<UndoJournal>> create(const QString &file);

    /// What cannot be noted leaves nothing behind. Errors: Io, NoSpace.
    Status note(const UndoStep &step);
    /// Errors: Io.
    Status sync();

private:
    std::mutex mutex_; ///< guards against two notes at once
    FileDescriptor file_;
    int64_t size_ = 0; ///< of whole steps
};

/// The steps of a journal, read one by one: of each, eight bytes are in memory. What a crash tore at the end is left
/// out, and logged.
class UndoSteps
{
public:
    /// Reads all of it once. Errors: NotFound, Io, Damaged (it is no journal), Cancelled.
    static Result<UndoSteps> open(const QString &file, const CancelToken &cancel);

    size_t count() const { return starts_.size() - 1; }
    /// REQUIRES: @p number < count(). Errors: Io, Damaged (it was changed meanwhile).
    Result<UndoStep> at(size_t number) const;

private:
    FileDescriptor file_;
    std::vector<int64_t> starts_; ///< of each step, and the end of the last one
};

/// Whether the journal has steps at all: something could be undone.
bool hasUndoSteps(const QString &file);

/// ".NAME.before-restore-TIME", of at most 255 bytes; with @p number over 1 that, too.
QByteArray keptName(const QByteArray &name, WallTime now, int number);

} // namespace backspool::engine
