#pragma once
/// A search by name through all points, whose hits are told as they are found.
#include "session/agent_session.h"

#include <QPromise>

namespace backspool::engine {

/// Blocks. Tells @p promise batches; ends early when that is cancelled, or when enough was found.
void searchNames(NameIndex &names, PointHistory &history, const QString &text, QPromise<SearchBatch> &promise);

} // namespace backspool::engine
