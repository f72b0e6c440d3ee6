#include "watch/fanotify_events.h"
#include "watch/watched_mounts.h"

#include <QFile>
#include <QList>

#include <fcntl.h>
#include <sys/fanotify.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>

#include <algorithm>
#include <cerrno>

namespace backspool::engine {

namespace {

constexpr uint64_t kMaxField = 8'192;

QByteArray contentOf(const char *path)
{
    QFile file(QString::fromLatin1(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Not covered by another mount at the same place.
bool isVisible(const Mount &mount)
{
    struct statx status{};
    if (::statx(AT_FDCWD, mount.point.constData(), AT_NO_AUTOMOUNT | AT_SYMLINK_NOFOLLOW, STATX_MNT_ID, &status) != 0)
        return false;
    return !(status.stx_mask & STATX_MNT_ID) || status.stx_mnt_id == mount.id;
}

/// Devices whose marks are still there: an unmounted file system loses its own, and gets none back when it is mounted
/// again.
std::set<uint64_t> markedDevices(int events)
{
    std::set<uint64_t> devices;
    const auto lines = contentOf(qPrintable(QStringLiteral("/proc/self/fdinfo/%1").arg(events))).split('\n');
    for (const auto &line : lines) {
        constexpr QByteArrayView kMark("fanotify sdev:");
        if (!line.startsWith(kMark))
            continue;
        const auto device = line.mid(kMark.size()).split(' ').constFirst().toULongLong(nullptr, 16);
        devices.insert(makedev(unsigned(device >> 20), unsigned(device & 0xfffff))); // the kernel's own form
    }
    return devices;
}

} // namespace

bool WatchedMounts::watch(const Mount &mount)
{
    struct statfs status{};
    if (!mount.canBeWatched() || ::statfs(mount.point.constData(), &status) != 0)
        return false;
    static_assert(sizeof status.f_fsid == kFileSystemKeySize);
    const QByteArray key(reinterpret_cast<const char *>(&status.f_fsid), kFileSystemKeySize);
    // Copies of one file system have one id, and could not be told apart.
    if (std::ranges::any_of(watched_, [&](const auto &other) { return other.second == key; }))
        return false;
    if (::fanotify_mark(events_, FAN_MARK_ADD | FAN_MARK_FILESYSTEM, kWatchedEvents, AT_FDCWD,
                        mount.point.constData()) != 0)
        return false;
    watched_[mount.device] = key;
    return true;
}

void WatchedMounts::forgetUnmounted()
{
    const auto marked = markedDevices(events_);
    std::erase_if(watched_, [&](const auto &watched) { return !marked.contains(watched.first); });
}

void WatchedMounts::compare(const std::vector<Mount> &now, WriteJournal &journal) const
{
    const auto isIn = [](const Mount &mount, const std::vector<Mount> &table) {
        return std::ranges::find(table, mount) != table.end();
    };
    for (const auto &mount : now) {
        if (!isIn(mount, table_))
            journal.addAll(mount.point);
        if (!mount.upperFolder.isEmpty())
            journal.addAll(mount.upperFolder);
    }
    for (const auto &mount : table_) {
        if (isIn(mount, now))
            continue;
        journal.addAll(mount.point);
        if (!mount.upperFolder.isEmpty())
            journal.addAll(mount.upperFolder);
    }
}

Status WatchedMounts::look(WriteJournal &journal)
{
    constexpr auto kFile = "/proc/self/mountinfo";
    if (!file_.isOpen())
        file_ = FileDescriptor(::open(kFile, O_RDONLY | O_CLOEXEC));
    if (!file_.isOpen())
        return fail(systemError(errno, QStringLiteral("cannot see what is mounted")));
    // Read from another descriptor: this one only wakes.
    auto now = parseMounts(contentOf(kFile));
    forgetUnmounted();
    unwatched_.clear();
    std::set<uint64_t> begun;
    for (const auto &mount : now) {
        if (!isVisible(mount))
            continue;
        if (watched_.contains(mount.device))
            continue;
        if (watch(mount))
            begun.insert(mount.device);
    }
    for (const auto &mount : now) {
        if (!watched_.contains(mount.device))
            unwatched_.insert(mount.point);
        else if (begun.contains(mount.device))
            journal.addAll(mount.point);
    }
    compare(now, journal);
    table_ = std::move(now);
    return {};
}

std::map<QByteArray, std::vector<Mount>> WatchedMounts::byFileSystem() const
{
    std::map<QByteArray, std::vector<Mount>> mounts;
    for (const auto &mount : table_) {
        if (const auto watched = watched_.find(mount.device); watched != watched_.end())
            mounts[watched->second].push_back(mount);
    }
    return mounts;
}

void WatchedMounts::encode(ByteWriter &writer) const
{
    writer.varint(table_.size());
    for (const auto &mount : table_) {
        writer.varint(mount.id).varint(mount.device);
        for (const auto *field : {&mount.root, &mount.point, &mount.type, &mount.upperFolder})
            writer.sizedBytes(*field);
    }
    writer.varint(watched_.size());
    for (const auto &[device, key] : watched_)
        writer.varint(device).sizedBytes(key);
}

Status WatchedMounts::decode(ByteReader &reader)
{
    for (uint64_t left = TRY(reader.varint(uint64_t(reader.remaining()))); left > 0; --left) {
        Mount mount;
        mount.id = TRY(reader.varint());
        mount.device = TRY(reader.varint());
        for (auto *field : {&mount.root, &mount.point, &mount.type, &mount.upperFolder})
            *field = TRY(reader.sizedBytes(kMaxField)).toByteArray();
        table_.push_back(std::move(mount));
    }
    for (uint64_t left = TRY(reader.varint(uint64_t(reader.remaining()))); left > 0; --left) {
        const auto device = TRY(reader.varint());
        watched_[device] = TRY(reader.sizedBytes(kFileSystemKeySize)).toByteArray();
    }
    return {};
}

} // namespace backspool::engine
