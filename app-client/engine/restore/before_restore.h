#pragma once
/// What is said in the names of files that a restore keeps aside. Private to the folder.
#include "core/clock.h"

#include <QByteArray>

namespace backspool::engine {

/// ".before-restore-2026-11-20T14.00.00Z" for a restore that began at @p now; with @p number over 1 that, too.
QByteArray beforeRestoreMark(WallTime now, int number);

} // namespace backspool::engine
