#include "watch/mount_table.h"

#include <QList>

#include <sys/sysmacros.h>

#include <algorithm>
#include <array>

namespace backspool::engine {

namespace {

/// Blanks and their like are written in octal: "\040".
QByteArray unescaped(const QByteArray &field)
{
    QByteArray text;
    for (qsizetype i = 0; i < field.size(); ++i) {
        bool isNumber = false;
        if (field[i] == '\\') {
            const auto code = field.mid(i + 1, 3).toUInt(&isNumber, 8);
            if (isNumber && code < 256) {
                text += char(code);
                i += 3;
            }
        }
        if (!isNumber)
            text += field[i];
    }
    return text;
}

QByteArray upperFolderOf(const QByteArray &options)
{
    const auto all = options.split(',');
    for (const auto &option : all) {
        if (option.startsWith("upperdir="))
            return unescaped(option.mid(9));
    }
    return {};
}

} // namespace

bool Mount::canBeWatched() const
{
    // Network file systems and FUSE change without this kernel's doing; in an overlay it does not say what is written
    // below.
    static constexpr std::array kLocal = {"ext2", "ext3", "ext4", "xfs", "btrfs", "tmpfs"};
    return std::ranges::any_of(kLocal, [this](const char *local) { return type == local; });
}

std::vector<Mount> parseMounts(const QByteArray &content)
{
    std::vector<Mount> mounts;
    const auto lines = content.split('\n');
    for (const auto &line : lines) {
        const auto fields = line.split(' ');
        const auto dash = fields.indexOf("-", 6);
        if (dash < 0 || fields.size() < dash + 4)
            continue;
        const auto device = fields[2].split(':');
        if (device.size() != 2)
            continue;
        Mount mount;
        mount.id = fields[0].toULongLong();
        mount.device = makedev(device[0].toUInt(), device[1].toUInt());
        mount.root = unescaped(fields[3]);
        mount.point = unescaped(fields[4]);
        mount.type = fields[dash + 1];
        if (mount.type == "overlay")
            mount.upperFolder = upperFolderOf(fields[dash + 3]);
        mounts.push_back(std::move(mount));
    }
    return mounts;
}

} // namespace backspool::engine
