#include "session/attached_session.h"

#include "attach/told_report.h"

#include <QDateTime>
#include <QFileInfo>

namespace backspool::engine {

namespace {

using namespace std::chrono_literals;

/// A service of the system is restarted within seconds.
constexpr auto kAgain = 5s;

/// An agent that is gone for longer is not coming back.
constexpr std::chrono::seconds kNoteHolds = 7 * 24h;

/// Until when this user was attached: its time of modification.
QString noteOf(const AgentState &state)
{
    return state.folder() + QStringLiteral("/attached");
}

Error notYours()
{
    return {ErrorKind::Denied, QStringLiteral("this computer's administrator decides that")};
}

} // namespace

bool AttachedSession::isServed(const AgentState &state, const QString &socket, WallTime now)
{
    if (QFileInfo::exists(socket)) {
        const auto service = LocalService::connect(socket, 1s);
        if (service || service.error().kind() != ErrorKind::NotFound)
            return true;
        QFile::remove(noteOf(state)); // its word holds, also when it is not there to say it again
        return false;
    }
    const auto noted = QFileInfo(noteOf(state)).lastModified();
    return noted.isValid() && unixSeconds(now) - noted.toSecsSinceEpoch() < kNoteHolds.count();
}

AttachedSession::AttachedSession(const AgentState &state, QString socket)
    : ReadingSession(state, LocalSession::connector(socket)), socket_(std::move(socket))
{
    // Without it a restore cannot be undone, and says so.
    std::ignore = state.create();
    again_.setSingleShot(true);
    again_.setInterval(kAgain);
    connect(&again_, &QTimer::timeout, this, &AttachedSession::watch);
}

AttachedSession::~AttachedSession() = default;

QFuture<Result<std::optional<Membership>>> AttachedSession::membership()
{
    using Answer = Result<std::optional<Membership>>;
    return inBackground<Answer>([socket = socket_]() -> Answer {
        const auto service = TRY(LocalService::connect(socket));
        return Membership{service->attached().client, service->attached().service};
    });
}

QFuture<Status> AttachedSession::enrol(const QString &, const QString &)
{
    return QtFuture::makeReadyValueFuture<Status>(fail(notYours()));
}

QFuture<Result<policy::Selection>> AttachedSession::selection()
{
    return QtFuture::makeReadyValueFuture<Result<policy::Selection>>(fail(notYours()));
}

QFuture<Status> AttachedSession::select(const policy::Selection &)
{
    return QtFuture::makeReadyValueFuture<Status>(fail(notYours()));
}

QFuture<Result<ProtectionSettings>> AttachedSession::settings()
{
    return QtFuture::makeReadyValueFuture<Result<ProtectionSettings>>(fail(notYours()));
}

QFuture<Status> AttachedSession::changeSettings(const ProtectionSettings &, const ProtectionSettings &)
{
    return QtFuture::makeReadyValueFuture<Status>(fail(notYours()));
}

QFuture<Result<std::vector<Activity>>> AttachedSession::activities()
{
    return QtFuture::makeReadyValueFuture<Result<std::vector<Activity>>>({});
}

void AttachedSession::protect()
{
    if (!std::exchange(isWatching_, true))
        watch();
}

void AttachedSession::watch()
{
    using Answer = Result<std::shared_ptr<LocalService>>;
    inBackground<Answer>([socket = socket_]() -> Answer {
        return TRY(LocalService::connect(socket));
    }).then(this, [this](const Answer &service) { watched(service); });
}

void AttachedSession::watched(const Result<std::shared_ptr<LocalService>> &service)
{
    if (!service)
        return lost(service.error());
    watch_ = *service;
    noteAttached();
    // From the connection's thread, which ends with it, and so before this does.
    const auto toSelf = [this](auto act) { QMetaObject::invokeMethod(this, std::move(act), Qt::QueuedConnection); };
    const auto watching = watch_->watch([this, toSelf](const Result<QJsonObject> &report) {
        if (report)
            toSelf([this, object = *report] { told(object); });
        else
            toSelf([this, error = report.error()] { lost(error); });
    });
    if (!watching)
        lost(watching.error());
}

/// For the next start. Without it the socket is looked for alone.
void AttachedSession::noteAttached() const
{
    QFile note(noteOf(state()));
    if (note.open(QIODevice::WriteOnly | QIODevice::Truncate))
        note.setFileTime(QDateTime::currentDateTime(), QFileDevice::FileModificationTime);
}

void AttachedSession::told(const QJsonObject &object)
{
    const auto pointOf = [](const std::optional<AgentReport> &of) {
        return of && of->lastBackup ? of->lastBackup->point : PointId{};
    };
    const bool isFirst = !report_;
    const auto before = pointOf(report_);
    report_ = reportFromJson(object);
    agentError_.reset();
    Q_EMIT reported();
    const auto now = pointOf(report_);
    if (!isFirst && now != PointId{} && now != before) // an agent that has just begun knows of none
        Q_EMIT backedUp();
}

void AttachedSession::lost(const Error &reason)
{
    if (std::exchange(watch_, nullptr))
        noteAttached(); // until now
    agentError_ = Error(ErrorKind::Unreachable,
                        QStringLiteral("this computer's agent does not answer, and is asked again until it does: %1")
                            .arg(reason.text()));
    Q_EMIT reported();
    again_.start();
}

void AttachedSession::backUpNow()
{
    inBackground<Status>([socket = socket_]() -> Status {
        return TRY(LocalService::connect(socket))->backUp();
    }).then(this, [this](const Status &asked) {
        if (!asked)
            Q_EMIT backupPutOff(asked.error());
    });
}

void AttachedSession::pause(std::optional<WallTime>) {}

void AttachedSession::resume() {}

} // namespace backspool::engine
