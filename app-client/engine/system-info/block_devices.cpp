#include "system-info/block_devices.h"

#include "system-info/output_form.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

namespace backspool::engine {

namespace {

using namespace Qt::StringLiterals;

/// Deeper than any stack of partitions, RAID, encryption and volumes.
constexpr int kMaxDepth = 32;

void collect(const QJsonArray &devices, std::vector<BlockDevice> &found, int depth)
{
    for (const auto &value : devices) {
        const auto device = value.toObject();
        const auto path = device["path"_L1].toString().toUtf8();
        // It becomes an argument of other tools.
        if (path.startsWith("/dev/") && !std::ranges::contains(found, path, &BlockDevice::path))
            found.push_back({path, device["type"_L1].toString().toUtf8(), device["fstype"_L1].toString().toUtf8()});
        if (depth < kMaxDepth)
            collect(device["children"_L1].toArray(), found, depth + 1);
    }
}

} // namespace

std::vector<QByteArray> blockDeviceCommand()
{
    // Not memory disks (1) and files taken for disks (7): those of application images come and go.
    return {"lsblk",
            "--json",
            "--bytes",
            "--exclude",
            "1,7",
            "--output",
            "NAME,PATH,TYPE,SIZE,RO,RM,PTTYPE,PTUUID,PARTTYPE,PARTLABEL,PARTUUID,PARTFLAGS,FSTYPE,LABEL,UUID,MODEL,"
            "SERIAL,WWN"};
}

Result<QJsonValue> blockDeviceTree(const QByteArray &output)
{
    auto tree = TRY(jsonForm({.kind = OutputForm::Kind::Json}, output)).toObject();
    const auto devices = tree["blockdevices"_L1].toArray();
    QJsonArray kept;
    for (const auto &value : devices) {
        const auto device = value.toObject();
        // Older versions print numbers as texts.
        if (!device["name"_L1].toString().startsWith("zram"_L1) && device["size"_L1].toVariant().toLongLong() > 0)
            kept.append(device);
    }
    tree["blockdevices"_L1] = kept;
    return tree;
}

std::vector<BlockDevice> blockDevicesIn(const QJsonValue &tree)
{
    std::vector<BlockDevice> found;
    collect(tree["blockdevices"_L1].toArray(), found, 0);
    return found;
}

} // namespace backspool::engine
