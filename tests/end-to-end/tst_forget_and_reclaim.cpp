/// Points are forgotten and space comes back, while others back up the very same files.
#include "story.h"

#include <QDir>

using namespace backspool::test;

class ForgetAndReclaim : public QObject
{
    Q_OBJECT

    static qint64 stored(const Service &service)
    {
        return number(service.command(words("stats --json")), "bytes_stored");
    }

private Q_SLOTS:
    void theSpaceComesBack()
    {
        Story story;
        QVERIFY(story.begin());
        const auto agent = story.agent(QStringLiteral("desk"));
        QVERIFY(agent);
        const QString tree = story.path(QStringLiteral("tree"));
        QVERIFY(makeFiles(tree, 200, 4, 4'000'000, 1));
        const auto first = agent->command({QStringLiteral("backup"), tree, QStringLiteral("--json")});
        VERIFY_CODE(first, 0);
        QVERIFY(makeFiles(tree, 100, 3, 4'000'000, 2)); // most of it is other content now
        VERIFY_CODE(agent->command(words("backup")), 0);
        const QString point = QString::number(number(first, "point"));
        const auto dry = story.service.command(words("reclaim --dry-run --json"));
        VERIFY_CODE(dry, 0);
        VERIFY_CODE(story.service.command({QStringLiteral("forget"), point}), 0);
        QCOMPARE(agent->command({QStringLiteral("ls"), QStringLiteral("--point"), point}).code, 1);
        VERIFY_CODE(story.service.command(words("reclaim")), 0);

        Story fresh;
        QVERIFY(fresh.begin());
        const auto other = fresh.agent(QStringLiteral("desk"));
        QVERIFY(other);
        VERIFY_CODE(other->command({QStringLiteral("backup"), tree}), 0);
        const qint64 now = stored(story.service), least = stored(fresh.service);
        QVERIFY2(now * 10 < least * 11,
                 qPrintable(QStringLiteral("%1 stored, a fresh store takes %2").arg(now).arg(least)));
        VERIFY_CODE(story.service.command(words("verify --read-data")), 0);
        VERIFY_CODE(agent->command(
                        {QStringLiteral("restore"), tree, QStringLiteral("--to"), story.path(QStringLiteral("out"))}),
                    0);
        QCOMPARE(differences(tree, story.path(QStringLiteral("out/tree"))), QString());
    }

    void othersBackUpTheSameFilesMeanwhile()
    {
        Story story;
        QVERIFY(story.begin());
        const auto first = story.agent(QStringLiteral("first")), second = story.agent(QStringLiteral("second"));
        QVERIFY(first && second);
        const QString tree = story.path(QStringLiteral("tree"));
        for (int round = 0; round < 4; ++round) {
            QVERIFY(makeFiles(tree, 300, 3, 3'000'000, quint32(round % 2)));
            const auto made = first->command({QStringLiteral("backup"), tree, QStringLiteral("--json")});
            VERIFY_CODE(made, 0);
            VERIFY_CODE(story.service.command({QStringLiteral("forget"), QString::number(number(made, "point"))}), 0);
            // What was just forgotten is reclaimed while both want the very same chunks.
            const auto a = first->start({QStringLiteral("backup")});
            const auto b = second->start({QStringLiteral("backup"), tree});
            const auto reclaimed = story.service.command(words("reclaim"), 120);
            QVERIFY(a->waitForFinished(120'000) && b->waitForFinished(120'000));
            VERIFY_CODE(reclaimed, 0);
            QCOMPARE(a->exitCode(), 0);
            QCOMPARE(b->exitCode(), 0);
            VERIFY_CODE(story.service.command(words("verify --read-data")), 0);
            const QString out = story.path(QStringLiteral("out-%1").arg(round));
            VERIFY_CODE(second->command({QStringLiteral("restore"), tree, QStringLiteral("--to"), out}), 0);
            QCOMPARE(differences(tree, out + QStringLiteral("/tree")), QString());
        }
    }
};

QTEST_GUILESS_MAIN(ForgetAndReclaim)
#include "tst_forget_and_reclaim.moc"
