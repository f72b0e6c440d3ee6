#pragma once
/// What restores kept aside of what they replaced goes when nobody can want it back any more.
#include "core/cancel_token.h"
#include "core/clock.h"

#include <QString>

namespace backspool::engine {

/// How long a disk may be away on which something was kept; afterwards what is there stays for ever.
constexpr std::chrono::hours kUndoForgetTime{24 * 90};

/// Of the journals in @p folder those that are older than kUndoTime at @p now go, with what they kept aside. A file
/// that is not the one that was kept stays. A journal stays, to be tried again, while what it kept could not be seen
/// or removed, until it is older than kUndoForgetTime; one that cannot be read stays. Blocks, as
/// long as it takes to read what is old; what @p cancel cuts off is for the next time.
void discardOldUndos(const QString &folder, WallTime now, const CancelToken &cancel);

} // namespace backspool::engine
