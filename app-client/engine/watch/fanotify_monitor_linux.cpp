#include "core/logging.h"
#include "watch/fanotify_events.h"
#include "watch/fanotify_monitor.h"
#include "watch/folder_places.h"
#include "watch/open_writers.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/fanotify.h>
#include <sys/ioctl.h>

#include <array>
#include <cerrno>

namespace backspool::engine {

namespace {

using namespace std::chrono_literals;

constexpr size_t kReadSize = 256 << 10;
/// Between two reads of the queue: in it the kernel adds up events of one file, and the agent sleeps.
constexpr auto kGather = 100ms;
constexpr auto kEstimateInterval = 10s;
constexpr uint32_t kStateVersion = 1;

Result<FileDescriptor> openQueue()
{
    FileDescriptor queue(::fanotify_init(FAN_CLASS_NOTIF | FAN_REPORT_DFID_NAME | FAN_UNLIMITED_QUEUE |
                                             FAN_UNLIMITED_MARKS | FAN_CLOEXEC | FAN_NONBLOCK,
                                         O_RDONLY | O_CLOEXEC | O_LARGEFILE));
    if (queue.isOpen())
        return queue;
    if (errno == EPERM)
        return fail(ErrorKind::Denied,
                    QStringLiteral("the kernel tells only root (CAP_SYS_ADMIN) what is written on a computer"));
    if (errno == EINVAL || errno == ENOSYS)
        return fail(ErrorKind::Unsupported, QStringLiteral("the kernel does not tell which files are written (Linux "
                                                           "5.17 and later do)"));
    return fail(systemError(errno, QStringLiteral("cannot ask the kernel what is written")));
}

} // namespace

Result<std::unique_ptr<FanotifyMonitor>> FanotifyMonitor::start(std::optional<FanotifyHandover> from)
{
    FileDescriptor wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!wake.isOpen())
        return fail(systemError(errno, QStringLiteral("cannot watch what is written")));
    auto queue = from ? std::move(from->descriptor) : TRY(openQueue());
    std::unique_ptr<FanotifyMonitor> monitor(new FanotifyMonitor(std::move(queue), std::move(wake)));
    if (from)
        TRY(monitor->restore(from->state));
    TRY(monitor->mounts_.look(monitor->journal_));
    monitor->thread_ = std::jthread([raw = monitor.get()](const std::stop_token &stop) { raw->run(stop); });
    return monitor;
}

FanotifyMonitor::~FanotifyMonitor()
{
    stopThread();
}

void FanotifyMonitor::stopThread()
{
    thread_.request_stop();
    const uint64_t one = 1;
    std::ignore = ::write(wake_.get(), &one, sizeof one);
    if (thread_.joinable())
        thread_.join();
}

/// Waits; true when the thread is to end.
bool FanotifyMonitor::isAwake(std::chrono::milliseconds patience)
{
    pollfd wait{wake_.get(), POLLIN, 0};
    return ::poll(&wait, 1, int(patience.count())) > 0;
}

void FanotifyMonitor::run(const std::stop_token &stop)
{
    auto nextEstimate = std::chrono::steady_clock::now();
    while (!stop.stop_requested()) {
        bool isDirty = false;
        {
            const std::lock_guard lock(mutex_);
            isDirty = isDirty_;
        }
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(nextEstimate - std::chrono::steady_clock::now());
        if (isDirty && left <= 0ms) {
            estimate();
            nextEstimate = std::chrono::steady_clock::now() + kEstimateInterval;
            continue;
        }
        std::array<pollfd, 3> wait = {pollfd{events_.get(), POLLIN, 0}, pollfd{mounts_.descriptor(), POLLPRI, 0},
                                      pollfd{wake_.get(), POLLIN, 0}};
        if (::poll(wait.data(), wait.size(), isDirty ? int(left.count()) : -1) <= 0)
            continue;
        {
            const std::lock_guard lock(mutex_);
            if (wait[1].revents != 0) {
                if (const auto looked = mounts_.look(journal_); !looked)
                    journal_.giveUp(looked.error().text());
            }
            if (wait[0].revents != 0)
                drain();
        }
        if (isAwake(kGather))
            return;
    }
}

/// Reads what is in the queue now; what comes while it does can wait. Under the lock.
void FanotifyMonitor::drain()
{
    int queued = 0;
    if (::ioctl(events_.get(), FIONREAD, &queued) != 0)
        queued = INT_MAX;
    std::vector<char> buffer(kReadSize);
    for (ssize_t done = 0; done < queued;) {
        const ssize_t got = ::read(events_.get(), buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 && errno == EAGAIN)
            return;
        const auto added = got > 0 ? addEvents({buffer.data(), got}, ::getpid(), journal_)
                                   : Status(fail(systemError(errno, QStringLiteral("cannot read what was written"))));
        isDirty_ = true;
        if (!added) {
            journal_.giveUp(added.error().text());
            return;
        }
        done += got;
    }
}

/// Part of the cut, and not done before it, while the agent connects, say: of a file that is opened and mapped after
/// the look, and written to before the cut, nothing would tell until it is closed, and the point, which is of the time
/// of the cut at the earliest, would have it as it was.
Status FanotifyMonitor::noteOpenWriters(WriteJournal &next)
{
    const auto writers = TRY(findOpenWriters());
    for (const auto *paths : {&writers.open, &writers.mapped}) {
        for (const auto &path : *paths)
            journal_.addFile(path);
    }
    for (const auto *inodes : {&writers.openInodes, &writers.mappedInodes}) {
        for (const auto inode : *inodes)
            journal_.addInode(inode);
    }
    // A mapping can be written to after this cut, and end before the next.
    for (const auto &path : writers.mapped)
        next.addFile(path);
    for (const auto inode : writers.mappedInodes)
        next.addInode(inode);
    return {};
}

Result<ChangedSet> FanotifyMonitor::cut()
{
    std::unique_lock lock(mutex_);
    putBack();
    WriteJournal next;
    const auto fails = [&](const Error &error) {
        failed_ = error.text();
        return fail(error.withContext(QStringLiteral("what was written is not known")));
    };
    if (const auto looked = mounts_.look(journal_); !looked)
        return fails(looked.error());
    drain();
    if (const auto noted = noteOpenWriters(next); !noted)
        return fails(noted.error());
    taken_ = std::exchange(journal_, std::move(next));
    isDirty_ = true;
    if (taken_->lostBecause())
        return fails(Error(ErrorKind::Unsupported, *taken_->lostBecause()));
    failed_.reset();
    // While the folders are looked up the thread goes on to listen. Nobody else touches what is taken.
    FolderPlaces places(mounts_.byFileSystem());
    const auto unwatched = mounts_.unwatched();
    lock.unlock();
    auto changes = changesIn(*taken_, places);
    if (!changes) {
        lock.lock();
        return fails(changes.error());
    }
    for (const auto &point : unwatched)
        changes->addAll(point);
    return changes;
}

void FanotifyMonitor::accept()
{
    const std::lock_guard lock(mutex_);
    taken_.reset();
    amount_ = 0;
    isDirty_ = true;
}

void FanotifyMonitor::giveBack()
{
    const std::lock_guard lock(mutex_);
    putBack();
}

void FanotifyMonitor::putBack()
{
    if (taken_)
        journal_.merge(*taken_);
    taken_.reset();
}

void FanotifyMonitor::estimate()
{
    std::unique_lock lock(mutex_);
    isDirty_ = false;
    const WriteJournal journal = journal_;
    FolderPlaces places(mounts_.byFileSystem());
    lock.unlock();
    const auto size = sizeOfWritten(journal, places);
    lock.lock();
    amount_ = size && !journal.lostBecause() ? std::optional(*size) : std::nullopt;
}

std::optional<QString> FanotifyMonitor::lostBecause() const
{
    const std::lock_guard lock(mutex_);
    return journal_.lostBecause() ? journal_.lostBecause() : failed_;
}

std::optional<ByteCount> FanotifyMonitor::amountWritten() const
{
    const std::lock_guard lock(mutex_);
    return amount_;
}

std::vector<QByteArray> FanotifyMonitor::unwatched() const
{
    const std::lock_guard lock(mutex_);
    return {mounts_.unwatched().begin(), mounts_.unwatched().end()};
}

Result<QByteArray> FanotifyMonitor::save()
{
    stopThread();
    const std::lock_guard lock(mutex_);
    putBack();
    if (journal_.lostBecause())
        return fail(ErrorKind::Unsupported, *journal_.lostBecause());
    ByteWriter writer;
    writer.u32(kStateVersion);
    mounts_.encode(writer);
    writer.sizedBytes(journal_.encode());
    return writer.take();
}

Status FanotifyMonitor::restore(QByteArrayView state)
{
    ByteReader reader(state, "write log");
    if (TRY(reader.u32()) != kStateVersion)
        return fail(ErrorKind::Damaged, QStringLiteral("the write log is of another version"));
    TRY(mounts_.decode(reader));
    journal_ = TRY(WriteJournal::decode(TRY(reader.sizedBytes(uint64_t(reader.remaining())))));
    return reader.atEnd();
}

} // namespace backspool::engine
