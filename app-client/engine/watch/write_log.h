#pragma once
/// The write log (seed: 347): what a backup may leave out, because nothing was written there since the last one.
///
/// It is believed only as long as all of this holds:
/// * the monitor has listened without a gap since the cut of the last backup, and has lost nothing;
/// * that backup made a point, and this one compares with just that point;
/// * what is selected and left out is the same.
/// Else the backup looks at everything, and after that the log is good again. So it is not believed after a kill, a
/// crash or a boot; over a clean restart it is, where the service manager has kept the monitor's descriptor.
///
/// At an interval a backup looks at everything all the same, and compares: the safety walk. A change that the log had
/// not heard of is a defect; it is counted and named, and until a safety walk finds none the log is not believed.
#include "core/clock.h"
#include "core/file_descriptor.h"
#include "core/ids.h"
#include "watch/missed_changes.h"
#include "watch/write_log_memory.h"
#include "watch/write_monitor.h"

#include <mutex>

namespace backspool::engine {

struct WriteLogReport
{
    QString backEnd; ///< "fanotify", "none"
    bool isValid = false;
    std::optional<WallTime> since; ///< valid: changes since then are known
    QString reason;                ///< not valid: why
    std::optional<ByteCount> amountWritten;
    WriteLogMemory memory;
    std::vector<QByteArray> unwatched; ///< mount points
};

/// Thread-safe; one backup at a time uses it.
class WriteLog
{
public:
    /// A descriptor that the service manager has kept.
    struct Kept
    {
        QByteArray name;
        FileDescriptor descriptor;
    };
    /// In the state folder @p folder; no monitor where the system grants none. The clock outlives it.
    static std::unique_ptr<WriteLog> open(const QString &folder, const Clock &clock, std::optional<Kept> kept = {});
    /// With @p monitor, or without one and the reason why.
    WriteLog(Result<std::unique_ptr<WriteMonitor>> monitor, const QString &folder, const Clock &clock);

    /// What one backup has of it. Begun before it looks at anything; what it does not commit counts again.
    class Use
    {
    public:
        explicit Use(WriteLog &log);
        ~Use();
        Use(const Use &) = delete;
        Use &operator=(const Use &) = delete;

        /// What may have changed since @p base; once. Nothing: not known, all is looked at. @p configuration: whatever
        /// else decides what is in a point.
        std::optional<ChangedSet> changesSince(PointId base, const QByteArray &configuration);
        /// Everything is to be looked at, and what is not in the changes told to missed().
        bool isSafetyWalkDue(std::chrono::seconds interval) const;
        MissedChanges &missed() { return missed_; }

        /// The point that the backup has made; @p wasWhole: it looked at everything; @p wasCompared: and told missed().
        void committed(PointId point, const QByteArray &configuration, bool wasWhole, bool wasCompared);

    private:
        WriteLog &log_;
        const WallTime cut_;
        MissedChanges missed_;
        Result<ChangedSet> changes_;
        bool isCommitted_ = false;
    };

    WriteLogReport report() const;
    std::optional<ByteCount> amountWritten() const;

    /// What the service manager is to keep, and under which name. Nothing: there is no monitor.
    std::optional<std::pair<QByteArray, int>> toBeKept() const;
    /// At a clean end, when the descriptor is kept: the next open() with it goes on from here. Errors: Io, Unsupported.
    Status saveForRestart();

private:
    /// What the log is compared with.
    struct Base
    {
        PointId point; ///< 0: none yet
        QByteArray configuration;
        WallTime cut{};
    };
    void keepMemory();

    const QString folder_;
    const Clock &clock_;
    std::unique_ptr<WriteMonitor> monitor_;
    QString noMonitorBecause_;
    QByteArray name_;          ///< of the descriptor
    mutable std::mutex mutex_; ///< guards what follows
    Base base_;
    WriteLogMemory memory_;
};

} // namespace backspool::engine
