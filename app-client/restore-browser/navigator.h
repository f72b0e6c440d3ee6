#pragma once
/// Where the browser stands: a folder at a point, with what it held before and after; the way back and forward.
///
/// The folder at the shown point comes first; then, in the background, what it held in all points, after which the
/// slider needs nobody any more.
#include "session/agent_session.h"

#include <QObject>

namespace backspool::browser {

/// Lives in the windows' thread. Knows no widgets.
class Navigator : public QObject
{
    Q_OBJECT

public:
    using TimelinePointer = engine::AgentSession::TimelinePointer;

    /// The session outlives it.
    explicit Navigator(engine::AgentSession &session);
    ~Navigator() override;

    /// Asks for the points anew; the time that is shown stays, unless it was the newest: then the newest is shown.
    void reload();

    /// Null before the first answer.
    const engine::PointsSnapshot &points() const { return points_; }
    bool hasPoints() const { return points_ && !points_->empty(); }
    /// Place of the shown point. REQUIRES: hasPoints().
    size_t point() const { return point_; }
    const protocol::PointSummary &summary() const { return (*points_)[point_]; }
    void showPoint(size_t point);

    /// "/" at first.
    const QByteArray &path() const { return path_; }
    /// Goes to the folder @p path and has @p name selected there (empty: nothing).
    void goTo(const QByteArray &path, const QByteArray &name = {});
    /// To the folder that has @p path, with that wanted; of one that ends in "/", to what is in it.
    void goToEntry(const QByteArray &path);
    void goUp();
    void goBack();
    void goForward();
    bool canGoUp() const { return path_.size() > 1; }
    bool canGoBack() const { return !back_.empty(); }
    bool canGoForward() const { return !forward_.empty(); }
    /// What is to be selected when the rows are there.
    QByteArray takeWantedName() { return std::exchange(wanted_, {}); }

    /// What is known of the folder; null while nothing is.
    const TimelinePointer &timeline() const { return timeline_; }
    /// It tells of the shown point.
    bool isReady() const { return timeline_ && timeline_->covers(point_); }
    const std::optional<Error> &error() const { return error_; }

Q_SIGNALS:
    void pointsChanged();
    void pathChanged();
    void pointChanged();
    /// isReady(), timeline() or error() says something new.
    void contentChanged();

private:
    void listed(const Result<engine::PointsSnapshot> &points);
    void moveTo(const QByteArray &path, const QByteArray &name);
    void load();
    void loadNear();
    void take(const Result<TimelinePointer> &timeline);
    void stopLoading();

    engine::AgentSession &session_;
    engine::PointsSnapshot points_;
    size_t point_ = 0;
    QByteArray path_ = QByteArrayLiteral("/");
    QByteArray wanted_;
    std::vector<QByteArray> back_, forward_;
    TimelinePointer timeline_;
    std::optional<Error> error_;
    QFuture<Result<engine::PointsSnapshot>> listing_;
    QFuture<Result<TimelinePointer>> near_, far_;
};

} // namespace backspool::browser
