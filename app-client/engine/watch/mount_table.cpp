#include "watch/mount_table.h"

#include "files/mount_lines.h"

#include <QList>

#include <algorithm>
#include <array>

namespace backspool::engine {

namespace {

QByteArray upperFolderOf(const QByteArray &options)
{
    const auto all = options.split(',');
    for (const auto &option : all) {
        if (option.startsWith("upperdir="))
            return unescapedMountField(option.mid(9));
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
    for (auto &line : parseMountLines(content))
        mounts.push_back({.id = line.id,
                          .device = line.device,
                          .root = std::move(line.root),
                          .point = std::move(line.point),
                          .type = line.type,
                          .upperFolder = line.type == "overlay" ? upperFolderOf(line.superOptions) : QByteArray()});
    return mounts;
}

} // namespace backspool::engine
