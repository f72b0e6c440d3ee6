#include "system-info/mount_table.h"

#include "system-info/output_form.h"

#include <QByteArrayList>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <vector>

namespace backspool::engine {

namespace {

using namespace Qt::StringLiterals;

constexpr std::array kNetworkTypes = {"nfs",      "nfs4",      "cifs", "smb3",       "ceph",           "9p",
                                      "virtiofs", "glusterfs", "afs",  "fuse.sshfs", "fuse.glusterfs", "zfs"};

struct Mount
{
    QByteArray root, target, options, type, source, superOptions;
};

/// "\040" and the like (proc(5)).
QByteArray unescaped(const QByteArray &field)
{
    QByteArray result;
    for (qsizetype i = 0; i < field.size(); ++i) {
        bool isOctal = false;
        const int code = field[i] == '\\' ? field.sliced(i + 1).left(3).toInt(&isOctal, 8) : 0;
        result += isOctal ? char(code) : field[i];
        i += isOctal ? 3 : 0;
    }
    return result;
}

/// ID PARENT MAJOR:MINOR ROOT TARGET OPTIONS [TAG...] - TYPE SOURCE SUPER-OPTIONS
bool read(const QByteArray &line, Mount &mount)
{
    const auto fields = line.split(' ');
    const auto dash = fields.indexOf("-");
    if (dash < 6 || fields.size() < dash + 4)
        return false;
    mount = {unescaped(fields[3]), unescaped(fields[4]),        fields[5],
             fields[dash + 1],     unescaped(fields[dash + 2]), fields[dash + 3]};
    return true;
}

bool lasts(const Mount &mount)
{
    // Images of applications are mounted from numbered loop devices.
    if (mount.source.startsWith("/dev/loop"))
        return false;
    return mount.source.startsWith("/dev/") ||
           std::ranges::any_of(kNetworkTypes, [&](const char *type) { return mount.type == type; });
}

QJsonObject toJson(const Mount &mount)
{
    const auto options = [](const QByteArray &text) { return textForm({.masksPasswords = true}, text).trimmed(); };
    return {{"target"_L1, QString::fromUtf8(mount.target)}, {"source"_L1, QString::fromUtf8(mount.source)},
            {"type"_L1, QString::fromUtf8(mount.type)},     {"root"_L1, QString::fromUtf8(mount.root)},
            {"options"_L1, options(mount.options)},         {"super_options"_L1, options(mount.superOptions)}};
}

} // namespace

QJsonArray mountTable(const QByteArray &mountinfo)
{
    std::vector<Mount> mounts;
    for (const auto &line : mountinfo.split('\n')) {
        if (Mount mount; read(line, mount) && lasts(mount))
            mounts.push_back(std::move(mount));
    }
    // What is mounted over something else stays after it.
    std::ranges::stable_sort(mounts, {}, &Mount::target);
    QJsonArray table;
    for (const auto &mount : mounts)
        table.append(toJson(mount));
    return table;
}

} // namespace backspool::engine
