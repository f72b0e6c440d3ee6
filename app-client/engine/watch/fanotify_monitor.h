#pragma once
/// The write monitor of Linux: fanotify on whole file systems, with folders and names (Linux >= 5.17, as root).
///
/// Heard: every change through this kernel to a local file system (Mount::canBeWatched()), whatever name space or
/// program it comes from: writes, truncation, holes, clones, renames, links, attributes. Not heard, and taken care of
/// otherwise:
/// * stores through a mapping: files that are open for writing or mapped at a cut are in it, those mapped also in the
///   next; so is a file that was closed after writing;
/// * what the kernel writes itself (loop devices, the upper folders of overlays): as above; the whole upper folder;
/// * other file systems, and those that were mounted or unmounted since the last cut: all beneath them is in the cut.
/// Not heard at all: what was written to a device behind the file system's back; to an overlay of another name space
/// that is gone by the time of the cut; what processes have mapped that nobody may look at, or outside of our own
/// process name space; a file that was written under a name which came and went since the last cut, and has kept
/// another. The safety walk (write_log.h) is there for these.
#include "watch/watched_mounts.h"
#include "watch/write_monitor.h"

#include <chrono>
#include <mutex>
#include <thread>

namespace backspool::engine {

/// What a monitor leaves to the next one, which the service manager gives the descriptor: the kernel has kept all that
/// was written between the two.
struct FanotifyHandover
{
    FileDescriptor descriptor;
    QByteArray state; ///< FanotifyMonitor::save()
};

class FanotifyMonitor final : public WriteMonitor
{
public:
    /// Watches from here on; @p from: from where that ended. Errors: Denied (not root), Unsupported (the kernel has it
    /// not), Damaged (the handover), Io.
    static Result<std::unique_ptr<FanotifyMonitor>> start(std::optional<FanotifyHandover> from = {});
    ~FanotifyMonitor() override;

    Result<ChangedSet> cut() override;
    void accept() override;
    void giveBack() override;
    std::optional<QString> lostBecause() const override;
    std::optional<ByteCount> amountWritten() const override;
    QString name() const override { return QStringLiteral("fanotify"); }
    std::vector<QByteArray> unwatched() const override;

    Result<QByteArray> save() override;
    int descriptor() const override { return events_.get(); }

private:
    FanotifyMonitor(FileDescriptor events, FileDescriptor wake)
        : events_(std::move(events)), wake_(std::move(wake)), mounts_(events_.get())
    {
    }
    Status restore(QByteArrayView state);
    void run(const std::stop_token &stop);
    void stopThread();
    bool isAwake(std::chrono::milliseconds patience);
    void drain();
    void estimate();
    Status noteOpenWriters(WriteJournal &next);
    void putBack();

    const FileDescriptor events_;
    const FileDescriptor wake_;
    mutable std::mutex mutex_; ///< guards all below but the thread
    WatchedMounts mounts_;
    WriteJournal journal_;
    std::optional<WriteJournal> taken_; ///< by the last cut, until it is accepted
    std::optional<QString> failed_;     ///< why the last cut did
    bool isDirty_ = true;               ///< something was written since the last estimate
    std::optional<ByteCount> amount_;
    std::jthread thread_; ///< last: it uses the rest
};

} // namespace backspool::engine
