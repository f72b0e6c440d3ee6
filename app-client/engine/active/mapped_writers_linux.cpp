#include "active/mapped_writers.h"

#include <QDir>
#include <QFile>

#include <sys/sysmacros.h>

#include <algorithm>
#include <cstdio>

namespace backspool::engine {

bool isMappedForWriting(std::span<const FileStatus> files)
{
    const auto processes = QDir(QStringLiteral("/proc")).entryList({QStringLiteral("[1-9]*")}, QDir::Dirs);
    for (const auto &process : processes) {
        QFile maps(QStringLiteral("/proc/%1/maps").arg(process));
        if (!maps.open(QIODevice::ReadOnly))
            continue; // it has ended, or is not ours to look into
        // A line: "7f00-7f01 rw-s 00000000 fe:00 1234 /path" (proc_pid_maps(5)).
        for (QByteArray line = maps.readLine(); !line.isEmpty(); line = maps.readLine()) {
            char access[5] = {};
            unsigned major = 0, minor = 0;
            unsigned long long inode = 0;
            if (std::sscanf(line.constData(), "%*x-%*x %4s %*x %x:%x %llu", access, &major, &minor, &inode) != 4)
                continue;
            const bool isWriting = access[1] == 'w' && access[3] == 's';
            if (isWriting && std::ranges::any_of(files, [&](const FileStatus &file) {
                    return file.inode == inode && file.device == makedev(major, minor);
                }))
                return true;
        }
    }
    return false;
}

} // namespace backspool::engine
