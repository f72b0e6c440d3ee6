#pragma once
/// The block devices, as lsblk tells them: the tree that is kept, and which devices other tools are to be asked about.
#include "core/result.h"

#include <QJsonValue>

#include <vector>

namespace backspool::engine {

struct BlockDevice
{
    QByteArray path;       ///< "/dev/sda1"
    QByteArray type;       ///< "disk", "part", "crypt", "lvm", "raid1", ...
    QByteArray fileSystem; ///< "ext4", "crypto_LUKS", ...; empty: none known
};

/// Arguments that give what the functions below read.
std::vector<QByteArray> blockDeviceCommand();
/// Without what is of this boot only (compressed memory, disks without a medium). Errors: Damaged.
Result<QJsonValue> blockDeviceTree(const QByteArray &output);
/// Each device once, in the order of the tree.
std::vector<BlockDevice> blockDevicesIn(const QJsonValue &tree);

} // namespace backspool::engine
