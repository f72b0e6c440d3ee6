/// The catalogue is gone: rebuild brings everything back from the store.
#include "story.h"

#include <QDir>

using namespace backspool::test;

class LostCatalogue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rebuildBringsEveryPointBack()
    {
        Story story;
        QVERIFY(story.begin());
        const auto agent = story.agent(QStringLiteral("desk")), other = story.agent(QStringLiteral("other"));
        QVERIFY(agent && other);
        const QString tree = story.path(QStringLiteral("tree"));
        QList<qint64> points;
        for (int round = 0; round < 3; ++round) {
            QVERIFY(makeFiles(tree + QStringLiteral("/part-%1").arg(round), 100, 1, 3'000'000, quint32(round)));
            const auto made = agent->command({QStringLiteral("backup"), tree, QStringLiteral("--json")});
            VERIFY_CODE(made, 0);
            points << number(made, "point");
        }
        VERIFY_CODE(other->command({QStringLiteral("backup"), tree}), 0);
        VERIFY_CODE(story.service.command({QStringLiteral("forget"), QString::number(points[1])}), 0);
        QVERIFY(writeFile(story.path(QStringLiteral("policy.json")), "{\"version\": 1, \"locked\": []}"));
        VERIFY_CODE(story.service.command(
                        {QStringLiteral("policy"), QStringLiteral("set"), story.path(QStringLiteral("policy.json"))}),
                    0);
        const auto policy = story.service.command(words("policy show --json")).json();
        QCOMPARE(policy[QStringLiteral("version")].toInteger(), 1);
        const auto before = story.service.command(words("points --json")).json();
        QCOMPARE(story.service.command(words("rebuild")).code, 1); // not while it runs
        story.service.stop();

        for (const char *lost :
             {"catalogue.sqlite", "catalogue.sqlite-journal", "catalogue.sqlite-wal", "catalogue.sqlite-shm"})
            QFile::remove(story.service.folder() + QLatin1Char('/') + QLatin1StringView(lost));
        QVERIFY(QDir(story.service.folder() + QStringLiteral("/index")).removeRecursively());
        const auto rebuilt = story.service.command(words("rebuild --json"));
        VERIFY_CODE(rebuilt, 0);
        // Indexes and trees only: the data are 9 MB.
        QVERIFY2(number(rebuilt, "bytes_read") < 1'000'000, qPrintable(rebuilt.text()));

        QVERIFY(story.service.start());
        QCOMPARE(story.service.command(words("points --json")).json(), before);
        QCOMPARE(story.service.command(words("policy show --json")).json(), policy);
        const auto again = agent->command(words("backup --json"));
        VERIFY_CODE(again, 0);
        QCOMPARE(number(again, "files_unchanged"), 303);
        QVERIFY2(number(again, "bytes_sent") < 8'000, qPrintable(again.text()));
        VERIFY_CODE(agent->command({QStringLiteral("restore"), QStringLiteral("--point"), QString::number(points[0]),
                                    tree, QStringLiteral("--to"), story.path(QStringLiteral("out"))}),
                    0);
        QCOMPARE(differences(tree + QStringLiteral("/part-0"), story.path(QStringLiteral("out/tree/part-0"))),
                 QString());
        VERIFY_CODE(story.service.command(words("verify --read-data")), 0);
    }

    void theStoreMovesToANewHostWithItsKey()
    {
        Story story;
        QVERIFY(story.begin());
        const auto agent = story.agent(QStringLiteral("desk"));
        QVERIFY(agent);
        const QString tree = story.path(QStringLiteral("tree")), key = story.path(QStringLiteral("exported.key"));
        QVERIFY(makeFiles(tree, 50, 1, 1'000'000, 4));
        VERIFY_CODE(agent->command({QStringLiteral("backup"), tree}), 0);
        VERIFY_CODE(story.service.command({QStringLiteral("key"), QStringLiteral("export"), key}), 0);
        story.service.stop();

        Service moved(story.path(QStringLiteral("new-host")));
        QVERIFY(QDir().mkpath(moved.folder()));
        VERIFY_CODE(run(QStringLiteral("cp"), {QStringLiteral("-a"), story.service.store(), moved.folder()}), 0);
        QVERIFY(!moved.start()); // a store without its key is not taken for an empty folder
        VERIFY_CODE(moved.command({QStringLiteral("key"), QStringLiteral("import"), key}), 0);
        VERIFY_CODE(moved.command(words("rebuild")), 0);
        QVERIFY(moved.start());
        Agent fresh(story.path(QStringLiteral("fresh")));
        QVERIFY(fresh.enrol(moved, moved.code(QStringLiteral("desk"), true)));
        VERIFY_CODE(
            fresh.command({QStringLiteral("restore"), tree, QStringLiteral("--to"), story.path(QStringLiteral("out"))}),
            0);
        QCOMPARE(differences(tree, story.path(QStringLiteral("out/tree"))), QString());
    }
};

QTEST_GUILESS_MAIN(LostCatalogue)
#include "tst_lost_catalogue.moc"
