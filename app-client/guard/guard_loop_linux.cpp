#include "active/guard/descriptor_message.h"
#include "guard_loop.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/fanotify.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstring>

namespace backspool::guard {

namespace {

using std::chrono::steady_clock;

// fanotify.h of Linux 6.14; Debian 13's headers are older.
constexpr uint64_t kPreAccess = 0x00100000;
constexpr uint8_t kRangeRecord = 6;

/// Each event has an open file.
constexpr size_t kEventBuffer = 4096;
/// For one question of the agent's.
constexpr int kMostReads = 20;
/// No event of ours is as large.
constexpr size_t kMostOfAnEvent = 256;

Range rangeOf(const fanotify_event_metadata &event)
{
    const auto *bytes = reinterpret_cast<const std::byte *>(&event);
    for (size_t at = event.metadata_len; at + sizeof(fanotify_event_info_header) <= event.event_len;) {
        fanotify_event_info_header header{};
        std::memcpy(&header, bytes + at, sizeof header);
        struct
        {
            uint32_t header, pad;
            uint64_t offset, count;
        } range{};
        if (header.info_type == kRangeRecord && at + sizeof range <= event.event_len) {
            std::memcpy(&range, bytes + at, sizeof range);
            return {range.offset, range.count};
        }
        if (header.len == 0)
            break;
        at += header.len;
    }
    return {0, UINT64_MAX}; // anywhere
}

/// Nobody has it open for writing: then whoever opens it from now on is told of. The kernel counts all of them, those
/// that no list of processes shows too (loop devices, file systems upon others).
bool hasWriters(int file)
{
    if (::fcntl(file, F_SETLEASE, F_RDLCK) != 0)
        return true;
    ::fcntl(file, F_SETLEASE, F_UNLCK);
    return false;
}

} // namespace

GuardLoop::GuardLoop(pid_t agent, int socket, std::chrono::milliseconds bound, std::atomic<int64_t> &aliveAt)
    : agent_(agent), socket_(socket), bound_(bound), aliveAt_(aliveAt)
{
    nobodyWaitsSince(steady_clock::now());
}

void GuardLoop::nobodyWaitsSince(TimePoint time)
{
    waitingSince_ = std::max(waitingSince_, time); // a mark may be older than a look that found nobody
    aliveAt_ = waitingSince_.time_since_epoch().count();
}

int GuardLoop::run()
{
    constexpr unsigned kFlags =
        FAN_CLASS_PRE_CONTENT | FAN_CLOEXEC | FAN_NONBLOCK | FAN_UNLIMITED_QUEUE | FAN_UNLIMITED_MARKS;
    constexpr unsigned kOpen = O_RDONLY | O_LARGEFILE | O_CLOEXEC | O_NOATIME;
    events_ = Descriptor(::fanotify_init(kFlags | FAN_REPORT_TID, kOpen));
    watched_ = Descriptor(::fanotify_init(kFlags, kOpen));
    const Reply first{events_.isOpen() && watched_.isOpen() ? 0 : errno};
    if (!sendMessage(socket_, first, {}) || first.error != 0)
        return first.error;
    for (;;) {
        const auto now = steady_clock::now();
        if (isHolding_ && now >= holdUntil_)
            endHold();
        pollfd asked[] = {{socket_, POLLIN, 0}, {events_.get(), POLLIN, 0}};
        const auto tick = isHolding_ ? std::chrono::ceil<std::chrono::milliseconds>(holdUntil_ - now) : bound_ / 10;
        if (::poll(asked, std::size(asked), int(tick.count())) < 0 && errno != EINTR)
            return errno;
        // The kernel first: what has been written is known when the agent asks.
        if (asked[1].revents != 0 && !readEvents())
            return EIO;
        if (asked[1].revents == 0 && !isHolding_)
            nobodyWaitsSince(now);
        if (asked[0].revents != 0 && !answerAgent())
            return 0;
    }
}

/// False: it has gone.
bool GuardLoop::answerAgent()
{
    Request request;
    std::vector<Descriptor> descriptors;
    if (!receiveMessage(socket_, request, descriptors, MSG_DONTWAIT))
        return errno == EAGAIN;
    const Reply reply = carryOut(request, std::move(descriptors));
    const int reader = request.verb == Verb::Reader ? readerOf(request.file) : -1;
    return sendMessage(socket_, reply, std::span(&reader, reader >= 0 ? 1 : 0), MSG_DONTWAIT);
}

Reply GuardLoop::carryOut(const Request &request, std::vector<Descriptor> descriptors)
{
    switch (request.verb) {
    case Verb::Watch:
        return descriptors.empty() ? Reply{EBADF} : watch(descriptors.front().get());
    case Verb::Protect:
        return protect(request, std::move(descriptors));
    case Verb::Reader: // goes with the answer
        return {};
    case Verb::Hold:
        isHolding_ = true;
        holdUntil_ = waitingSince_ + bound_ / 4;
        return {};
    case Verb::Begin:
        return begin(request.onlyIfQuiet != 0);
    case Verb::Writers:
        return writersOf(request.file);
    case Verb::Release:
        return release(request.file);
    }
    return {EINVAL};
}

/// The kernel decides when a file is opened whether its writes are told of at all, by what is asked for then. So all of
/// the file system is asked for, and all of it to be ignored: no event comes of it, but a file that is asked for by
/// itself later gives events for whoever has opened it since.
Reply GuardLoop::watch(int file) const
{
    constexpr unsigned kAll = FAN_MARK_ADD | FAN_MARK_FILESYSTEM;
    if (::fanotify_mark(watched_.get(), kAll | FAN_MARK_IGNORE_SURV, kPreAccess, file, nullptr) != 0 ||
        ::fanotify_mark(watched_.get(), kAll, kPreAccess, file, nullptr) != 0)
        return {errno};
    return {};
}

Reply GuardLoop::protect(const Request &request, std::vector<Descriptor> descriptors)
{
    auto file = GuardedFile::make(request, std::move(descriptors));
    if (!file || ::fanotify_mark(events_.get(), FAN_MARK_ADD, kPreAccess | FAN_MODIFY, file->file(), nullptr) != 0)
        return {errno};
    Reply reply;
    reply.hasWriters = hasWriters(file->file());
    files_.push_back(std::move(file));
    return reply;
}

int GuardLoop::readerOf(uint64_t number) const
{
    const auto found = std::ranges::find(files_, number, &GuardedFile::number);
    return found == files_.end() ? -1 : (*found)->reader().get();
}

Reply GuardLoop::writersOf(uint64_t number) const
{
    const auto found = std::ranges::find(files_, number, &GuardedFile::number);
    if (found == files_.end())
        return {ENOENT};
    Reply reply;
    reply.hasWriters = hasWriters((*found)->file());
    return reply;
}

bool GuardLoop::isOfAgent(pid_t thread) const
{
    std::array<char, 64> path{};
    std::snprintf(path.data(), path.size(), "/proc/%d/task/%d", int(agent_), int(thread));
    return ::access(path.data(), F_OK) == 0;
}

/// Of all that have not yet begun. Nobody writes to them: those that came are held, or none came.
Reply GuardLoop::begin(bool onlyIfQuiet)
{
    if (!onlyIfQuiet && !isHolding_)
        return {ETIME};
    if (!onlyIfQuiet && !readEvents())
        return {EIO};
    Reply reply;
    for (const auto &file : files_) {
        if (file->hasBegun() || reply.error != 0)
            continue;
        const bool isAtRest = onlyIfQuiet ? !file->isStirred() : file->isSettled();
        reply.error = isAtRest && file->isAsSeen() ? 0 : EAGAIN;
    }
    if (reply.error == 0 && !onlyIfQuiet) // else somebody would be let write
        readAllEvents();                  // what those that were seen to be done have written
    for (const auto &file : files_) {
        if (!file->hasBegun() && reply.error == 0)
            reply.error = file->begin();
    }
    if (reply.error != EAGAIN)
        endHold();
    return reply;
}

void GuardLoop::endHold()
{
    isHolding_ = false;
    for (const auto &waiting : std::exchange(held_, {}))
        answer(waiting);
}

Reply GuardLoop::release(uint64_t number)
{
    readAllEvents();
    const auto found = std::ranges::find(files_, number, &GuardedFile::number);
    if (found == files_.end())
        return {ENOENT};
    const auto file = std::move(*found);
    files_.erase(found);
    Reply reply;
    reply.gaps = file->end();
    struct stat status{};
    const bool isStillMarked = ::fstat(file->file(), &status) == 0 &&
                               std::ranges::any_of(files_, [&](const auto &other) { return other->isOf(status); });
    if (!isStillMarked)
        ::fanotify_mark(events_.get(), FAN_MARK_REMOVE, kPreAccess | FAN_MODIFY, file->file(), nullptr);
    return reply;
}

/// What has been written by now is known. (There is no end of it where many write.)
void GuardLoop::readAllEvents()
{
    isDrained_ = false;
    for (int i = 0; i < kMostReads && !isDrained_; ++i)
        readEvents();
}

/// All that wait now have been answered, or are held, when as many events have been read as there are now: they come in
/// their order.
void GuardLoop::markEvents(TimePoint now)
{
    int queued = 0;
    if (::ioctl(events_.get(), FIONREAD, &queued) != 0)
        queued = INT_MAX; // not told: only a read that takes all tells
    markedAt_ = now;
    unreadAtMark_ = size_t(queued) / sizeof(fanotify_event_metadata); // it counts them without their ranges
}

/// Those that wait now are answered, or held. False: the kernel speaks another version.
bool GuardLoop::readEvents()
{
    alignas(fanotify_event_metadata) static std::array<char, kEventBuffer> buffer;
    const auto asked = steady_clock::now();
    if (unreadAtMark_ == 0)
        markEvents(asked);
    const ssize_t got = ::read(events_.get(), buffer.data(), buffer.size());
    isDrained_ = got < 0 || size_t(got) + kMostOfAnEvent < buffer.size();
    if (got < 0) {
        unreadAtMark_ = 0; // whoever was killed while he waited is not there any more
        return errno == EAGAIN || errno == EINTR;
    }
    size_t count = 0;
    auto left = got;
    for (const auto *event = reinterpret_cast<const fanotify_event_metadata *>(buffer.data());
         FAN_EVENT_OK(event, left); event = FAN_EVENT_NEXT(event, left)) {
        if (event->vers != FANOTIFY_METADATA_VERSION)
            return false;
        take(*event);
        ++count;
    }
    // What comes with the next came after this, if there was room for all.
    unreadAtMark_ -= isDrained_ ? unreadAtMark_ : std::min(count, unreadAtMark_);
    if (unreadAtMark_ == 0 && !isHolding_)
        nobodyWaitsSince(isDrained_ ? asked : markedAt_);
    return true;
}

void GuardLoop::take(const fanotify_event_metadata &event)
{
    if (event.fd < 0)
        return;
    Waiting waiting{.open = Descriptor(event.fd), .thread = event.pid, .range = rangeOf(event)};
    struct stat status{};
    ::fstat(waiting.open.get(), &status);
    if (event.mask & FAN_MODIFY) {
        for (const auto &file : files_) {
            if (file->isOf(status))
                file->after(event.pid);
        }
    }
    if (!(event.mask & kPreAccess))
        return;
    for (const auto &file : files_) {
        file->isDone(event.pid);
        if (!file->hasBegun() && file->isOf(status) && isOfAgent(event.pid))
            file->keepReader(waiting.open);
    }
    if (isHolding_)
        held_.push_back(std::move(waiting));
    else
        answer(waiting);
}

void GuardLoop::answer(const Waiting &waiting)
{
    const int open = waiting.open.get();
    struct stat status{};
    if (::fstat(open, &status) == 0) {
        const auto call = blockedCall(waiting.thread);
        for (const auto &file : files_) {
            if (file->isOf(status))
                file->before(waiting.thread, call, waiting.range, open, uint64_t(status.st_size),
                             waitingSince_ + bound_ / 2);
        }
    }
    const fanotify_response response{open, FAN_ALLOW};
    [[maybe_unused]] const auto sent = ::write(events_.get(), &response, sizeof response);
}

} // namespace backspool::guard
