#pragma once
/// Owner, permissions, attributes and times of what is restored: set in the order that keeps each, and compared.
#include "files/file_status.h"
#include "restore/owner_map.h"

#include <QStringList>

namespace backspool::engine {

/// What is there before.
struct MetadataBefore
{
    Owner owner;
    uint32_t mode = 0;
    /// It may have attributes (an ACL inherited from its folder, or those of a file that existed): what is not wanted
    /// is taken away.
    bool mayHaveAttributes = false;
};

/// Sets what @p entry says on the open file or folder @p file (also one opened with O_PATH, such as a link).
///
/// The owner comes first, since a change of it takes set-id bits and capabilities away; then attributes and ACLs,
/// then permissions, then the modification time. Set-id bits are set only when the owner is right: a file of somebody
/// else's must not become a program that runs as the one who restores.
/// Returns what could not be set, a half sentence each.
QStringList setMetadata(int file, const format::DirectoryEntry &entry, const MetadataBefore &before,
                        const OwnerMap &owners);

/// Whether all that this process could set of @p entry is so: @p status and @p attributes are of what exists.
bool hasMetadata(const FileStatus &status, const std::vector<format::Attribute> &attributes,
                 const format::DirectoryEntry &entry, const OwnerMap &owners);

/// "its owner (user 0) can only be set by root" and the like, where @p status shows that it is another's; empty where
/// it is right.
QString ownerProblem(const Owner &has, const format::DirectoryEntry &entry, const OwnerMap &owners);

} // namespace backspool::engine
