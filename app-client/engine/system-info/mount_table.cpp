#include "system-info/mount_table.h"

#include "files/mount_lines.h"
#include "system-info/output_form.h"

#include <QJsonObject>

#include <algorithm>
#include <array>
#include <vector>

namespace backspool::engine {

namespace {

using namespace Qt::StringLiterals;

constexpr std::array kNetworkTypes = {"nfs",      "nfs4",      "cifs", "smb3",       "ceph",           "9p",
                                      "virtiofs", "glusterfs", "afs",  "fuse.sshfs", "fuse.glusterfs", "zfs"};

bool lasts(const MountLine &mount)
{
    // Images of applications are mounted from numbered loop devices.
    if (mount.source.startsWith("/dev/loop"))
        return false;
    return mount.source.startsWith("/dev/") ||
           std::ranges::any_of(kNetworkTypes, [&](const char *type) { return mount.type == type; });
}

QJsonObject toJson(const MountLine &mount)
{
    const auto options = [](const QByteArray &text) { return textForm({.masksPasswords = true}, text).trimmed(); };
    return {{"target"_L1, QString::fromUtf8(mount.point)}, {"source"_L1, QString::fromUtf8(mount.source)},
            {"type"_L1, QString::fromUtf8(mount.type)},    {"root"_L1, QString::fromUtf8(mount.root)},
            {"options"_L1, options(mount.options)},        {"super_options"_L1, options(mount.superOptions)}};
}

} // namespace

QJsonArray mountTable(const QByteArray &mountinfo)
{
    auto mounts = parseMountLines(mountinfo);
    std::erase_if(mounts, [](const MountLine &mount) { return !lasts(mount); });
    // What is mounted over something else stays after it.
    std::ranges::stable_sort(mounts, {}, &MountLine::point);
    QJsonArray table;
    for (const auto &mount : mounts)
        table.append(toJson(mount));
    return table;
}

} // namespace backspool::engine
