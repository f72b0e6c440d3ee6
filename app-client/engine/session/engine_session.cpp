#include "session/engine_session.h"

#include "backup/settings_lock.h"
#include "restore/old_undos.h"
#include "session/enrolment.h"
#include "session/search_job.h"

#include <QElapsedTimer>

namespace backspool::engine {

namespace {

/// A range of so many points is answered at once.
constexpr size_t kFewPoints = 4;
/// For the way to a folder in a few points; and for a large folder in a thousand of them, which differ little.
constexpr ByteCount kSomeNodes = 4_MiB;
constexpr ByteCount kManyNodes = 24_MiB;
/// Of names that nobody searches yet; then a search has its turn, as soon as the folder is read that is being read: it
/// needs that one itself.
constexpr qint64 kReadAheadMilliseconds = 30;

} // namespace

EngineSession::EngineSession(AgentState state, QString software)
    : state_(std::move(state)), software_(std::move(software))
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

EngineSession::~EngineSession()
{
    ending_->cancel();
}

void EngineSession::openLanes()
{
    near_ = makeLane(kSomeNodes);
    far_ = makeLane(kManyNodes);
    contents_ = makeLane(kSomeNodes);
    endSearch();
}

std::unique_ptr<ReadingLane> EngineSession::makeLane(ByteCount nodesKept) const
{
    return std::make_unique<ReadingLane>(state_, software_, nodesKept);
}

void EngineSession::askForKeyAgain()
{
    if (state_.secrets())
        state_.secrets()->askAgain();
}

QFuture<Result<std::optional<Membership>>> EngineSession::membership()
{
    askForKeyAgain(); // windows ask this when a person opens them or wants them to try again
    using Answer = Result<std::optional<Membership>>;
    return inBackground<Answer>([state = state_]() -> Answer {
        const auto identity = protocol::Identity::load(state.identityFile());
        if (identity)
            return Membership{identity->clientName, identity->service, !identity->secretName.isEmpty(),
                              identity->whyInFile};
        if (identity.error().kind() == ErrorKind::NotFound)
            return std::nullopt;
        return fail(identity.error());
    });
}

QFuture<Status> EngineSession::enrol(const QString &service, const QString &code)
{
    auto enrolment = [state = state_, software = software_, ending = ending_, service, code]() -> Status {
        const auto parsed = TRY(protocol::EnrolmentCode::fromText(code));
        TRY(enrolComputer(state, service, parsed, software, SecretPlace::Keychain, *ending));
        return {};
    };
    return inThread<Status>(enrolling_, enrolment).then(this, [this](const Status &status) {
        if (status) {
            openLanes();
            Q_EMIT enrolled();
        }
        return status;
    });
}

QFuture<Result<policy::Selection>> EngineSession::selection()
{
    using Answer = Result<policy::Selection>;
    return inBackground<Answer>([state = state_]() -> Answer {
        auto selection = policy::Selection::load(state.selectionFile());
        if (!selection && selection.error().kind() == ErrorKind::NotFound)
            return policy::Selection{};
        return selection;
    });
}

QFuture<Status> EngineSession::select(const policy::Selection &selection)
{
    return inBackground<Status>([state = state_, selection]() -> Status {
        const auto lock = TRY(lockSettings(state));
        return selection.save(state.selectionFile());
    });
}

QFuture<Result<ProtectionSettings>> EngineSession::settings()
{
    return inBackground<Result<ProtectionSettings>>([state = state_] { return loadSettings(state); });
}

QFuture<Status> EngineSession::changeSettings(const ProtectionSettings &known, const ProtectionSettings &wanted)
{
    auto changed =
        inBackground<Status>([state = state_, known, wanted] { return engine::changeSettings(state, known, wanted); });
    return changed.then(this, [this](const Status &status) {
        if (status && agent_)
            agent_->lookAgain();
        return status;
    });
}

QFuture<Result<std::vector<LocalEntry>>> EngineSession::localFolder(const QByteArray &path)
{
    return inBackground<Result<std::vector<LocalEntry>>>([path] { return listLocalFolder(path); });
}

QFuture<FolderSize> EngineSession::localSize(const QByteArray &path)
{
    return sizes_.count<FolderSize>(
        [path](const auto &tell, const IsUnwanted &isUnwanted) { countTree(path, tell, isUnwanted); });
}

QFuture<LeftOutCount> EngineSession::leftOut(const std::vector<QByteArray> &selected, const LeftOutRules &rules)
{
    const format::FileTime now{unixSeconds(SystemClock().now()), 0};
    return leftOut_.count<LeftOutCount>([selected, rules, now](const auto &tell, const IsUnwanted &isUnwanted) {
        std::ignore = countLeftOut(selected, rules, now, tell, isUnwanted);
    });
}

QFuture<Result<PointsSnapshot>> EngineSession::points()
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

QFuture<Result<AgentSession::TimelinePointer>> EngineSession::folder(const PointsSnapshot &points,
                                                                     const QByteArray &path, const PointRange &range)
{
    const bool isNear = range.oldest - range.newest < kFewPoints;
    auto &lane = isNear ? *near_ : *far_;
    return lane.ask<TimelinePointer>(
        [points, path, range](Reading &reading, const auto &isUnwanted) -> Result<TimelinePointer> {
            return std::make_shared<const FolderTimeline>(
                TRY(readTimeline(reading.history(points), path, range, isUnwanted)));
        });
}

void EngineSession::endSearch()
{
    named_.reset();
    search_ = makeLane(kManyNodes);
}

void EngineSession::prepareSearch(const PointsSnapshot &points)
{
    if (named_ != points) {
        named_ = points;
        readNames();
    }
}

/// A piece, and then the next one.
void EngineSession::readNames()
{
    search_
        ->ask<bool>([points = named_](Reading &reading, const auto &isUnwanted) -> Result<bool> {
            auto &names = reading.names(points);
            QElapsedTimer timer;
            timer.start();
            while (names.canReadOn() && !isUnwanted() && !timer.hasExpired(kReadAheadMilliseconds))
                TRY(names.readOn(reading.history(points)));
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

QFuture<SearchBatch> EngineSession::search(const PointsSnapshot &points, const QString &text)
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

QFuture<Result<ContentStart>> EngineSession::contentStart(PointId point, const QByteArray &path, ByteCount limit)
{
    return contents_->ask<ContentStart>([point, path, limit](Reading &reading, const auto &) -> Result<ContentStart> {
        const auto opened = TRY(PointReader::open(reading.session().service(), reading.nodes(), point));
        return readContentStart(reading.fetcher(), reading.session().digester(), TRY(opened.find(path)), limit);
    });
}

std::unique_ptr<RestoreJob> EngineSession::restore(const RestoreRequest &request)
{
    return std::make_unique<RestoreJob>(state_, software_, request);
}

std::unique_ptr<ArchiveJob> EngineSession::archive(const ArchiveRequest &request)
{
    return std::make_unique<ArchiveJob>(state_, software_, request);
}

QFuture<Result<std::vector<Activity>>> EngineSession::activities()
{
    return inBackground<Result<std::vector<Activity>>>([state = state_] { return readActivities(state); });
}

void EngineSession::protect()
{
    if (agent_)
        return;
    agent_ = std::make_unique<AgentThread>(state_, software_);
    connect(agent_.get(), &AgentThread::reported, this, &EngineSession::keep);
    connect(agent_.get(), &AgentThread::failed, this, [this](const Error &error) {
        agentError_ = error;
        Q_EMIT reported();
    });
    agent_->start();
}

void EngineSession::keep(const AgentReport &report)
{
    const auto pointOf = [](const std::optional<AgentReport> &of) {
        return of && of->lastBackup ? of->lastBackup->point : PointId{};
    };
    const auto before = pointOf(report_);
    report_ = report;
    agentError_.reset();
    Q_EMIT reported();
    if (pointOf(report_) != before)
        Q_EMIT backedUp();
}

void EngineSession::backUpNow()
{
    askForKeyAgain();
    if (agent_)
        agent_->backUpNow();
}

void EngineSession::pause(std::optional<WallTime> until)
{
    if (agent_)
        agent_->pause(until);
}

void EngineSession::resume()
{
    if (agent_)
        agent_->resume();
}

} // namespace backspool::engine
