#include "restore-browser/navigator.h"

namespace backspool::browser {

namespace {

bool isSamePoint(const protocol::PointSummary &one, const protocol::PointSummary &other)
{
    return one.id == other.id && one.root == other.root;
}

} // namespace

Navigator::Navigator(engine::AgentSession &session) : session_(session) {}

Navigator::~Navigator()
{
    listing_.cancel();
    stopLoading();
}

void Navigator::stopLoading()
{
    near_.cancel();
    far_.cancel();
}

void Navigator::reload()
{
    listing_.cancel();
    listing_ = session_.points();
    listing_.then(this, [this](const Result<engine::PointsSnapshot> &points) { listed(points); });
}

void Navigator::listed(const Result<engine::PointsSnapshot> &points)
{
    if (!points) {
        error_ = points.error();
        Q_EMIT contentChanged();
        return;
    }
    const bool showsNewest = !hasPoints() || point_ == 0;
    const auto shown = hasPoints() ? summary().id : PointId{};
    // The same ones stay who they were: what was read of them is not read again.
    if (!points_ || !std::ranges::equal(*points_, **points, isSamePoint))
        points_ = *points;
    point_ = 0;
    if (!showsNewest) {
        const auto found = std::ranges::find_if(*points_, [&](const auto &point) { return point.id <= shown; });
        point_ = found == points_->end() ? 0 : size_t(found - points_->begin());
    }
    error_.reset();
    timeline_.reset();
    Q_EMIT pointsChanged();
    Q_EMIT pointChanged();
    load();
    Q_EMIT contentChanged();
}

void Navigator::showPoint(size_t point)
{
    if (!hasPoints() || point >= points_->size() || point == point_)
        return;
    point_ = point;
    Q_EMIT pointChanged();
    if (!isReady())
        loadNear();
    Q_EMIT contentChanged();
}

void Navigator::moveTo(const QByteArray &path, const QByteArray &name)
{
    wanted_ = name;
    if (path == path_) {
        Q_EMIT contentChanged();
        return;
    }
    path_ = path;
    timeline_.reset();
    // Without points nothing is asked now, and why stays true.
    if (points_)
        error_.reset();
    Q_EMIT pathChanged();
    load();
    Q_EMIT contentChanged();
}

void Navigator::goTo(const QByteArray &path, const QByteArray &name)
{
    if (path != path_) {
        back_.push_back(path_);
        forward_.clear();
    }
    moveTo(path, name);
}

void Navigator::goUp()
{
    if (canGoUp())
        goToEntry(path_);
}

void Navigator::goToEntry(const QByteArray &path)
{
    const auto slash = path.lastIndexOf('/');
    goTo(slash <= 0 ? QByteArrayLiteral("/") : path.first(slash), path.sliced(slash + 1));
}

void Navigator::goBack()
{
    if (!canGoBack())
        return;
    forward_.push_back(path_);
    const auto path = back_.back();
    back_.pop_back();
    moveTo(path, {});
}

void Navigator::goForward()
{
    if (!canGoForward())
        return;
    back_.push_back(path_);
    const auto path = forward_.back();
    forward_.pop_back();
    moveTo(path, {});
}

void Navigator::load()
{
    stopLoading();
    if (!hasPoints())
        return;
    loadNear();
    far_ = session_.folder(points_, path_, {0, points_->size() - 1});
    far_.then(this, [this](const Result<TimelinePointer> &timeline) { take(timeline); });
}

void Navigator::loadNear()
{
    near_.cancel();
    near_ = session_.folder(points_, path_, {point_, std::min(point_ + 1, points_->size() - 1)});
    near_.then(this, [this](const Result<TimelinePointer> &timeline) {
        // What came of all points meanwhile is better.
        if (!timeline_ || !timeline_->isWhole())
            take(timeline);
    });
}

void Navigator::take(const Result<TimelinePointer> &timeline)
{
    if (timeline) {
        timeline_ = *timeline;
        error_.reset();
    } else if (!isReady()) {
        error_ = timeline.error();
    }
    Q_EMIT contentChanged();
}

} // namespace backspool::browser
