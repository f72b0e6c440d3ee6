#pragma once
/// What a restore did, counted by all its threads, and what it could not do.
#include "core/ids.h"
#include "core/progress.h"
#include "restore/conflict.h"

#include <QByteArray>

#include <atomic>
#include <mutex>
#include <vector>

namespace backspool::engine {

/// One file or folder that is not as the point has it, and why.
struct RestoreProblem
{
    enum Kind : uint8_t {
        Skipped,   ///< left out: something is in the way
        Failed,    ///< damaged in the store, or the system refused it
        Incomplete ///< restored, but not all of its metadata
    };
    Kind kind = Failed;
    QByteArray path; ///< where it was to be
    QString reason;
};

/// Told as things happen, from any thread.
class RestoreEvents
{
public:
    virtual ~RestoreEvents() = default;
    virtual void problem(const RestoreProblem &problem) = 0;
    /// Of a dry run: what would be done with the entry that would be at @p path (Beside: under that name).
    virtual void planned(RestoreAction action, const QByteArray &path) = 0;
    /// What was at @p path is called @p name now, in the same folder: it is part of a database that was replaced.
    virtual void keptAside(const QByteArray &path, const QByteArray &name) = 0;
};

struct RestoreReport
{
    PointId point;
    uint64_t filesRestored = 0; ///< everything but folders
    uint64_t filesUnchanged = 0;
    uint64_t filesSkipped = 0;
    uint64_t filesFailed = 0;
    uint64_t filesIncomplete = 0;
    uint64_t folders = 0; ///< made
    uint64_t bytesWritten = 0;
    bool hasProblems() const { return filesSkipped + filesFailed + filesIncomplete > 0; }
};

/// Thread-safe.
class RestoreTally
{
public:
    RestoreTally(RestoreEvents &events, ProgressSink &sink) : events_(events), sink_(sink) {}
    void setTotals(uint64_t files, uint64_t bytes);

    void restored(); ///< one file is done
    void unchanged(uint64_t bytes);
    void madeFolder() { ++folders_; }
    void wrote(uint64_t bytes);
    void problem(RestoreProblem::Kind kind, const QByteArray &path, const QString &reason);
    void planned(RestoreAction action, const QByteArray &path) { events_.planned(action, path); }
    void keptAside(const QByteArray &path, const QByteArray &name) { events_.keptAside(path, name); }
    RestoreReport report() const;

private:
    void tell();

    RestoreEvents &events_;
    ProgressSink &sink_;
    std::atomic<uint64_t> restored_ = 0, unchanged_ = 0, skipped_ = 0, failed_ = 0, incomplete_ = 0, folders_ = 0,
                          written_ = 0, unchangedBytes_ = 0;
    uint64_t totalFiles_ = 0, totalBytes_ = 0;
};

} // namespace backspool::engine
