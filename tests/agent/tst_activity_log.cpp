/// What the agent keeps of its runs for people: in lines that outlive a crash, and in a bounded place.
#include "agent/activity_log.h"
#include "support/verify_ok.h"

#include <QFile>
#include <QTemporaryDir>

#include <cerrno>
#include <system_error>

using namespace backspool;
using namespace backspool::engine;

class TestActivityLog : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;

    AgentState state() const { return AgentState(folder_->path()); }
    QString file(const char *name) const { return folder_->filePath(QLatin1StringView(name)); }
    static Activity backup(uint64_t point)
    {
        Activity activity;
        activity.time = fromUnixSeconds(1'800'000'000 + int64_t(point));
        activity.point.value = decltype(activity.point.value)(point);
        activity.duration = std::chrono::milliseconds(1'500);
        activity.statistics.files = 12;
        activity.statistics.filesNew = 3;
        activity.statistics.bytesRead = 1'000'000;
        activity.statistics.bytesSent = 4'000;
        return activity;
    }

private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void whatIsKeptIsReadAgainTheNewestFirst()
    {
        QVERIFY(readActivities(state())->empty());
        auto bad = backup(7);
        bad.problems = {{ActivityProblem::Kind::Denied, "/home/a/caf\xe9", QStringLiteral("no")},
                        {ActivityProblem::Kind::Command, {}, QStringLiteral("it ended with 1")}};
        bad.problemCount = 200;
        const Activity failure{.kind = Activity::Kind::Failure,
                               .time = fromUnixSeconds(1'800'000'100),
                               .reason = QStringLiteral("the service \"x\"\ncannot be reached")};
        const Activity waiting{.kind = Activity::Kind::Waiting,
                               .time = fromUnixSeconds(1'800'000'200),
                               .reason = QStringLiteral("on battery")};
        for (const auto &activity : {backup(6), bad, failure, waiting})
            VERIFY_OK(appendActivity(state(), activity));
        const auto read = readActivities(state());
        VERIFY_OK(read);
        QCOMPARE(*read, (std::vector<Activity>{waiting, failure, bad, backup(6)}));
        QCOMPARE(QFile(file("activity.log")).permissions() & (QFile::ReadGroup | QFile::ReadOther),
                 QFile::Permissions());
    }

    void aDamagedOlderFileHidesNoNewerOne()
    {
        VERIFY_OK(appendActivity(state(), backup(1)));
        QFile older(file("activity.log.1"));
        QVERIFY(older.open(QIODevice::WriteOnly) && older.resize(10 << 20));
        const auto read = readActivities(state());
        VERIFY_OK(read);
        QCOMPARE(*read, std::vector<Activity>{backup(1)});
    }

    void aLineThatWasCutShortSpoilsNoOther()
    {
        VERIFY_OK(appendActivity(state(), backup(1)));
        VERIFY_OK(appendActivity(state(), backup(2)));
        const auto whole = QFile(file("activity.log")).size();
        for (qint64 size = whole / 2; size < whole; ++size) {
            VERIFY_OK(appendActivity(state(), backup(2)));
            QVERIFY(QFile::resize(file("activity.log"), size));
            VERIFY_OK(appendActivity(state(), backup(3)));
            const auto read = readActivities(state());
            VERIFY_OK(read);
            QVERIFY(read->size() == 2 || read->size() == 3); // the second may have lost its line end only
            QCOMPARE(read->front(), backup(3));
            QCOMPARE(read->back(), backup(1));
        }
    }

    void whatIsNoSuchLineIsPassedOver_data()
    {
        QTest::addColumn<QByteArray>("line");
        for (const QByteArray line : {"", "x", "[]", "{}", "{\"kind\": \"other\"}", "{\"kind\": 1}", "\xff\xfe"})
            QTest::newRow(line.toHex().constData()) << line;
    }
    void whatIsNoSuchLineIsPassedOver()
    {
        QFETCH(QByteArray, line);
        QVERIFY(!activityFromLine(line));
    }

    void wildFiguresHarmNobody()
    {
        const auto activity = activityFromLine(R"({"kind": "backup", "time": 9223372036854775807, "point": -1,
            "milliseconds": 9223372036854775807, "bytes_read": -5, "problems": [1, {"kind": "?"}], "problem_count": -1})");
        QVERIFY(activity);
        QCOMPARE(activity->statistics.bytesRead, uint64_t(0));
        QCOMPARE(activity->problems.size(), size_t(2));
        QVERIFY(activity->duration > std::chrono::hours(0));
    }

    void thereIsABound()
    {
        auto large = backup(1);
        for (int i = 0; i < 150; ++i)
            large.problems.push_back({ActivityProblem::Kind::Other, "/" + QByteArray(500, 'a'), QStringLiteral("x")});
        large.problemCount = 150;
        for (uint64_t i = 0; i < 100; ++i) {
            large.point.value = decltype(large.point.value)(i);
            VERIFY_OK(appendActivity(state(), large));
        }
        QVERIFY(QFile(file("activity.log")).size() + QFile(file("activity.log.1")).size() <= 2 * (2 << 20));
        const auto read = readActivities(state());
        VERIFY_OK(read);
        QCOMPARE(read->front().point.value, decltype(large.point.value)(99));
        QVERIFY(read->size() > 25);
    }

    void aReportBecomesWhatPeopleNeed()
    {
        BackupReport report;
        report.point.value = 5;
        const auto words = [](int number) {
            return QStringLiteral("cannot open it: ") + QString::fromStdString(std::generic_category().message(number));
        };
        report.skipped = {{"/a", words(EACCES)}, {"/b", words(EIO)}, {"/c", QStringLiteral("its name is too long")}};
        report.groups = {
            {.kind = GroupKind::Sqlite, .path = "/d", .protection = Protection::None, .reason = QStringLiteral("r")},
            {.kind = GroupKind::Sqlite, .path = "/e", .protection = Protection::Clone, .reason = {}}};
        report.commandFailures = {{QStringLiteral("before"), Error(ErrorKind::Io, QStringLiteral("no"))}};
        const auto activity = Activity::of(report);
        using Kind = ActivityProblem::Kind;
        std::vector<Kind> kinds;
        for (const auto &problem : activity.problems)
            kinds.push_back(problem.kind);
        QCOMPARE(kinds,
                 (std::vector<Kind>{Kind::Command, Kind::Inconsistent, Kind::Denied, Kind::Unreadable, Kind::Other}));
        QCOMPARE(activity.problemCount, uint64_t(5));
        // A hundred thousand are counted, and as many kept as somebody may read.
        report.skipped = std::vector<Skipped>(5'000, {"/x", QStringLiteral("no")});
        QCOMPARE(Activity::of(report).problems.size(), size_t(200));
        QCOMPARE(Activity::of(report).problemCount, uint64_t(5'002));
    }
};

QTEST_APPLESS_MAIN(TestActivityLog)
#include "tst_activity_log.moc"
