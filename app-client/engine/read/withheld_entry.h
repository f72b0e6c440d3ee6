#pragma once
/// Entries whose content is not given to who reads the point.
#include "core/result.h"
#include "format/directory_entry.h"

namespace backspool::engine {

/// A flag of entries as the system's agent gives them to users of its computer; nothing that is stored has it
/// (docs/format.md, "Directory entry"). The entry's content then is no name by which anything could be asked for; it
/// only tells one version from another.
constexpr uint8_t kWithheldFlag = 64;

inline bool isWithheld(const format::DirectoryEntry &entry)
{
    return (entry.flags & kWithheldFlag) != 0;
}

/// What stands for the content then.
inline Error withheldError()
{
    return {ErrorKind::Denied, QStringLiteral("you may not read it: its owner and permissions do not allow you to")};
}

} // namespace backspool::engine
