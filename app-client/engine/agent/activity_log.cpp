#include "agent/activity_log.h"

#include "core/json_values.h"
#include "core/small_file.h"
#include "core/units.h"

#include <QDateTime>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace backspool::engine {

namespace {

/// A backup in which all is well takes 400 bytes: half a year of hourly ones in each of the two files.
constexpr ByteCount kMaxFile = 2_MiB;
/// More of one backup nobody reads; the point has all of them marked.
constexpr size_t kMostProblems = 200;
/// Paths and reasons can be long.
constexpr ByteCount kMaxProblems = 128_KiB;

constexpr std::array kKinds{QLatin1StringView("backup"), QLatin1StringView("failure"), QLatin1StringView("waiting")};
constexpr std::array kProblemKinds{QLatin1StringView("other"), QLatin1StringView("denied"),
                                   QLatin1StringView("unreadable"), QLatin1StringView("inconsistent"),
                                   QLatin1StringView("command")};

template <class Kind, class Names> Kind kindFrom(const Names &names, const QString &name, Kind otherwise)
{
    const auto found = std::ranges::find(names, name);
    return found == names.end() ? otherwise : Kind(found - names.begin());
}

struct Field
{
    QLatin1StringView name;
    uint64_t format::PointStatistics::*member;
};
constexpr std::array kStatistics{Field{QLatin1StringView("files"), &format::PointStatistics::files},
                                 Field{QLatin1StringView("files_new"), &format::PointStatistics::filesNew},
                                 Field{QLatin1StringView("files_modified"), &format::PointStatistics::filesModified},
                                 Field{QLatin1StringView("files_deleted"), &format::PointStatistics::filesDeleted},
                                 Field{QLatin1StringView("files_skipped"), &format::PointStatistics::filesSkipped},
                                 Field{QLatin1StringView("bytes"), &format::PointStatistics::bytes},
                                 Field{QLatin1StringView("bytes_read"), &format::PointStatistics::bytesRead},
                                 Field{QLatin1StringView("bytes_sent"), &format::PointStatistics::bytesSent}};

/// The engine's sentence ends with the system's own words.
ActivityProblem::Kind kindOf(const QString &reason)
{
    const auto endsWith = [&](int number) {
        return reason.endsWith(QString::fromStdString(std::generic_category().message(number)));
    };
    if (endsWith(EACCES) || endsWith(EPERM))
        return ActivityProblem::Kind::Denied;
    for (const int number : {EIO, ESTALE, ENODEV, ENXIO, ETIMEDOUT, EHOSTDOWN, ENOTCONN}) {
        if (endsWith(number))
            return ActivityProblem::Kind::Unreadable;
    }
    return ActivityProblem::Kind::Other;
}

QString fileOf(const AgentState &state)
{
    return state.folder() + QStringLiteral("/activity.log");
}

QString olderFileOf(const AgentState &state)
{
    return state.folder() + QStringLiteral("/activity.log.1");
}

} // namespace

Activity Activity::of(const BackupReport &report)
{
    Activity activity{.kind = Kind::Backup,
                      .time = report.started,
                      .point = report.point,
                      .duration = report.duration,
                      .statistics = report.statistics,
                      .reason = {},
                      .problems = {}};
    ByteCount room = kMaxProblems;
    const auto add = [&](ActivityProblem::Kind kind, const QByteArray &path, const QString &reason) {
        ++activity.problemCount;
        const auto size = path.size() + 3 * reason.size();
        if (activity.problems.size() >= kMostProblems || size > room)
            return;
        room -= size;
        activity.problems.push_back({kind, path, reason});
    };
    for (const auto &failure : report.commandFailures)
        add(ActivityProblem::Kind::Command, {}, failure.error.text());
    for (const auto &group : report.groups) {
        if (group.protection == Protection::None)
            add(ActivityProblem::Kind::Inconsistent, group.path, group.reason);
    }
    for (const auto &file : report.skipped)
        add(kindOf(file.reason), file.path, file.reason);
    return activity;
}

QByteArray activityToLine(const Activity &activity)
{
    const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(activity.time).time_since_epoch().count();
    QJsonObject object{{QStringLiteral("kind"), kKinds[size_t(activity.kind)]},
                       {QStringLiteral("time"), qint64(milliseconds)}};
    if (activity.kind == Activity::Kind::Backup) {
        object[QStringLiteral("point")] = qint64(activity.point.value);
        object[QStringLiteral("milliseconds")] =
            qint64(std::chrono::floor<std::chrono::milliseconds>(activity.duration).count());
        for (const auto &field : kStatistics)
            object[field.name] = qint64(activity.statistics.*field.member);
    } else {
        object[QStringLiteral("reason")] = activity.reason;
    }
    QJsonArray problems;
    for (const auto &problem : activity.problems) {
        QJsonObject one{{QStringLiteral("kind"), kProblemKinds[size_t(problem.kind)]},
                        {QStringLiteral("reason"), problem.reason}};
        if (!problem.path.isEmpty())
            putPath(one, QStringLiteral("path"), problem.path);
        problems.append(one);
    }
    if (activity.problemCount > 0) {
        object[QStringLiteral("problems")] = problems;
        object[QStringLiteral("problem_count")] = qint64(activity.problemCount);
    }
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

std::optional<Activity> activityFromLine(const QByteArray &line)
{
    const auto document = QJsonDocument::fromJson(line);
    const auto object = document.object();
    const QString name = object[QStringLiteral("kind")].toString();
    if (!document.isObject() || !std::ranges::contains(kKinds, name))
        return std::nullopt;
    const auto number = [](const QJsonValue &value) { return uint64_t(std::max<qint64>(value.toInteger(), 0)); };
    Activity activity;
    activity.kind = kindFrom(kKinds, name, Activity::Kind::Waiting);
    // What nanoseconds can say ends in 2262.
    const auto time = std::min<qint64>(object[QStringLiteral("time")].toInteger(),
                                       WallTime::max().time_since_epoch() / std::chrono::milliseconds(1));
    activity.time = WallTime(std::chrono::milliseconds(std::max<qint64>(time, 0)));
    activity.point.value = decltype(activity.point.value)(number(object[QStringLiteral("point")]));
    activity.duration =
        std::chrono::milliseconds(std::min<qint64>(qint64(number(object[QStringLiteral("milliseconds")])),
                                                   std::chrono::days(3'650) / std::chrono::milliseconds(1)));
    for (const auto &field : kStatistics)
        activity.statistics.*field.member = number(object[field.name]);
    activity.reason = object[QStringLiteral("reason")].toString();
    activity.problemCount = number(object[QStringLiteral("problem_count")]);
    const auto problems = object[QStringLiteral("problems")].toArray();
    for (const auto &value : problems) {
        const auto problem = value.toObject();
        activity.problems.push_back(
            {kindFrom(kProblemKinds, problem[QStringLiteral("kind")].toString(), ActivityProblem::Kind::Other),
             pathFrom(problem, QStringLiteral("path")), problem[QStringLiteral("reason")].toString()});
    }
    return activity;
}

Status appendActivity(const AgentState &state, const Activity &activity)
{
    const QString path = fileOf(state);
    const QString doing = QStringLiteral("writing %1").arg(path);
    const QByteArray name = QFile::encodeName(path);
    QByteArray line = activityToLine(activity) + '\n';
    struct stat status{};
    if (::stat(name.constData(), &status) == 0 && status.st_size > 0 && status.st_size + line.size() > kMaxFile &&
        ::rename(name.constData(), QFile::encodeName(olderFileOf(state)).constData()) != 0)
        return fail(systemError(errno, doing));
    const FileDescriptor file(::open(name.constData(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600));
    if (!file.isOpen() || ::fstat(file.get(), &status) != 0)
        return fail(systemError(errno, doing));
    char last = '\n';
    // What a crash cut short must not spoil this line.
    if (status.st_size > 0 && ::pread(file.get(), &last, 1, status.st_size - 1) == 1 && last != '\n')
        line.prepend('\n');
    if (::write(file.get(), line.constData(), size_t(line.size())) != line.size())
        return fail(systemError(errno, doing));
    return {};
}

Result<std::vector<Activity>> readActivities(const AgentState &state)
{
    std::vector<Activity> activities;
    for (const auto &path : {olderFileOf(state), fileOf(state)}) {
        // The last line can be longer than all that fits by itself.
        const auto content = readSmallFile(path, 2 * kMaxFile);
        // One that is far too long is no log, and does not hide the other.
        const auto isPassedOver = [](ErrorKind kind) {
            return kind == ErrorKind::NotFound || kind == ErrorKind::Damaged;
        };
        if (!content && isPassedOver(content.error().kind()))
            continue;
        if (!content)
            return fail(content.error().withContext(QStringLiteral("reading %1").arg(path)));
        for (const auto &line : content->split('\n')) {
            if (auto activity = activityFromLine(line))
                activities.push_back(*std::move(activity));
        }
    }
    std::ranges::reverse(activities);
    return activities;
}

} // namespace backspool::engine
