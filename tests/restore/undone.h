#pragma once
/// A restore undone in one go, unwatched.
#include "restore/restore_undo.h"

namespace backspool::tests {

inline Result<engine::UndoReport> undoRestore(const QString &journal)
{
    engine::RestoreUndo undo(journal);
    NoProgress nobody;
    TRY(undo.run(nobody, {}));
    return undo.report();
}

} // namespace backspool::tests
