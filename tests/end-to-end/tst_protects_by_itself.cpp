/// The agent as a daemon: what is selected is protected without anybody's doing, whatever happens to the service
/// meanwhile.
#include "story.h"

#include <QDir>
#include <QElapsedTimer>
#include <QJsonDocument>

#include <functional>

using namespace backspool::test;

class ProtectsByItself : public QObject
{
    Q_OBJECT

    std::unique_ptr<Story> story_;
    std::unique_ptr<Agent> agent_;
    std::unique_ptr<QProcess> daemon_, watch_;
    QString tree_;

    /// Waits, at most a minute, until @p holds.
    static bool until(const std::function<bool()> &holds)
    {
        QElapsedTimer timer;
        timer.start();
        while (timer.elapsed() < 60'000) {
            if (holds())
                return true;
            QTest::qWait(100);
        }
        return false;
    }
    bool setPolicy(const QByteArray &schedule) const
    {
        return writeFile(
            agent_->state() + QStringLiteral("/policy.json"),
            "{\"version\": 1, \"active\": {\"quiescence_seconds\": 0}, \"schedule\": {\"load_limit_percent\": 100, " +
                schedule + "}}");
    }
    /// No file of this computer's own says something.
    QStringList withPolicy(const QStringList &arguments) const
    {
        return QStringList{QStringLiteral("--network-policy"), story_->path(QStringLiteral("network.json"))} +
               arguments;
    }
    bool startDaemon()
    {
        daemon_ = agent_->start(withPolicy(words("run")));
        return until([&] {
            daemon_->waitForReadyRead(50);
            return daemon_->canReadLine() && daemon_->readLine() == "ready\n";
        });
    }
    /// What the agent says of itself.
    QJsonObject report() const
    {
        return agent_->command(words("status --json")).json()[QStringLiteral("agent")].toObject();
    }
    bool isIn(const QString &state) const { return report()[QStringLiteral("state")].toString() == state; }
    qint64 newestPoint() const
    {
        const auto points =
            agent_->command(words("points --limit 1 --json")).json()[QStringLiteral("points")].toArray();
        return points.isEmpty() ? 0 : points[0][QStringLiteral("point")].toInteger();
    }
    bool isAsNow()
    {
        const QString out = story_->path(QStringLiteral("out"));
        QDir(out).removeRecursively();
        return agent_->command({QStringLiteral("restore"), tree_, QStringLiteral("--to"), out}).code == 0 &&
               differences(tree_, out + QStringLiteral("/tree")).isEmpty();
    }

private Q_SLOTS:
    void init()
    {
        story_ = std::make_unique<Story>();
        QVERIFY(story_->begin());
        agent_ = story_->agent(QStringLiteral("laptop"));
        QVERIFY(agent_);
        tree_ = story_->path(QStringLiteral("tree"));
        QVERIFY(makeFiles(tree_, 20, 1, 300'000, 5));
        VERIFY_CODE(agent_->command({QStringLiteral("selection"), QStringLiteral("add"), tree_}), 0);
    }
    void cleanup()
    {
        for (auto *process : {&watch_, &daemon_}) {
            if (*process) {
                (*process)->kill();
                (*process)->waitForFinished();
                process->reset();
            }
        }
        agent_.reset();
        story_.reset();
    }

    void aPointAppearsByItselfAndGoesOnWhenTheServiceComesBack()
    {
        QVERIFY(setPolicy("\"target_delay_seconds\": 2"));
        QVERIFY(startDaemon());
        QVERIFY2(until([&] { return newestPoint() > 0; }),
                 qPrintable(QString::fromUtf8(daemon_->readAllStandardError())));
        QVERIFY(until([&] { return isAsNow(); }));

        QVERIFY(writeFile(tree_ + QStringLiteral("/letter"), "written between two backups"));
        QVERIFY(until([&] { return isAsNow(); }));

        story_->service.stop();
        QVERIFY(until([&] {
            return report()[QStringLiteral("error")][QStringLiteral("kind")] == QStringLiteral("unreachable");
        }));
        const auto away = report();
        QVERIFY(away[QStringLiteral("state")] == QStringLiteral("waiting") ||
                away[QStringLiteral("state")] == QStringLiteral("running"));
        QVERIFY(!away[QStringLiteral("reason")].toString().isEmpty());
        QVERIFY(writeFile(tree_ + QStringLiteral("/letter"), "written while the service was away"));
        QVERIFY(story_->service.start());
        QVERIFY(until([&] { return isAsNow(); }));
        QVERIFY(until([&] { return !report().contains(QStringLiteral("error")); }));

        daemon_->terminate();
        QVERIFY(daemon_->waitForFinished(30'000));
        QCOMPARE(daemon_->exitStatus(), QProcess::NormalExit);
        QCOMPARE(daemon_->exitCode(), 0);
        QVERIFY(!QFile::exists(agent_->state() + QStringLiteral("/agent.socket")));
    }

    void aBackupByHandIsMadeByTheAgentThatRuns()
    {
        QVERIFY(setPolicy("\"target_delay_seconds\": 3600"));
        QVERIFY(startDaemon());
        QVERIFY(until([&] { return isIn(QStringLiteral("idle")); }));
        VERIFY_CODE(agent_->command(words("pause")), 0);
        QVERIFY(writeFile(tree_ + QStringLiteral("/letter"), "written while it is paused"));
        const auto made = agent_->command(words("backup --json"));
        VERIFY_CODE(made, 0);
        QCOMPARE(made.json()[QStringLiteral("files_new")].toInteger(), 1);
        QCOMPARE(made.json()[QStringLiteral("point")].toInteger(), newestPoint());
        QCOMPARE(report()[QStringLiteral("last_backup")][QStringLiteral("point")].toInteger(), newestPoint());
        QVERIFY(isAsNow());
        QVERIFY(isIn(QStringLiteral("paused"))); // it still is

        story_->service.stop();
        const auto failed = agent_->command(words("backup --json"));
        VERIFY_CODE(failed, 1);
        QCOMPARE(failed.json()[QStringLiteral("error")][QStringLiteral("kind")], QStringLiteral("unreachable"));
    }

    void aPauseHoldsOverARestartAndTheWatchTellsOfIt()
    {
        QVERIFY(setPolicy("\"target_delay_seconds\": 3600"));
        QVERIFY(startDaemon());
        QVERIFY(until([&] { return isIn(QStringLiteral("idle")); }));
        const auto first = newestPoint();
        QVERIFY(first > 0);
        const auto idle = report();
        QCOMPARE(idle[QStringLiteral("last_backup")][QStringLiteral("point")].toInteger(), first);
        QVERIFY(idle.contains(QStringLiteral("next")) && idle.contains(QStringLiteral("last_success")));

        watch_ = agent_->start(words("status --watch"));
        QByteArray watched;
        const auto sees = [&](const char *state) {
            return until([&] {
                watch_->waitForReadyRead(50);
                watched += watch_->readAllStandardOutput();
                return watched.contains(QByteArray("\"state\":\"") + state + '"');
            });
        };
        QVERIFY(sees("idle"));
        VERIFY_CODE(agent_->command(words("pause 1h")), 0);
        QVERIFY(sees("paused"));
        for (const auto &line : watched.split('\n')) {
            if (!line.isEmpty())
                QVERIFY(QJsonDocument::fromJson(line).isObject());
        }

        // Another target delay, and another program: paused as before. A hand-made backup is made all the same.
        QVERIFY(setPolicy("\"target_delay_seconds\": 1"));
        const auto busy = agent_->command(withPolicy(words("run")));
        QCOMPARE(busy.code, 1);
        QVERIFY2(busy.err.contains("another agent"), busy.err.constData());
        daemon_->terminate();
        QVERIFY(daemon_->waitForFinished(30'000));
        QVERIFY(watch_->waitForFinished(30'000));
        QCOMPARE(watch_->exitCode(), 1); // the agent has ended
        QVERIFY(startDaemon());
        QVERIFY(isIn(QStringLiteral("paused")));
        VERIFY_CODE(agent_->command(withPolicy(words("backup"))), 0);
        QCOMPARE(newestPoint(), first + 1);
        QVERIFY(isIn(QStringLiteral("paused")));
        QCOMPARE(newestPoint(), first + 1);

        VERIFY_CODE(agent_->command(words("resume")), 0);
        QVERIFY(until([&] { return newestPoint() > first + 1; }));
    }

    void whatThePolicyLeavesOutIsLeftOutAndABadOneChangesNothing()
    {
        QVERIFY(writeFile(story_->path(QStringLiteral("network.json")),
                          "{\"version\": 1, \"exclusions\": {\"default_list\": true, \"patterns\": [\"*.iso\"]}, "
                          "\"locked\": [\"exclusions.patterns\"]}"));
        QVERIFY(QDir(tree_).mkpath(QStringLiteral(".cache")));
        QVERIFY(writeFile(tree_ + QStringLiteral("/.cache/x"), "made again by itself"));
        QVERIFY(writeFile(tree_ + QStringLiteral("/large.iso"), "an image"));
        VERIFY_CODE(agent_->command(words("selection exclude !large.iso")), 0);
        QVERIFY(setPolicy("\"target_delay_seconds\": 3600"));
        QVERIFY(startDaemon());
        QVERIFY(until([&] { return isIn(QStringLiteral("idle")); }));
        const auto found = [&](const char *name) {
            return agent_->command({QStringLiteral("find"), QString::fromLatin1(name), QStringLiteral("--json")})
                .json()[QStringLiteral("matches")]
                .toArray()
                .size();
        };
        QVERIFY(found("large-0") == 1);
        QCOMPARE(found("large.iso"), 0);
        QCOMPARE(found(".cache"), 0);
        VERIFY_CODE(agent_->command(withPolicy(words("backup"))), 0);
        QCOMPARE(found("large.iso"), 0);

        QVERIFY(writeFile(story_->path(QStringLiteral("network.json")), "{\"version\": 1,\n\"exclusion\": 1}"));
        VERIFY_CODE(agent_->command(words("pause")), 0); // it looks at once
        const auto errors = report()[QStringLiteral("policy_errors")].toArray();
        QCOMPARE(errors.size(), 1);
        QVERIFY(errors[0][QStringLiteral("text")].toString().contains(QStringLiteral("line 2: \"exclusion\"")));
        VERIFY_CODE(agent_->command(withPolicy(words("backup"))), 0);
        QCOMPARE(found("large.iso"), 0);
    }

    void theServicesPolicyReachesARunningAgentAndWhatItLeavesOutIsNotDeleted()
    {
        QVERIFY(writeFile(tree_ + QStringLiteral("/large.iso"), "an image"));
        QVERIFY(setPolicy("\"target_delay_seconds\": 1"));
        QVERIFY(startDaemon());
        QVERIFY(until([&] { return newestPoint() > 0; }));
        const QString file = story_->path(QStringLiteral("all.json"));
        const auto setForAll = [&](const QByteArray &content) {
            return writeFile(file, content)
                       ? story_->service.command({QStringLiteral("policy"), QStringLiteral("set"), file})
                       : Output{};
        };
        const auto wrong = setForAll("{\"version\": 1,\n\"exclusion\": {}}");
        QCOMPARE(wrong.code, 1);
        QVERIFY2(wrong.err.contains("line 2: \"exclusion\" is not known"), wrong.err.constData());
        VERIFY_CODE(setForAll("{\"version\": 1, \"schedule\": {\"target_delay_seconds\": 7200}, "
                              "\"exclusions\": {\"patterns\": [\"*.iso\"]}, "
                              "\"locked\": [\"schedule.target_delay_seconds\", \"exclusions.patterns\"]}"),
                    0);
        // At once: no more backups every second.
        QVERIFY(until([&] {
            const auto shown = agent_->command(withPolicy(words("policy --json"))).json();
            return shown[QStringLiteral("policy")][QStringLiteral("schedule")][QStringLiteral("target_delay_seconds")]
                       .toInteger() == 7200;
        }));
        QVERIFY(until([&] { return isIn(QStringLiteral("idle")); }));
        const auto before = newestPoint();
        const auto backup = agent_->command(withPolicy(words("backup --json")));
        VERIFY_CODE(backup, 0);
        QCOMPARE(number(backup, "files_deleted"), 0);
        QVERIFY(newestPoint() > before);
        const auto isInNewest = [&] {
            const auto found = agent_->command(words("find large.iso --json")).json();
            return !found[QStringLiteral("matches")][0][QStringLiteral("deleted")].toBool();
        };
        QVERIFY(!isInNewest());
        // The service is away, and the agent begins anew: it goes by what it was told.
        daemon_->terminate();
        QVERIFY(daemon_->waitForFinished(30'000));
        story_->service.stop();
        const auto kept = agent_->command(withPolicy(words("policy")));
        QVERIFY2(kept.out.contains("locked by the service's policy"), kept.out.constData());
        VERIFY_CODE(story_->service.command(words("policy clear")), 0); // also while it is stopped
        QVERIFY(story_->service.start());
        VERIFY_CODE(agent_->command(withPolicy(words("backup"))), 0);
        QVERIFY(isInNewest());
    }

    void aStopInTheMiddleOfABackupIsCleanAndLosesNothing()
    {
        QVERIFY(makeFiles(story_->path(QStringLiteral("tree/more")), 3000, 20, 8'000'000, 6));
        QVERIFY(setPolicy("\"target_delay_seconds\": 3600"));
        QVERIFY(startDaemon());
        QVERIFY(until([&] { return isIn(QStringLiteral("running")); }));
        daemon_->terminate();
        QVERIFY(daemon_->waitForFinished(30'000));
        QCOMPARE(daemon_->exitStatus(), QProcess::NormalExit);
        QCOMPARE(daemon_->exitCode(), 0);
        QVERIFY(startDaemon());
        QVERIFY(until([&] { return isIn(QStringLiteral("idle")); }));
        QVERIFY(isAsNow());
    }
};

QTEST_GUILESS_MAIN(ProtectsByItself)
#include "tst_protects_by_itself.moc"
