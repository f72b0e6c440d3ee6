#include "watch/write_log.h"

#include "core/logging.h"
#include "watch/fanotify_monitor.h"
#include "watch/write_log_handover.h"

#include <QFile>
#include <QUuid>

namespace backspool::engine {

namespace {

QString memoryFile(const QString &folder)
{
    return folder + QStringLiteral("/write-log.json");
}

WriteLogMemory loadMemory(const QString &folder)
{
    auto memory = WriteLogMemory::load(memoryFile(folder));
    if (memory)
        return *std::move(memory);
    if (memory.error().kind() == ErrorKind::NotFound)
        return {};
    qCWarning(logEngine).noquote() << memory.error().text();
    // What it said of misses is not known: a safety walk settles it.
    WriteLogMemory unknown;
    unknown.isDistrusted = true;
    return unknown;
}

Result<std::unique_ptr<WriteMonitor>> startFresh()
{
    auto monitor = FanotifyMonitor::start();
    if (!monitor)
        return fail(monitor.error());
    return std::unique_ptr<WriteMonitor>(*std::move(monitor));
}

} // namespace

WriteLog::WriteLog(Result<std::unique_ptr<WriteMonitor>> monitor, const QString &folder, const Clock &clock)
    : folder_(folder), clock_(clock), name_("write-log-" + QUuid::createUuid().toByteArray(QUuid::Id128)),
      memory_(loadMemory(folder))
{
    if (monitor)
        monitor_ = *std::move(monitor);
    else
        noMonitorBecause_ = monitor.error().text();
}

std::unique_ptr<WriteLog> WriteLog::open(const QString &folder, const Clock &clock, std::optional<Kept> kept)
{
    // Taken away before anything of it is believed: what a kill leaves behind is no clean end.
    auto handover = WriteLogHandover::take(folder);
    if (kept && handover && handover->name == kept->name) {
        auto monitor = FanotifyMonitor::start(FanotifyHandover{std::move(kept->descriptor), handover->monitor});
        if (monitor) {
            auto log = std::make_unique<WriteLog>(std::unique_ptr<WriteMonitor>(*std::move(monitor)), folder, clock);
            log->name_ = handover->name;
            log->base_ = {handover->base, handover->configuration, handover->cut};
            return log;
        }
        qCWarning(logEngine).noquote() << "the write log begins anew:" << monitor.error().text();
    }
    return std::make_unique<WriteLog>(startFresh(), folder, clock);
}

WriteLog::Use::Use(WriteLog &log)
    : log_(log), cut_(log.clock_.now()), missed_(cut_),
      changes_(log.monitor_ ? log.monitor_->cut()
                            : Result<ChangedSet>(fail(ErrorKind::Unsupported, log.noMonitorBecause_)))
{
}

WriteLog::Use::~Use()
{
    if (!isCommitted_ && log_.monitor_)
        log_.monitor_->giveBack();
}

std::optional<ChangedSet> WriteLog::Use::changesSince(PointId base, const QByteArray &configuration)
{
    const std::lock_guard lock(log_.mutex_);
    const auto &known = log_.base_;
    const bool holds = changes_ && base && known.point == base && known.configuration == configuration;
    return holds ? std::optional(*std::move(changes_)) : std::nullopt;
}

bool WriteLog::Use::isSafetyWalkDue(std::chrono::seconds interval) const
{
    const std::lock_guard lock(log_.mutex_);
    const auto &last = log_.memory_.lastWholeWalk;
    return log_.memory_.isDistrusted || !last || *last > cut_ || cut_ - *last >= interval;
}

void WriteLog::Use::committed(PointId point, const QByteArray &configuration, bool wasWhole, bool wasCompared)
{
    const std::lock_guard lock(log_.mutex_);
    isCommitted_ = true;
    if (log_.monitor_)
        log_.monitor_->accept();
    log_.base_ = {point, configuration, cut_};
    if (!wasWhole)
        return;
    auto &memory = log_.memory_;
    memory.lastWholeWalk = cut_;
    if (wasCompared) {
        const auto count = missed_.count();
        memory.isDistrusted = count > 0;
        memory.missed += count;
        for (const auto &path : missed_.paths()) {
            memory.lastMissed = QString::fromUtf8(path);
            qCCritical(logEngine) << "the write log had not heard of a change of" << path;
        }
        if (count > 0)
            qCCritical(logEngine) << "missed changes:" << count << "- backups look at everything until none is missed";
    }
    log_.keepMemory();
}

void WriteLog::keepMemory()
{
    // What is not kept is known until the next restart only.
    if (const auto kept = memory_.save(memoryFile(folder_)); !kept)
        qCWarning(logEngine).noquote() << kept.error().text();
}

WriteLogReport WriteLog::report() const
{
    const std::lock_guard lock(mutex_);
    WriteLogReport report;
    report.memory = memory_;
    report.backEnd = monitor_ ? monitor_->name() : QStringLiteral("none");
    if (!monitor_) {
        report.reason = noMonitorBecause_;
        return report;
    }
    report.amountWritten = monitor_->amountWritten();
    report.unwatched = monitor_->unwatched();
    if (const auto lost = monitor_->lostBecause())
        report.reason = *lost;
    else if (!base_.point)
        report.reason = QStringLiteral("no backup has been made since it began");
    else if (memory_.isDistrusted)
        report.reason = QStringLiteral("it had not heard of a change; the next backup looks at everything");
    report.isValid = report.reason.isEmpty();
    if (report.isValid)
        report.since = base_.cut;
    return report;
}

std::optional<ByteCount> WriteLog::amountWritten() const
{
    return monitor_ ? monitor_->amountWritten() : std::nullopt;
}

std::optional<std::pair<QByteArray, int>> WriteLog::toBeKept() const
{
    if (!monitor_ || monitor_->descriptor() < 0)
        return std::nullopt;
    return std::pair(name_, monitor_->descriptor());
}

Status WriteLog::saveForRestart()
{
    const std::lock_guard lock(mutex_);
    if (!monitor_ || !base_.point)
        return {}; // the next begins as this one did
    return WriteLogHandover{.name = name_,
                            .base = base_.point,
                            .configuration = base_.configuration,
                            .cut = base_.cut,
                            .monitor = TRY(monitor_->save())}
        .leave(folder_);
}

} // namespace backspool::engine
