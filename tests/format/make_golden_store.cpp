/// make_golden_store FOLDER: writes the golden store anew. For a change of the format only; read_store.py's expected
/// report is then renewed with "test_read_store.py --renew".
#include "format/golden_store.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cstdio>

using namespace backspool::format;

int main(int argc, char **argv)
{
    if (argc != 2) {
        std::fputs("usage: make_golden_store FOLDER\n", stderr);
        return 2;
    }
    const QDir folder(QFile::decodeName(argv[1]));
    for (const auto &[path, bytes] : makeGoldenStore().files) {
        const auto name = folder.filePath(QFile::decodeName(path));
        QFile file(name);
        if (!QDir().mkpath(QFileInfo(name).path()) || !file.open(QIODevice::WriteOnly) ||
            file.write(bytes) != bytes.size() || !file.flush()) {
            std::fprintf(stderr, "make_golden_store: cannot write %s\n", qPrintable(name));
            return 1;
        }
    }
    return 0;
}
