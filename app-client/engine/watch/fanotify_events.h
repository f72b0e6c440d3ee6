#pragma once
/// What read() of a fanotify descriptor gives (fanotify(7)), with directories and names: FAN_REPORT_DFID_NAME.
#include "core/result.h"
#include "watch/write_journal.h"

namespace backspool::engine {

/// What the write log asks the kernel for.
extern const uint64_t kWatchedEvents;

/// The journal's name of a folder: the file system's id as statfs() has it (8 bytes), the type of the file handle
/// (4 bytes, as the kernel has them), the handle.
constexpr qsizetype kFileSystemKeySize = 8;
constexpr qsizetype kHandleTypeSize = 4;

/// Adds the events of one read() to @p journal. A queue that ran over, and events that do not say where, make it give
/// up. What the process @p self writes has changed, but is not counted as written. Errors: Damaged (the kernel speaks
/// another version).
Status addEvents(QByteArrayView buffer, int self, WriteJournal &journal);

} // namespace backspool::engine
