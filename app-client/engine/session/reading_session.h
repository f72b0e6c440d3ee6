#pragma once
/// What both forms of the agent session do alike: they read points, bring back files from them, and look at what this
/// computer has now, with this user's rights.
#include "schedule/metered_connection.h"
#include "session/agent_session.h"
#include "session/background_work.h"
#include "session/right_of_way.h"

#include <QTimer>

namespace backspool::engine {

/// Lives in the main thread.
class ReadingSession : public AgentSession
{
    Q_OBJECT

public:
    ~ReadingSession() override;

    QFuture<Result<std::vector<LocalEntry>>> localFolder(const QByteArray &path) override;
    QFuture<FolderSize> localSize(const QByteArray &path) override;
    QFuture<LeftOutCount> leftOut(const std::vector<QByteArray> &selected, const LeftOutRules &rules) override;
    QFuture<Result<PointsSnapshot>> points() override;
    QFuture<Result<TimelinePointer>> folder(const PointsSnapshot &points, const QByteArray &path,
                                            const PointRange &range) override;
    bool isMetered() const override { return metered_.isMetered(); }
    void prepareSearch(const PointsSnapshot &points) override;
    void endSearch() override;
    QFuture<SearchBatch> search(const PointsSnapshot &points, const QString &text) override;
    QFuture<Result<ContentStart>> contentStart(PointId point, const QByteArray &path, ByteCount limit) override;
    std::unique_ptr<RestoreJob> restore(const RestoreRequest &request) override;
    std::unique_ptr<ArchiveJob> archive(const ArchiveRequest &request) override;

protected:
    /// @p state: this user's own; notes of restores are there. @p connect: to where the points are.
    ReadingSession(AgentState state, PointSession::Connect connect);
    const AgentState &state() const { return state_; }
    /// Lanes of the connections before are of no use to a new identity.
    void openLanes();
    /// Cancelled when this ends: of what blocks for long.
    const std::shared_ptr<CancelToken> &ending() const { return ending_; }

private:
    std::unique_ptr<ReadingLane> makeLane(ByteCount nodesKept) const;
    void openSearchLane();
    void readNames();

    const AgentState state_;
    const PointSession::Connect connect_;
    const MeteredConnection metered_;
    const std::shared_ptr<CancelToken> ending_ = std::make_shared<CancelToken>();
    RightOfWay rightOfWay_; ///< the near lane has it
    /// What somebody waits for with the eyes on it; what takes its time; what reads contents.
    std::unique_ptr<ReadingLane> near_, far_, search_, contents_;
    PointsSnapshot named_; ///< whose names are read, or were; null: nobody is about to search
    CountingLane sizes_, leftOut_;
    QTimer daily_;
};

} // namespace backspool::engine
