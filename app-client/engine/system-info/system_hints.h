#pragma once
/// Cheap signs of whether the system information is still what it was: looking at them takes a millisecond, asking the
/// tools a good part of a second.
#include <QByteArray>

namespace backspool::engine {

/// A digest of: this boot, who asks, the program's version; the disks and partitions, and when udev last heard of a
/// change of each (it also hears when somebody has written to one: of new file systems, labels, headers); what is
/// mounted; addresses and routes; the times of the files that are asked, and of the packages' databases. @p root stands
/// before all paths.
QByteArray systemHints(const QByteArray &root = {});

} // namespace backspool::engine
