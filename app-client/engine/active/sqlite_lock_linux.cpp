#include "active/sqlite_lock.h"
#include "files/open_file.h"

#include <fcntl.h>

#include <cerrno>
#include <thread>

namespace backspool::engine {

namespace {

// os.h of SQLite.
constexpr off_t kPendingByte = 0x40000000;
constexpr off_t kSharedFirst = kPendingByte + 2;
constexpr off_t kSharedSize = 510;
// walformat.html, "WAL locks": byte 120 and on of the wal-index.
constexpr off_t kCheckpointLock = 121;
/// The last of the read marks. While anybody holds one (but the first) the log does not begin anew. Readers look for
/// the best mark and rarely get to the last, which nobody is kept from reading with.
constexpr off_t kLastReadMark = 127;

constexpr auto kBetweenTries = std::chrono::milliseconds(2);

/// Locks of the open file, not of the process: another part of the process that has the file open does not lose or
/// undo them. False: somebody else has one that excludes it.
Result<bool> tryLock(int file, off_t start, off_t length, short type = F_RDLCK)
{
    struct flock lock{};
    lock.l_type = type;
    lock.l_whence = SEEK_SET;
    lock.l_start = start;
    lock.l_len = length;
    if (::fcntl(file, F_OFD_SETLK, &lock) == 0)
        return true;
    if (errno == EAGAIN || errno == EACCES)
        return false;
    return fail(ErrorKind::Unsupported, QStringLiteral("its file system has no locks"));
}

/// As a reader does: not while a writer waits for the readers to end.
Result<bool> tryShared(int database)
{
    if (!TRY(tryLock(database, kPendingByte, 1)))
        return false;
    const bool isShared = TRY(tryLock(database, kSharedFirst, kSharedSize));
    TRY(tryLock(database, kPendingByte, 1, F_UNLCK));
    return isShared;
}

template <class Try> Status lockBy(std::chrono::steady_clock::time_point deadline, Try attempt)
{
    while (!TRY(attempt())) {
        if (std::chrono::steady_clock::now() >= deadline)
            return fail(ErrorKind::Busy, QStringLiteral("another program keeps it locked for itself"));
        std::this_thread::sleep_for(kBetweenTries);
    }
    return {};
}

} // namespace

Result<SqliteLock> SqliteLock::take(int folder, const QByteArray &name, std::chrono::steady_clock::time_point deadline)
{
    SqliteLock lock;
    lock.database_ = TRY(openFileAt(folder, name));
    TRY(lockBy(deadline, [&] { return tryShared(lock.database_.get()); }));
    auto walIndex = openFileAt(folder, name + "-shm");
    if (!walIndex && walIndex.error().kind() == ErrorKind::NotFound)
        return lock;
    lock.walIndex_ = TRY(std::move(walIndex));
    TRY(lockBy(deadline, [&] { return tryLock(lock.walIndex_.get(), kCheckpointLock, 1); }));
    TRY(lockBy(deadline, [&] { return tryLock(lock.walIndex_.get(), kLastReadMark, 1); }));
    return lock;
}

} // namespace backspool::engine
