#include "active/guard/copy_guard.h"
#include "watch/open_writers.h"

#include <fcntl.h>
#include <linux/mount.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <thread>

namespace backspool::engine {

namespace {

using guard::Reply;
using guard::Verb;

/// Writes that were let go before a file was asked for are done by then. (They only copy memory; one that is not shows
/// when it is.)
constexpr std::chrono::milliseconds kSettleTime{10};
/// Those that were let go since are waited for: between two looks.
constexpr std::chrono::milliseconds kSettleLook{1};
/// The file may have grown that much until its moment comes.
constexpr uint64_t kGrowth = uint64_t(64_MiB);
constexpr int kTries = 3;

/// The number of the mount that @p file is in, which no other will have; 0: not known.
uint64_t mountOf(int file)
{
    struct statx raw{};
    const bool isKnown =
        ::statx(file, "", AT_EMPTY_PATH, STATX_MNT_ID_UNIQUE, &raw) == 0 && (raw.stx_mask & STATX_MNT_ID_UNIQUE) != 0;
    return isKnown ? raw.stx_mnt_id : 0;
}

bool isMounted(uint64_t mount)
{
    mnt_id_req request{};
    request.size = sizeof request;
    request.mnt_id = mount;
    request.param = STATMOUNT_SB_BASIC;
    struct statmount answer{};
    return mount != 0 && ::syscall(SYS_statmount, &request, &answer, sizeof answer, 0U) == 0;
}

std::unexpected<Error> isWrittenToUntold()
{
    return fail(ErrorKind::Busy,
                QStringLiteral("a program had it open for writing before the agent could be told of what it writes; "
                               "start that program again while backspool-agent runs, or stop it for the time of the "
                               "backup"));
}

} // namespace

CopyGuard::CopyGuard(std::chrono::milliseconds bound, QString program) : process_(bound, std::move(program)) {}

void CopyGuard::setBound(std::chrono::milliseconds bound)
{
    process_.setBound(bound);
}

pid_t CopyGuard::process() const
{
    return process_.id();
}

void CopyGuard::watch(int file)
{
    const auto status = statusOf(file);
    const std::lock_guard lock(batch_);
    if (!status)
        return;
    const auto generation = process_.start();
    if (!generation)
        return;
    if (std::exchange(watchedGeneration_, *generation) != *generation)
        watched_.clear();
    // A disk that is mounted anew has the device that it had, and none of what was asked for then.
    if (const auto known = watched_.find(status->device); known != watched_.end() && isMounted(known->second.mount))
        return;
    const auto reply = process_.ask(*generation, {.verb = Verb::Watch}, std::array{file});
    if (!reply)
        return;
    auto &fileSystem = watched_[status->device] = {.mount = mountOf(file), .isWatched = false, .strangers = {}};
    if (reply->error != 0)
        return;
    const auto writers = findOpenWriters();
    if (!writers)
        return; // who has what open is not known: nobody is trusted
    fileSystem.isWatched = true;
    fileSystem.strangers = writers->files;
    fileSystem.strangers.insert(writers->mappedFiles.begin(), writers->mappedFiles.end());
}

bool CopyGuard::isWatching()
{
    const std::lock_guard lock(batch_);
    const auto isWatched = [](const auto &fileSystem) { return fileSystem.second.isWatched; };
    return std::ranges::any_of(watched_, isWatched) && process_.id() != 0;
}

/// Each of @p written is open for writing, by programs that are all told of.
Status CopyGuard::trustWriters(int generation, std::span<const FileStatus> written)
{
    if (written.empty())
        return {};
    for (const auto &status : written) {
        const auto fileSystem = watched_.find(status.device);
        if (watchedGeneration_ != generation || fileSystem == watched_.end() || !fileSystem->second.isWatched ||
            !isMounted(fileSystem->second.mount) ||
            fileSystem->second.strangers.contains({status.device, status.inode}))
            return isWrittenToUntold();
    }
    // The kernel says that there are some. Those of it that no process shows (loop devices, file systems upon this one)
    // write without being told of.
    const auto writers = TRY(findOpenWriters());
    for (const auto &status : written) {
        const FileId file{status.device, status.inode};
        if (writers.mappedFiles.contains(file) || !writers.files.contains(file))
            return isWrittenToUntold();
    }
    return {};
}

Result<std::unique_ptr<GuardedFile>> CopyGuard::prepare(int generation, int file, Spill &spill)
{
    if (!spill.roomDescriptor().isOpen())
        return cannotGuard(ENOSYS);
    std::unique_ptr<GuardedFile> guarded(new GuardedFile(*this, ++nextNumber_, spill));
    guarded->isFinished_ = true; // until it is with the guard
    guarded->file_ = file;
    guarded->generation_ = generation;
    guarded->putAside_ = TRY(spill.makeFile());
    const uint64_t capacity = TRY(statusOf(file)).size + kGrowth;
    const FileDescriptor memory(::memfd_create("backspool-guard", MFD_CLOEXEC));
    guarded->memorySize_ = guard::PreservedPages::memoryFor(capacity);
    if (!memory.isOpen() || ::ftruncate(memory.get(), off_t(guarded->memorySize_)) != 0)
        return cannotGuard(errno);
    void *mapped = ::mmap(nullptr, guarded->memorySize_, PROT_READ | PROT_WRITE, MAP_SHARED, memory.get(), 0);
    if (mapped == MAP_FAILED)
        return cannotGuard(errno);
    guarded->memory_ = mapped;
    guarded->pages_ = guard::PreservedPages(mapped);
    const auto reply =
        TRY(process_.ask(generation, {.verb = Verb::Protect, .file = guarded->number_, .capacity = capacity},
                         std::array{file, guarded->putAside_.get(), memory.get(), spill.roomDescriptor().get()}));
    if (reply.error != 0)
        return cannotGuard(reply.error);
    guarded->isFinished_ = false;
    // Where its file system is watched, each of our own reads would be told of too. But who is told of one gets the
    // file opened by the kernel so that nothing he does with it is.
    char byte = 0;
    [[maybe_unused]] const auto got = ::pread(file, &byte, 1, 0);
    guarded->reader_ = TRY(process_.askForFile(generation, {.verb = Verb::Reader, .file = guarded->number_}));
    if (guarded->reader_.isOpen())
        guarded->file_ = guarded->reader_.get();
    guarded->hasWriters_ = reply.hasWriters != 0;
    return guarded;
}

/// All of @p files. @p isQuiet: nobody can be in the midst of a write unless he came since.
Status CopyGuard::begin(int generation, std::span<const std::unique_ptr<GuardedFile>> files, bool isQuiet)
{
    const auto lookAtAll = [&]() -> Status {
        for (const auto &file : files) {
            file->status_ = TRY(statusOf(file->file_));
            file->pages_.sizeSeen() = file->status_.size;
        }
        return {};
    };
    if (isQuiet) {
        TRY(lookAtAll());
        const auto reply = TRY(process_.ask(generation, {.verb = Verb::Begin, .onlyIfQuiet = 1}));
        if (reply.error == 0)
            return {};
        if (reply.error != EAGAIN)
            return cannotGuard(reply.error);
    }
    for (int i = 0; i < kTries; ++i) {
        if (const auto held = TRY(process_.ask(generation, {.verb = Verb::Hold})); held.error != 0)
            return cannotGuard(held.error);
        auto settle = kSettleTime;
        Reply reply;
        do {
            std::this_thread::sleep_for(std::exchange(settle, kSettleLook));
            TRY(lookAtAll());
            reply = TRY(process_.ask(generation, {.verb = Verb::Begin}));
        } while (reply.error == EAGAIN);
        if (reply.error == 0)
            return {};
        if (reply.error != ETIME)
            return cannotGuard(reply.error);
    }
    return fail(ErrorKind::Busy, QStringLiteral("the computer is too busy to hold its writers up for a moment"));
}

Result<std::vector<std::unique_ptr<GuardedFile>>> CopyGuard::guard(std::span<const int> files, Spill &spill)
{
    const std::lock_guard lock(batch_);
    const int generation = TRY(process_.start());
    std::vector<std::unique_ptr<GuardedFile>> guarded;
    std::vector<FileStatus> written;
    for (const int file : files) {
        guarded.push_back(TRY(prepare(generation, file, spill)));
        const auto status = TRY(statusOf(file));
        if (guarded.back()->hasWriters_)
            written.push_back(status);
        else if (const auto fileSystem = watched_.find(status.device); fileSystem != watched_.end())
            fileSystem->second.strangers.erase({status.device, status.inode});
    }
    TRY(trustWriters(generation, written));
    TRY(begin(generation, guarded, written.empty()));
    return guarded;
}

/// Whoever has @p file open for writing is a program, and writes by calls, which are told of.
Status CopyGuard::knowsWriters(const GuardedFile &file)
{
    const FileId id{file.status_.device, file.status_.inode};
    // One that opens it for each write may have it open when the kernel is asked, and not when the programs are.
    for (int i = 0; i < kTries; ++i) {
        const auto reply = TRY(process_.ask(file.generation_, {.verb = Verb::Writers, .file = file.number_}));
        const auto writers = TRY(findOpenWriters());
        if (writers.mappedFiles.contains(id))
            break;
        if (reply.error == 0 && (!reply.hasWriters || writers.files.contains(id)))
            return {};
    }
    return fail(ErrorKind::Busy, QStringLiteral("it was written to while it was read in a way that nothing shows "
                                                "(through memory, or by a loop device); stop what does so for the "
                                                "time of the backup"));
}

Result<uint32_t> CopyGuard::release(const GuardedFile &file)
{
    return TRY(process_.ask(file.generation_, {.verb = Verb::Release, .file = file.number_})).gaps;
}

} // namespace backspool::engine
