#pragma once
/// What /proc/PID/mountinfo says of each mount (proc_pid_mountinfo(5)), for all who ask what is mounted.
#include <QByteArray>

#include <cstdint>
#include <vector>

namespace backspool::engine {

struct MountLine
{
    uint64_t id = 0;
    uint64_t device = 0; ///< as makedev() has it
    QByteArray root;     ///< what of the file system is mounted: "/" is all
    QByteArray point;    ///< where
    QByteArray options;  ///< of the mount
    QByteArray type;     ///< of the file system: "ext4"
    QByteArray source;
    QByteArray superOptions; ///< of the file system; escaped
};

/// Lines that are not understood are left out.
std::vector<MountLine> parseMountLines(const QByteArray &content);

/// Of @p type lie on other computers: what looks there may wait.
bool isNetworkFileSystem(const QByteArray &type);

/// Blanks and their like are written in octal: "\040".
QByteArray unescapedMountField(const QByteArray &field);

} // namespace backspool::engine
