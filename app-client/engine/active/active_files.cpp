#include "active/active_files.h"

#include "active/frozen_file.h"
#include "active/mapped_writers.h"
#include "active/sqlite_lock.h"
#include "files/open_file.h"

#include <fcntl.h>

#include <array>

namespace backspool::engine {

namespace {

using std::chrono::steady_clock;

/// A group that is written to without a pause is not caught at rest by a fourth try either.
constexpr int kCloneTries = 3;
const QString kUseItsOwnCopy = QStringLiteral(
    "close the program that uses it, or let that keep a copy of its own (sqlite3 FILE \".backup COPY\")");
const QString kGiveMoreRoom =
    QStringLiteral("give it more room and time by the policy (\"active\"), or put it on a file "
                   "system with clones (btrfs, XFS)");
const QString kWithoutClones = QStringLiteral("it was written to while it was read, and its file system has no clones "
                                              "(btrfs and XFS have); stop the program that "
                                              "uses it for the time of the backup, or let that keep a copy of its own");
const QString kMapped = QStringLiteral("a program writes to it through memory, which nothing shows; stop that program "
                                       "for the time of the backup, or let it "
                                       "keep a copy of its own");
/// Of a write-ahead log: with its salts, it is another one after the log began anew (walformat.html).
constexpr size_t kWalHeaderSize = 32;

/// The members as they are now, open where they are wanted.
Result<std::vector<CapturedFile>> openMembers(int folder, const FileGroup &group, const ActiveFiles::IsWanted &isWanted)
{
    std::vector<CapturedFile> files;
    for (const auto &name : group.members) {
        auto &file = files.emplace_back();
        file.name = name;
        const auto status = statusAt(folder, name);
        if (!status && status.error().kind() == ErrorKind::NotFound)
            continue;
        file.status = TRY(std::move(status));
        if (file.status.type != format::FileType::File)
            continue;
        file.exists = true;
        if (!isWanted(name, file.status))
            continue;
        auto opened = openFileAt(folder, name);
        if (!opened && opened.error().kind() == ErrorKind::NotFound) {
            file.exists = false;
            continue;
        }
        file.file = TRY(std::move(opened));
        file.status = TRY(statusOf(file.file.get()));
        file.attributes = TRY(readAttributesOf(file.file.get()));
    }
    return files;
}

QByteArray walHeader(int folder, const QByteArray &wal)
{
    QByteArray header(kWalHeaderSize, '\0');
    const auto file = openFileAt(folder, wal);
    const ssize_t got = file ? ::pread(file->get(), header.data(), kWalHeaderSize, 0) : 0;
    header.truncate(std::max<ssize_t>(got, 0));
    return header;
}

/// The regions of an environment of Berkeley DB hold nothing that its recovery needs.
bool holdsNothing(const QByteArray &name)
{
    return name.startsWith("__db.");
}

Error advised(const Error &error, const QString &advice)
{
    return {error.kind(), error.text() + QStringLiteral("; ") + advice};
}

} // namespace

QString protectionName(Protection protection)
{
    switch (protection) {
    case Protection::None:
        return QStringLiteral("none");
    case Protection::AtRest:
        return QStringLiteral("at-rest");
    case Protection::BackupMode:
        return QStringLiteral("backup-mode");
    case Protection::ReadLock:
        return QStringLiteral("read-lock");
    case Protection::Clone:
        return QStringLiteral("clone");
    case Protection::CopyBeforeWrite:
        return QStringLiteral("copy-before-write");
    }
    return {};
}

ActiveFiles::ActiveFiles(const policy::ActivePolicy &policy, const QString &spillFolder, CopyGuard *guard,
                         SpareClones *spares)
    : policy_(policy), userGroups_(policy.groups),
      spill_(spillFolder, uint64_t(policy.spillMebibytes) * uint64_t(1_MiB)), guard_(guard), spares_(spares)
{
}

void ActiveFiles::enters(int folder)
{
    if (guard_ && guard_->isWatching())
        guard_->watch(folder);
}

Result<Capture> ActiveFiles::capture(int folder, const FileGroup &group, const IsWanted &isWanted)
{
    auto captured = group.kind == GroupKind::Sqlite ? captureSqlite(folder, group, isWanted)
                                                    : captureClones(folder, group, isWanted);
    if (captured)
        return captured;
    Error why = captured.error();
    if (group.kind == GroupKind::Sqlite) {
        // Locked by a program for itself alone: there may be a moment at which that does not write.
        if (auto clones = captureClones(folder, group, isWanted))
            return clones;
    } else if (auto guarded = captureGuarded(folder, group, isWanted)) {
        return guarded;
    } else if (guarded.error().kind() != ErrorKind::Unsupported) {
        why = guarded.error();
    }
    const bool isWithoutClones = group.kind != GroupKind::Sqlite && why.kind() == ErrorKind::Unsupported;
    Capture capture{.files = TRY(openMembers(folder, group, isWanted)),
                    .protection = Protection::AtRest,
                    .reason = isWithoutClones ? kWithoutClones : why.text()};
    std::vector<FileStatus> written;
    for (const auto &file : capture.files) {
        if (file.exists && !holdsNothing(file.name))
            written.push_back(file.status);
    }
    if (isMappedForWriting(written)) {
        capture.protection = Protection::None;
        capture.reason = kMapped;
    }
    return capture;
}

bool ActiveFiles::isAsCaptured(int folder, const Capture &capture)
{
    return std::ranges::all_of(capture.files, [folder](const CapturedFile &file) {
        const auto now = statusAt(folder, file.name);
        if (!now)
            return !file.exists && now.error().kind() == ErrorKind::NotFound;
        return file.exists ? now->sameContentAs(file.status) : now->type != format::FileType::File;
    });
}

Status ActiveFiles::hasHeld(int folder, Capture &capture)
{
    if (capture.isFrozen())
        return {};
    if (capture.protection != Protection::CopyBeforeWrite)
        return isAsCaptured(folder, capture) ? Status() : fail(ErrorKind::Busy, capture.reason);
    Status held;
    for (auto &file : capture.files) {
        const Status one = file.guarded ? file.guarded->finish() : Status();
        if (!one && held)
            held = one;
    }
    return held;
}

Result<FileDescriptor> ActiveFiles::clone(int folder, int file)
{
    const auto unsupported = [] {
        return fail(ErrorKind::Unsupported, QStringLiteral("its file system has no clones"));
    };
    const uint64_t device = TRY(statusOf(file)).device;
    {
        const std::lock_guard lock(mutex_);
        if (withoutClones_.contains(device))
            return unsupported();
    }
    if (auto spare = spares_ ? spares_->take(file) : std::nullopt)
        return *std::move(spare);
    auto clone = cloneFile(folder, file);
    if (!clone && clone.error().kind() == ErrorKind::Unsupported) {
        const std::lock_guard lock(mutex_);
        withoutClones_.insert(device);
    }
    return clone;
}

/// The clones of a try that did not come off: the next is made onto them.
void ActiveFiles::handBack(Capture &capture)
{
    for (auto &file : capture.files) {
        if (spares_ && file.isClone)
            spares_->keep({file.status.device, file.status.inode}, std::move(file.file));
    }
}

Result<std::unique_ptr<GuardedFile>> ActiveFiles::guard(int file)
{
    if (!guard_)
        return fail(ErrorKind::Unsupported, QStringLiteral("nothing holds its writers up"));
    auto guarded = TRY(guard_->guard(std::array{file}, spill_));
    return std::move(guarded.front());
}

Result<ActiveFiles::Still> ActiveFiles::hold(int folder, int file)
{
    const auto before = TRY(statusOf(file)); // what is written from here on will be seen the next time
    if (auto cloned = clone(folder, file)) {
        Still still{.status = before, .clone = *std::move(cloned), .guarded = {}};
        still.status.size = TRY(statusOf(still.clone.get())).size;
        return still;
    }
    auto guarded = TRY(guard(file));
    return Still{.status = guarded->status(), .clone = {}, .guarded = std::move(guarded)};
}

/// The content of @p file, as it is now: a clone, a copy, or guarded. A copy is made of what is copied soon: it is done
/// with, and costs no writer anything after.
Status ActiveFiles::freeze(int folder, CapturedFile &file, Capture &capture, steady_clock::time_point deadline)
{
    if (auto cloned = clone(folder, file.file.get())) {
        file.file = *std::move(cloned);
        file.isClone = true;
        file.status.size = TRY(statusOf(file.file.get())).size;
        return {};
    }
    const auto copy = [&]() -> Status {
        auto lease = TRY(spill_.reserve(file.status.size));
        file.file = TRY(copyFile(file.file.get(), file.status.size, spill_, deadline));
        capture.leases.push_back(std::move(lease));
        if (capture.protection == Protection::Clone)
            capture.protection = Protection::ReadLock;
        return {};
    };
    Status copied;
    if (file.status.size < kLongRead && (copied = copy()))
        return {};
    if (auto guarded = guard(file.file.get())) {
        file.guarded = *std::move(guarded);
        file.status = file.guarded->status();
        capture.protection = Protection::CopyBeforeWrite;
        return {};
    }
    return file.status.size < kLongRead ? copied : copy();
}

/// Under SQLite's read locks; and not trusting them alone, since a program may be told to do without.
Result<Capture> ActiveFiles::captureSqlite(int folder, const FileGroup &group, const IsWanted &isWanted)
{
    const QByteArray &database = group.members.front(), &wal = group.members.back(), walIndex = database + "-shm";
    const auto give = steady_clock::now() + policy_.lockTime;
    do {
        const auto lock = SqliteLock::take(folder, database, give);
        if (!lock)
            return fail(advised(lock.error(), kUseItsOwnCopy));
        const auto deadline = steady_clock::now() + policy_.lockTime;
        const auto before = TRY(statusOf(lock->database()));
        const auto headerBefore = walHeader(folder, wal);

        // In the order of the members: the database before its log.
        Capture capture{
            .files = TRY(openMembers(folder, group, isWanted)), .protection = Protection::Clone, .reason = {}};
        for (auto &file : capture.files) {
            if (!file.file.isOpen())
                continue;
            if (const auto frozen = freeze(folder, file, capture, deadline); !frozen)
                return fail(advised(frozen.error(), kGiveMoreRoom));
        }
        const auto after = statusAt(folder, database);
        const bool isSameLog = walHeader(folder, wal) == headerBefore;
        const bool isSameIndex = statusAt(folder, walIndex).has_value() == lock->hasWalIndex();
        if (after && after->sameContentAs(before) && isSameLog && isSameIndex)
            return capture;
        handBack(capture);
        // A log that was to begin anew when the lock was taken does so at the next transaction; a program has just
        // opened the database. Neither is so a second time, but who writes without locks does it again.
    } while (steady_clock::now() < give);
    return fail(
        advised(Error(ErrorKind::Busy, QStringLiteral("it is written to in spite of its read lock")), kUseItsOwnCopy));
}

Result<Capture> ActiveFiles::captureClones(int folder, const FileGroup &group, const IsWanted &isWanted)
{
    for (int i = 0; i < kCloneTries; ++i) {
        Capture capture{
            .files = TRY(openMembers(folder, group, isWanted)), .protection = Protection::Clone, .reason = {}};
        for (auto &file : capture.files) {
            if (!file.file.isOpen())
                continue;
            file.file = TRY(clone(folder, file.file.get()));
            file.isClone = true;
        }
        if (isAsCaptured(folder, capture))
            return capture;
        if (capture.files.size() > 1) {
            handBack(capture);
            continue;
        }
        // A single clone is of one moment, whoever writes before and after.
        auto &only = capture.files.front();
        if (only.file.isOpen())
            only.status.size = TRY(statusOf(only.file.get())).size;
        return capture;
    }
    return fail(ErrorKind::Busy,
                QStringLiteral("it is being written to all the time; stop the program that uses it for the time of "
                               "the backup, or let it keep a copy of its own"));
}

/// All members from one moment on.
Result<Capture> ActiveFiles::captureGuarded(int folder, const FileGroup &group, const IsWanted &isWanted)
{
    if (!guard_)
        return fail(ErrorKind::Unsupported, QStringLiteral("nothing holds its writers up"));
    const auto isToGuard = [](const CapturedFile &file) { return file.file.isOpen() && !holdsNothing(file.name); };
    // Who is not guarded must have been what it was seen as at the moment of the others.
    const auto isAsSeen = [&](const CapturedFile &file) {
        const auto now = statusAt(folder, file.name);
        if (!now || now->type != format::FileType::File)
            return !file.exists;
        const bool mayChange = isToGuard(file) || holdsNothing(file.name);
        return file.exists && (mayChange ? now->inode == file.status.inode : now->sameContentAs(file.status));
    };
    const IsWanted isAnyWanted = [](const QByteArray &, const FileStatus &) { return true; };
    for (const auto &isOpened : {isWanted, isAnyWanted}) {
        Capture capture{.files = TRY(openMembers(folder, group, isOpened)),
                        .protection = Protection::CopyBeforeWrite,
                        .reason = {}};
        std::vector<CapturedFile *> members;
        std::vector<int> files;
        for (auto &file : capture.files) {
            if (!isToGuard(file))
                continue;
            members.push_back(&file);
            files.push_back(file.file.get());
        }
        auto guarded = TRY(guard_->guard(files, spill_));
        if (!std::ranges::all_of(capture.files, isAsSeen))
            continue;
        for (size_t i = 0; i < members.size(); ++i) {
            members[i]->status = guarded[i]->status();
            members[i]->guarded = std::move(guarded[i]);
        }
        return capture;
    }
    return fail(ErrorKind::Busy, QStringLiteral("its files were being replaced"));
}

} // namespace backspool::engine
