#pragma once
/// What hardly anybody wants back, on this platform: temporary files, caches, trash, swap. Only what programs make
/// again by themselves; nothing that may be the only copy of somebody's work (editors' swap and backup files stay in).
#include <QByteArray>

#include <vector>

namespace backspool::policy {

/// Patterns (exclude_pattern.h) for a backup of @p selected. Places of the system ("/tmp/*") are among them only when
/// the whole file system is selected: a leading '/' means a selected path too, and ~/tmp is not the system's.
[[nodiscard]] std::vector<QByteArray> defaultExclusions(const std::vector<QByteArray> &selected);

} // namespace backspool::policy
