#include "files/mount_lines.h"

#include <QList>

#include <sys/sysmacros.h>

#include <algorithm>
#include <array>

namespace backspool::engine {

QByteArray unescapedMountField(const QByteArray &field)
{
    QByteArray text;
    for (qsizetype i = 0; i < field.size(); ++i) {
        bool isNumber = false;
        if (field[i] == '\\') {
            const auto code = field.mid(i + 1, 3).toUInt(&isNumber, 8);
            isNumber = isNumber && code < 256;
            if (isNumber) {
                text += char(code);
                i += 3;
            }
        }
        if (!isNumber)
            text += field[i];
    }
    return text;
}

bool isNetworkFileSystem(const QByteArray &type)
{
    constexpr std::array kTypes = {
        "nfs",         "nfs4",      "cifs",       "smb3",  "smbfs",          "ceph",
        "9p",          "glusterfs", "afs",        "coda",  "fuse.sshfs",     "fuse.glusterfs",
        "fuse.rclone", "fuse.s3fs", "fuse.davfs", "davfs", "fuse.gvfsd-fuse"};
    return std::ranges::any_of(kTypes, [&](const char *known) { return type == known; });
}

std::vector<MountLine> parseMountLines(const QByteArray &content)
{
    std::vector<MountLine> mounts;
    const auto lines = content.split('\n');
    for (const auto &line : lines) {
        // ID PARENT MAJOR:MINOR ROOT POINT OPTIONS [TAG...] - TYPE SOURCE SUPER-OPTIONS
        const auto fields = line.split(' ');
        const auto dash = fields.indexOf("-", 6);
        if (dash < 0 || fields.size() < dash + 4)
            continue;
        const auto device = fields[2].split(':');
        if (device.size() != 2)
            continue;
        mounts.push_back({.id = fields[0].toULongLong(),
                          .device = makedev(device[0].toUInt(), device[1].toUInt()),
                          .root = unescapedMountField(fields[3]),
                          .point = unescapedMountField(fields[4]),
                          .options = fields[5],
                          .type = fields[dash + 1],
                          .source = unescapedMountField(fields[dash + 2]),
                          .superOptions = fields[dash + 3]});
    }
    return mounts;
}

} // namespace backspool::engine
