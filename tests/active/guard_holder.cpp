/// guard_holder FILE FOLDER: guards the file as an agent does, and does nothing after, until its input ends. "guarded",
/// or why not.
#include "active/guard/copy_guard.h"

#include <QCoreApplication>
#include <QFile>

#include <fcntl.h>

#include <array>
#include <cstdio>

int main(int argc, char **argv)
{
    using namespace backspool;
    const QCoreApplication application(argc, argv);
    if (argc != 3)
        return 2;
    const FileDescriptor file(::open(argv[1], O_RDONLY | O_CLOEXEC));
    engine::Spill spill(QFile::decodeName(argv[2]), uint64_t(1_GiB));
    engine::CopyGuard guard(std::chrono::milliseconds(500));
    const auto guarded = guard.guard(std::array{file.get()}, spill);
    std::puts(guarded ? "guarded" : qUtf8Printable(guarded.error().text()));
    std::fflush(stdout);
    std::getchar();
    return 0;
}
