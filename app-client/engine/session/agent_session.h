#pragma once
/// What windows know of the agent: one interface, whoever does the work.
///
/// Nothing here blocks. Answers come through futures; a window takes them with `.then(this, ...)` in its own thread,
/// and cancels what it does not want any more.
#include "agent/activity_log.h"
#include "agent/agent_report.h"
#include "policy/selection.h"
#include "session/archive_job.h"
#include "session/content_start.h"
#include "session/folder_timeline.h"
#include "session/protection_settings.h"
#include "session/reading_lane.h"
#include "session/restore_job.h"
#include "survey/left_out_survey.h"

#include <QFuture>
#include <QObject>

namespace backspool::engine {

/// This computer as the service knows it.
struct Membership
{
    QString client, service;
    bool isKeyInKeychain = false; ///< else in a file that only this user can read
    QString whyInFile;            ///< what the keychain said; empty: none was asked
};

/// Some of what a search found, as it was found; the last batch has the error that ended it, if any.
struct SearchBatch
{
    std::vector<SearchHit> hits;
    std::optional<Error> error;
    bool isCut = false; ///< the last: there is more than is shown
};

/// Lives in the thread of the windows.
class AgentSession : public QObject
{
    Q_OBJECT

public:
    using TimelinePointer = std::shared_ptr<const FolderTimeline>;

    /// The system's agent protects this computer, as its administrator says. The user reads and restores, and may ask
    /// for a backup; enrol(), select(), changeSettings(), pause() and resume() are the administrator's: they fail with
    /// Denied, or do nothing.
    virtual bool isManaged() const { return false; }

    /// Nothing: this computer is not enrolled. Errors: Damaged, Denied, Io; Unreachable (the system's agent is away).
    virtual QFuture<Result<std::optional<Membership>>> membership() = 0;
    /// @p code as the administrator gave it. Errors: Invalid (the code), and those of enrolComputer().
    virtual QFuture<Status> enrol(const QString &service, const QString &code) = 0;

    /// Empty where none was made yet.
    virtual QFuture<Result<policy::Selection>> selection() = 0;
    /// Protects @p selection from now on.
    virtual QFuture<Status> select(const policy::Selection &selection) = 0;

    virtual QFuture<Result<ProtectionSettings>> settings() = 0;
    /// Protects by @p wanted from now on. Errors: changeSettings()'s.
    virtual QFuture<Status> changeSettings(const ProtectionSettings &known, const ProtectionSettings &wanted) = 0;

    /// What this computer has now in the folder @p path. Errors: listLocalFolder()'s.
    virtual QFuture<Result<std::vector<LocalEntry>>> localFolder(const QByteArray &path) = 0;
    /// How much that is, with all beneath: a figure after the other, until one is whole.
    virtual QFuture<FolderSize> localSize(const QByteArray &path) = 0;
    /// What @p rules leave out of @p selected now: a count after the other, until one is whole; none where a pattern is
    /// wrong.
    virtual QFuture<LeftOutCount> leftOut(const std::vector<QByteArray> &selected, const LeftOutRules &rules) = 0;

    virtual QFuture<Result<PointsSnapshot>> points() = 0;
    /// What the folder @p path held in the points of @p range. A range of a few points comes soon, however long all of
    /// them take.
    virtual QFuture<Result<TimelinePointer>> folder(const PointsSnapshot &points, const QByteArray &path,
                                                    const PointRange &range) = 0;
    /// What is read of the service costs by the byte.
    virtual bool isMetered() const = 0;
    /// Somebody is about to search: reads the names of @p points ahead, so that the search comes as fast as it is
    /// typed.
    virtual void prepareSearch(const PointsSnapshot &points) = 0;
    /// Nobody searches for now: ends searches and gives back what they keep.
    virtual void endSearch() = 0;
    /// What has @p text in its name (name_pattern.h), in any of the points: batch by batch.
    virtual QFuture<SearchBatch> search(const PointsSnapshot &points, const QString &text) = 0;
    /// For a look at a file. Errors: NotFound, Invalid, those of reading.
    virtual QFuture<Result<ContentStart>> contentStart(PointId point, const QByteArray &path, ByteCount limit) = 0;
    /// Not started yet.
    virtual std::unique_ptr<RestoreJob> restore(const RestoreRequest &request) = 0;
    virtual std::unique_ptr<ArchiveJob> archive(const ArchiveRequest &request) = 0;

    /// What the agent did, as far back as it is kept; the newest first. Errors: Io, Denied.
    virtual QFuture<Result<std::vector<Activity>>> activities() = 0;

    /// Begins to protect; reports come from now on. Again: nothing.
    virtual void protect() = 0;
    virtual void backUpNow() = 0;
    /// @p until: none: until resume().
    virtual void pause(std::optional<WallTime> until) = 0;
    virtual void resume() = 0;
    /// The latest; nothing before protect(), and when agentError() says why.
    virtual const std::optional<AgentReport> &report() const = 0;
    virtual const std::optional<Error> &agentError() const = 0;

Q_SIGNALS:
    /// report() or agentError() is new.
    void reported();
    /// There is a new point.
    void backedUp();
    /// No backup is made now that backUpNow() asked for: the system's agent says why.
    void backupPutOff(const Error &why);
    /// This computer became a client; also when who asked for that does not wait any more.
    void enrolled();
};

} // namespace backspool::engine
