#pragma once
/// The file systems that are mounted, as /proc/self/mountinfo lists them (proc_pid_mountinfo(5)).
#include <QByteArray>

#include <cstdint>
#include <vector>

namespace backspool::engine {

struct Mount
{
    uint64_t id = 0;
    uint64_t device = 0;    ///< as makedev() has it
    QByteArray root;        ///< what of the file system is mounted: "/" is all
    QByteArray point;       ///< where
    QByteArray type;        ///< of the file system: "ext4"
    QByteArray upperFolder; ///< overlays: where what is written in them goes

    bool operator==(const Mount &) const = default;
    /// The kernel tells of all that is written there: a local file system, and none that others write to besides.
    bool canBeWatched() const;
};

/// Lines that are not understood are left out.
std::vector<Mount> parseMounts(const QByteArray &content);

} // namespace backspool::engine
