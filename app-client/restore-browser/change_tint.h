#pragma once
/// The colours behind what is new, changed or gone.
#include "session/folder_timeline.h"

#include <QColor>

namespace backspool::browser {

/// The palette's base, tinted: green, amber or red, as light or dark as the palette is. REQUIRES: not None.
QColor changeTint(engine::EntryChange change);

} // namespace backspool::browser
