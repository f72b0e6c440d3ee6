#pragma once
/// What a user may do with a file by what was recorded of it: owner, group, permission bits, POSIX ACL.
///
/// The access check of POSIX.1e (withdrawn draft 17, 23.1.5), as acl(5) and the kernel have it: the owner's entry for
/// the owner; else a named user's, within the mask; else those of the groups that the user is in, within the mask, of
/// which one must allow it all; else that of others. Only the first that fits counts: an owner without permission is
/// not helped by that of others. Root may all, as the kernel's CAP_DAC_OVERRIDE has it.
#include "attach/local_user.h"
#include "format/directory_entry.h"

namespace backspool::engine {

enum Permission : uint8_t { Search = 1, Write = 2, Read = 4 };

/// Whether @p user has all of @p wanted (of Permission) of the file @p entry. An ACL that is not understood (damaged,
/// or one of NFSv4) gives nobody but its owner anything.
bool mayAccess(const format::DirectoryEntry &entry, const LocalUser &user, uint8_t wanted);

} // namespace backspool::engine
