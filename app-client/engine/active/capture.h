#pragma once
/// A group as it was at one moment, or as near to that as could be had.
#include "active/file_group.h"
#include "active/guard/guarded_file.h"
#include "active/spill.h"
#include "files/attributes.h"
#include "files/file_status.h"

namespace backspool::engine {

/// What makes the files of a group be of one moment.
enum class Protection : uint8_t {
    None,           ///< nothing did: they are marked as inconsistent
    AtRest,         ///< nobody wrote while they were read
    BackupMode,     ///< the application's own, which makes of what was read meanwhile what it was at one moment
    ReadLock,       ///< the application's own read lock, while they were copied aside
    Clone,          ///< clones that share their blocks
    CopyBeforeWrite ///< what is overwritten is put aside first: see CopyGuard
};

/// As output has it: "none", "at-rest", "backup-mode", "read-lock", "clone", "copy-before-write".
QString protectionName(Protection protection);

struct CapturedFile
{
    QByteArray name;
    bool exists = false;
    FileStatus status; ///< when it was captured; the size is that of the content
    Attributes attributes;
    FileDescriptor file; ///< its content, for reading; not open when it does not exist or was not wanted
    std::unique_ptr<GuardedFile> guarded = {}; ///< through which it is to be read; null: as it is
    bool isClone = false;                      ///< `file` is one, made for this backup
};

struct Capture
{
    std::vector<CapturedFile> files; ///< the group's members, in its order
    Protection protection = Protection::None;
    QString reason;                        ///< why it is no better; of AtRest: should it turn out not to be
    std::vector<Spill::Lease> leases = {}; ///< room for the copies

    /// Nobody can change the content any more. Else whether it was of one moment is known when it has been read: see
    /// ActiveFiles::hasHeld().
    bool isFrozen() const { return protection == Protection::ReadLock || protection == Protection::Clone; }
};

} // namespace backspool::engine
