#include "session/reading_session.h"

#include "restore/old_undos.h"
#include "session/search_job.h"

#include <QElapsedTimer>

namespace backspool::engine {

namespace {

/// A range of so many points is answered at once.
constexpr size_t kFewPoints = 4;
/// For the way to a file; for a large folder in a few points, one after the other; and in a thousand of them, which
/// differ little.
constexpr ByteCount kSomeNodes = 4_MiB;
constexpr ByteCount kFoldersNodes = 12_MiB;
constexpr ByteCount kManyNodes = 24_MiB;
/// Of names that nobody searches yet; then a search has its turn, as soon as the folder is read that is being read: it
/// needs that one itself.
constexpr qint64 kReadAheadMilliseconds = 30;

/// Whoever holds it last: giving back ten thousand entries takes longer than a window's thread may.
AgentSession::TimelinePointer lettingGoInBackground(FolderTimeline timeline)
{
    return {new FolderTimeline(std::move(timeline)),
            [](const FolderTimeline *held) { QThreadPool::globalInstance()->start([held] { delete held; }); }};
}

} // namespace

ReadingSession::ReadingSession(AgentState state, PointSession::Connect connectTo)
    : state_(std::move(state)), connect_(std::move(connectTo))
{
    openLanes();
    // What restores replaced is kept for some days; this program may run for longer.
    const auto discard = [this] {
        QThreadPool::globalInstance()->start(
            [folder = undoFolder(state_), ending = ending_] { discardOldUndos(folder, SystemClock().now(), *ending); });
    };
    connect(&daily_, &QTimer::timeout, this, discard);
    daily_.start(std::chrono::days(1));
    discard();
}

ReadingSession::~ReadingSession()
{
    ending_->cancel();
}

void ReadingSession::openLanes()
{
    near_ = makeLane(kFoldersNodes);
    far_ = makeLane(kManyNodes);
    contents_ = makeLane(kSomeNodes);
    openSearchLane();
}

std::unique_ptr<ReadingLane> ReadingSession::makeLane(ByteCount nodesKept) const
{
    return std::make_unique<ReadingLane>(connect_, nodesKept);
}

QFuture<Result<std::vector<LocalEntry>>> ReadingSession::localFolder(const QByteArray &path)
{
    return inBackground<Result<std::vector<LocalEntry>>>([path] { return listLocalFolder(path); });
}

QFuture<FolderSize> ReadingSession::localSize(const QByteArray &path)
{
    return sizes_.count<FolderSize>(
        [path](const auto &tell, const IsUnwanted &isUnwanted) { countTree(path, tell, isUnwanted); });
}

QFuture<LeftOutCount> ReadingSession::leftOut(const std::vector<QByteArray> &selected, const LeftOutRules &rules)
{
    const format::FileTime now{unixSeconds(SystemClock().now()), 0};
    return leftOut_.count<LeftOutCount>([selected, rules, now](const auto &tell, const IsUnwanted &isUnwanted) {
        std::ignore = countLeftOut(selected, rules, now, tell, isUnwanted);
    });
}

QFuture<Result<PointsSnapshot>> ReadingSession::points()
{
    return near_->ask<PointsSnapshot>([](Reading &reading, const auto &) -> Result<PointsSnapshot> {
        std::vector<protocol::PointSummary> points;
        TRY(forEachPoint(reading.session().service(), [&](const protocol::PointSummary &point) -> Result<bool> {
            points.push_back(point);
            return true;
        }));
        return std::make_shared<const std::vector<protocol::PointSummary>>(std::move(points));
    });
}

QFuture<Result<AgentSession::TimelinePointer>> ReadingSession::folder(const PointsSnapshot &points,
                                                                      const QByteArray &path, const PointRange &range)
{
    const auto answer = [points, path, range](Reading &reading, const ReadingLane::IsUnwanted &isUnwanted) {
        return readTimeline(reading.history(points), path, range, isUnwanted).transform(lettingGoInBackground);
    };
    if (range.oldest - range.newest < kFewPoints) {
        return near_->ask<TimelinePointer>(
            [answer, hold = rightOfWay_.take()](Reading &reading, const auto &isUnwanted) -> Result<TimelinePointer> {
                return answer(reading, isUnwanted);
            });
    }
    return far_->ask<TimelinePointer>(
        [this, answer](Reading &reading, const auto &isUnwanted) -> Result<TimelinePointer> {
            return answer(reading, [&isUnwanted, giveWay = GivingWay(rightOfWay_)]() mutable {
                giveWay(isUnwanted);
                return isUnwanted();
            });
        });
}

void ReadingSession::endSearch()
{
    openSearchLane();
}

/// With nothing read yet.
void ReadingSession::openSearchLane()
{
    named_.reset();
    search_ = makeLane(kManyNodes);
}

void ReadingSession::prepareSearch(const PointsSnapshot &points)
{
    if (named_ != points) {
        named_ = points;
        readNames();
    }
}

/// A piece, and then the next one.
void ReadingSession::readNames()
{
    search_
        ->ask<bool>([this, points = named_](Reading &reading, const auto &isUnwanted) -> Result<bool> {
            GivingWay giveWay(rightOfWay_);
            const auto pause = [&] { giveWay(isUnwanted); };
            auto &names = reading.names(points);
            QElapsedTimer timer;
            timer.start();
            while (names.canReadOn() && !isUnwanted() && !timer.hasExpired(kReadAheadMilliseconds))
                TRY(names.readOn(reading.history(points), pause));
            return names.canReadOn();
        })
        .then(this, [this, points = named_](const Result<bool> &isMore) {
            if (named_ != points)
                return;
            if (!isMore)
                named_.reset(); // the next who is about to search tries again
            else if (*isMore)
                readNames();
        });
}

QFuture<SearchBatch> ReadingSession::search(const PointsSnapshot &points, const QString &text)
{
    auto promise = std::make_shared<QPromise<SearchBatch>>();
    promise->start();
    auto future = promise->future();
    search_
        ->ask<bool>([promise, points, text](Reading &reading, const auto &) -> Result<bool> {
            // A connection that was lost while nobody searched shows now, and is made anew.
            TRY(reading.session().service().listPoints({.limit = 1, .before = {}}));
            if (!promise->isCanceled())
                searchNames(reading.names(points), reading.history(points), text, *promise);
            return true;
        })
        .then([promise](const Result<bool> &asked) {
            if (!asked)
                promise->addResult(SearchBatch{{}, asked.error()});
            promise->finish();
        });
    return future;
}

QFuture<Result<ContentStart>> ReadingSession::contentStart(PointId point, const QByteArray &path, ByteCount limit)
{
    return contents_->ask<ContentStart>([point, path, limit](Reading &reading, const auto &) -> Result<ContentStart> {
        const auto opened = TRY(PointReader::open(reading.session().service(), reading.nodes(), point));
        return readContentStart(reading.fetcher(), reading.session().verifier(), TRY(opened.find(path)), limit);
    });
}

std::unique_ptr<RestoreJob> ReadingSession::restore(const RestoreRequest &request)
{
    return std::make_unique<RestoreJob>(state_, connect_, request);
}

std::unique_ptr<ArchiveJob> ReadingSession::archive(const ArchiveRequest &request)
{
    return std::make_unique<ArchiveJob>(connect_, request);
}

} // namespace backspool::engine
