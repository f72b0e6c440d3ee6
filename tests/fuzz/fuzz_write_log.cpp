/// What an agent leaves of its write log for the next one, changed by whoever could write to the state folder. The
/// first byte says which part: 'h', the file (its digest and its boot's id are put right, since the parser behind them
/// is what is tried), 'm', the table of mounts; else the journal. What is accepted is written so that it is read as the
/// same.
#include "core/bytes.h"
#include "watch/watched_mounts.h"
#include "watch/write_log_handover.h"

#include <QCryptographicHash>
#include <QFile>
#include <QSysInfo>
#include <QTemporaryDir>

#include <cstdlib>

using namespace backspool;
using namespace backspool::engine;

namespace {

void check(bool holds)
{
    if (!holds)
        std::abort();
}

void tryHandover(const QByteArray &rest)
{
    // In memory, where there is such a folder: nothing waits for a disk.
    static const QTemporaryDir folder(QStringLiteral("/dev/shm/fuzz-XXXXXX"));
    check(folder.isValid());
    const auto body = ByteWriter().sizedBytes(QSysInfo::bootUniqueId()).take() + rest;
    {
        QFile file(folder.filePath(QStringLiteral("write-log.handover")));
        check(file.open(QIODevice::WriteOnly) && file.write("BKSPLWL1") > 0 &&
              file.write(QCryptographicHash::hash(body, QCryptographicHash::Sha256)) > 0 &&
              file.write(body) == body.size());
    }
    const auto taken = WriteLogHandover::take(folder.path());
    check(!WriteLogHandover::take(folder.path())); // used once
    if (!taken)
        return;
    check(taken->leave(folder.path()).has_value());
    const auto again = WriteLogHandover::take(folder.path());
    check(again && again->name == taken->name && again->base == taken->base && again->cut == taken->cut &&
          again->configuration == taken->configuration && again->monitor == taken->monitor);
}

void tryMounts(const QByteArray &bytes)
{
    WatchedMounts mounts(-1), again(-1);
    ByteReader reader(bytes, "mounts");
    if (!mounts.decode(reader))
        return;
    ByteWriter written, rewritten;
    mounts.encode(written);
    ByteReader second(written.buffer(), "mounts");
    check(again.decode(second).has_value());
    again.encode(rewritten);
    check(written.buffer() == rewritten.buffer());
}

void tryJournal(const QByteArray &bytes)
{
    const auto journal = WriteJournal::decode(bytes);
    if (!journal || journal->lostBecause())
        return;
    const auto again = WriteJournal::decode(journal->encode());
    check(again && !again->lostBecause() && again->all() == journal->all() && again->files() == journal->files() &&
          again->inodes() == journal->inodes() && again->folders().size() == journal->folders().size());
    for (const auto &[folder, entries] : journal->folders()) {
        const auto same = again->folders().find(folder);
        check(same != again->folders().end() && same->second.names == entries.names &&
              same->second.isListed == entries.isListed && same->second.hasNew == entries.hasNew);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const QByteArray bytes(reinterpret_cast<const char *>(data) + 1, qsizetype(size - 1));
    switch (data[0]) {
    case 'h':
        tryHandover(bytes);
        break;
    case 'm':
        tryMounts(bytes);
        break;
    default:
        tryJournal(bytes);
    }
    return 0;
}
