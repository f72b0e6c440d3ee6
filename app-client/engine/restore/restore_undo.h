#pragma once
/// Undoing a restore: what it made goes, what it replaced comes back, unless somebody changed it since.
#include "core/clock.h"
#include "core/result.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace backspool::engine {

/// How long what a restore replaced is kept: as long as one may take to notice.
constexpr std::chrono::hours kUndoTime{24 * 7};

struct UndoReport
{
    uint64_t broughtBack = 0; ///< what had been replaced
    uint64_t removed = 0;     ///< what the restore had added; without folders
    uint64_t resets = 0;      ///< permissions, times and the like that are as before
    /// What stays as it is, and why; the first thousand.
    struct Problem
    {
        QByteArray path;
        QString reason;
    };
    std::vector<Problem> problems;
    uint64_t problemCount = 0;
};

/// Undoes what @p journal tells of. Blocks. What cannot be undone is a problem of the report, and the rest is. A link
/// on the way to a file is not followed. Errors: those of readUndoJournal().
Result<UndoReport> undoRestore(const QString &journal);

/// The journal says of something that could be undone.
bool canUndo(const QString &journal);

/// Of the journals in @p folder those that are older than kUndoTime at @p now go, with what they kept aside. A file
/// that is not the one that was kept stays. Blocks.
void discardOldUndos(const QString &folder, WallTime now);

} // namespace backspool::engine
