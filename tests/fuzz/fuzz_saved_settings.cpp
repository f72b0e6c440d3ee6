/// The small files that the app and the agent keep for themselves. The first byte of an input says which: 's'election,
/// what the scheduler remembers ('m'), 'i'dentity; 'k': what a keychain gave back. Each is refused or read, and what
/// was read is written so that it is read as the same.
#include "policy/selection.h"
#include "protocol/identity.h"
#include "schedule/schedule_memory.h"

#include <QFile>
#include <QTemporaryDir>

#include <cstdlib>

using namespace backspool;

namespace {

void check(bool isSame)
{
    if (!isSame)
        std::abort();
}

/// In memory, where there is such a folder: nothing waits for a disk.
const QTemporaryDir &folder()
{
    static const QTemporaryDir folder(QStringLiteral("/dev/shm/fuzz-XXXXXX"));
    check(folder.isValid());
    return folder;
}

QByteArray contentOf(const QString &file)
{
    QFile in(file);
    check(in.open(QIODevice::ReadOnly));
    return in.readAll();
}

template <class Kept> void fuzz(const QString &file)
{
    const auto kept = Kept::load(file);
    if (!kept)
        return;
    check(kept->save(file).has_value());
    const auto written = contentOf(file);
    const auto again = Kept::load(file);
    check(again && again->save(file) && contentOf(file) == written);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const QByteArray content(reinterpret_cast<const char *>(data + 1), qsizetype(size - 1));
    if (data[0] == 'k') {
        protocol::Identity identity;
        if (identity.setSecrets(content))
            check(identity.setSecrets(identity.secrets()).has_value());
        return 0;
    }
    const QString file = folder().filePath(QStringLiteral("kept"));
    {
        QFile out(file);
        check(out.open(QIODevice::WriteOnly) && out.write(content) == content.size());
    }
    switch (data[0]) {
    case 's':
        fuzz<policy::Selection>(file);
        break;
    case 'm':
        fuzz<engine::ScheduleMemory>(file);
        break;
    case 'i':
        fuzz<protocol::Identity>(file);
        break;
    default:
        break;
    }
    return 0;
}
