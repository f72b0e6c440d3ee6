#pragma once
/// The agent session with the engine inside the program: protects what this user may read.
#include "session/agent_session.h"
#include "session/agent_thread.h"
#include "session/background_work.h"

#include <QTimer>

namespace backspool::engine {

/// Lives in the main thread.
class EngineSession final : public AgentSession
{
    Q_OBJECT

public:
    /// @p software: "backspool 0.1.0", as the service is told.
    EngineSession(AgentState state, QString software);
    /// Stops what runs: a moment.
    ~EngineSession() override;

    QFuture<Result<std::optional<Membership>>> membership() override;
    QFuture<Status> enrol(const QString &service, const QString &code) override;
    QFuture<Result<policy::Selection>> selection() override;
    QFuture<Status> select(const policy::Selection &selection) override;
    QFuture<Result<ProtectionSettings>> settings() override;
    QFuture<Status> changeSettings(const ProtectionSettings &known, const ProtectionSettings &wanted) override;
    QFuture<Result<std::vector<LocalEntry>>> localFolder(const QByteArray &path) override;
    QFuture<FolderSize> localSize(const QByteArray &path) override;
    QFuture<LeftOutCount> leftOut(const std::vector<QByteArray> &selected, const LeftOutRules &rules) override;
    QFuture<Result<PointsSnapshot>> points() override;
    QFuture<Result<TimelinePointer>> folder(const PointsSnapshot &points, const QByteArray &path,
                                            const PointRange &range) override;
    void prepareSearch(const PointsSnapshot &points) override;
    void endSearch() override;
    QFuture<SearchBatch> search(const PointsSnapshot &points, const QString &text) override;
    QFuture<Result<ContentStart>> contentStart(PointId point, const QByteArray &path, ByteCount limit) override;
    std::unique_ptr<RestoreJob> restore(const RestoreRequest &request) override;
    std::unique_ptr<ArchiveJob> archive(const ArchiveRequest &request) override;
    QFuture<Result<std::vector<Activity>>> activities() override;
    void protect() override;
    void backUpNow() override;
    void pause(std::optional<WallTime> until) override;
    void resume() override;
    const std::optional<AgentReport> &report() const override { return report_; }
    const std::optional<Error> &agentError() const override { return agentError_; }

private:
    void keep(const AgentReport &report);
    void askForKeyAgain();
    /// Lanes of the service's connections before are of no use to a new identity.
    void openLanes();
    std::unique_ptr<ReadingLane> makeLane(ByteCount nodesKept) const;
    void readNames();

    const AgentState state_;
    const QString software_;
    const std::shared_ptr<CancelToken> ending_ = std::make_shared<CancelToken>(); ///< of what blocks for long
    std::optional<AgentReport> report_;
    std::optional<Error> agentError_;
    /// What somebody waits for with the eyes on it; what takes its time; what reads contents.
    std::unique_ptr<ReadingLane> near_, far_, search_, contents_;
    PointsSnapshot named_; ///< whose names are read, or were; null: nobody is about to search
    CountingLane sizes_, leftOut_;
    std::unique_ptr<AgentThread> agent_;
    QTimer daily_;
    WorkerThreads enrolling_{1}; ///< a person may be typing a password for minutes
};

} // namespace backspool::engine
