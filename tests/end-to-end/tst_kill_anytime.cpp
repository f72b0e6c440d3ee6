/// kill -9 of either side at any moment: every acknowledged point restores, the next backup just works and does not
/// send again what the service had acknowledged.
#include "story.h"

#include <QDir>
#include <QRandomGenerator>

using namespace backspool::test;

namespace {
constexpr int kMoments = 20;
/// What may be sent twice: the window that the service grants, and the block being filled.
constexpr qint64 kWindow = 33 << 20;
} // namespace

class KillAnytime : public QObject
{
    Q_OBJECT

    /// Starts a backup, lets @p delay pass, kills; returns whether it was still running.
    template <class Kill> bool killDuring(Agent &agent, int delay, Kill kill)
    {
        const auto backup = agent.start(words("backup"));
        const bool wasRunning = !backup->waitForFinished(delay);
        kill(*backup);
        backup->waitForFinished(60'000);
        return wasRunning;
    }

    template <class Kill> void killAtRandomMoments(quint32 seed, Kill kill)
    {
        qInfo() << "seed" << seed;
        QRandomGenerator random(seed);
        Story story;
        QVERIFY(story.begin());
        const auto agent = story.agent(QStringLiteral("desk"));
        QVERIFY(agent);
        const QString tree = story.path(QStringLiteral("tree"));
        QVERIFY(makeFiles(tree, 300, 1, 1'000'000, seed));
        const auto first = agent->command({QStringLiteral("backup"), tree, QStringLiteral("--json")});
        VERIFY_CODE(first, 0);
        VERIFY_CODE(run(QStringLiteral("cp"), {QStringLiteral("-a"), tree, story.path(QStringLiteral("as-it-was"))}),
                    0);

        int killed = 0;
        for (int moment = 0; moment < kMoments; ++moment) {
            QVERIFY(makeFiles(tree + QStringLiteral("/more-%1").arg(moment), 150, 2, 6'000'000,
                              seed + quint32(moment) + 1));
            killed += killDuring(*agent, random.bounded(1, 400), [&](QProcess &backup) { kill(story, backup); });
            if (!story.service.isRunning())
                QVERIFY(story.service.start());
        }
        qInfo() << killed << "of" << kMoments << "were under way";
        QVERIFY(killed >= kMoments / 4);

        VERIFY_CODE(agent->command(words("backup")), 0);
        VERIFY_CODE(story.service.command(words("verify --read-data")), 0);
        VERIFY_CODE(agent->command(
                        {QStringLiteral("restore"), tree, QStringLiteral("--to"), story.path(QStringLiteral("now"))}),
                    0);
        QCOMPARE(differences(tree, story.path(QStringLiteral("now/tree"))), QString());
        VERIFY_CODE(agent->command({QStringLiteral("restore"), QStringLiteral("--point"),
                                    QString::number(number(first, "point")), tree, QStringLiteral("--to"),
                                    story.path(QStringLiteral("then"))}),
                    0);
        QCOMPARE(differences(story.path(QStringLiteral("as-it-was")), story.path(QStringLiteral("then/tree"))),
                 QString());
    }

private Q_SLOTS:
    void theAgentDies()
    {
        killAtRandomMoments(QRandomGenerator::global()->generate() % 100'000,
                            [](Story &, QProcess &backup) { backup.kill(); });
    }

    void theServiceDies()
    {
        killAtRandomMoments(QRandomGenerator::global()->generate() % 100'000,
                            [](Story &story, QProcess &) { story.service.kill(); });
    }

    void whatWasAcknowledgedIsNotSentAgain()
    {
        Story story;
        QVERIFY(story.begin());
        const auto agent = story.agent(QStringLiteral("desk"));
        QVERIFY(agent);
        const QString tree = story.path(QStringLiteral("tree"));
        constexpr qint64 kBytes = 16ll * 10'000'000;
        QVERIFY(makeFiles(tree, 0, 16, 10'000'000, 3));
        QVERIFY(agent->command({QStringLiteral("selection"), QStringLiteral("add"), tree}).code == 0);

        // Killed when the store holds about two thirds.
        const auto backup = agent->start(words("backup"));
        const auto staged = [&] {
            return run(QStringLiteral("du"), {QStringLiteral("-sb"), story.service.store()})
                .out.split('\t')
                .value(0)
                .toLongLong();
        };
        while (backup->state() == QProcess::Running && staged() < kBytes * 2 / 3)
            backup->waitForFinished(10);
        QVERIFY(backup->state() == QProcess::Running);
        const qint64 held = staged();
        backup->kill();
        backup->waitForFinished();

        const auto again = agent->command(words("backup --json"));
        VERIFY_CODE(again, 0);
        QVERIFY2(number(again, "bytes_sent") < kBytes - held + kWindow,
                 qPrintable(again.text() + QString::number(held)));
    }
};

QTEST_GUILESS_MAIN(KillAnytime)
#include "tst_kill_anytime.moc"
