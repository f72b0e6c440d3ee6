/// Two computers with the same files: the second sends next to nothing, and neither sees the other's.
#include "story.h"

#include <QDir>

using namespace backspool::test;

class TwoClients : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSecondSendsUnderOnePercent()
    {
        Story story;
        QVERIFY(story.begin());
        const auto first = story.agent(QStringLiteral("first")), second = story.agent(QStringLiteral("second"));
        QVERIFY(first && second);
        QVERIFY(makeFiles(story.path(QStringLiteral("tree")), 1000, 3, 20'000'000, 11));
        VERIFY_CODE(run(QStringLiteral("cp"),
                        {QStringLiteral("-a"), story.path(QStringLiteral("tree")), story.path(QStringLiteral("copy"))}),
                    0);
        const auto a =
            first->command({QStringLiteral("backup"), story.path(QStringLiteral("tree")), QStringLiteral("--json")});
        VERIFY_CODE(a, 0);
        const qint64 storedBefore = number(story.service.command(words("stats --json")), "bytes_stored");
        const auto b =
            second->command({QStringLiteral("backup"), story.path(QStringLiteral("copy")), QStringLiteral("--json")});
        VERIFY_CODE(b, 0);
        const qint64 storedAfter = number(story.service.command(words("stats --json")), "bytes_stored");
        QCOMPARE(number(b, "files_redundant"), 1003);
        QVERIFY2(number(b, "bytes_sent") * 100 < number(a, "bytes_sent"), qPrintable(a.text() + b.text()));
        QVERIFY2((storedAfter - storedBefore) * 100 < storedBefore,
                 qPrintable(QStringLiteral("%1 then %2").arg(storedBefore).arg(storedAfter)));
        VERIFY_CODE(second->command({QStringLiteral("restore"), story.path(QStringLiteral("copy")),
                                     QStringLiteral("--to"), story.path(QStringLiteral("out"))}),
                    0);
        QCOMPARE(differences(story.path(QStringLiteral("tree")), story.path(QStringLiteral("out/copy"))), QString());
    }

    void neitherSeesTheOthersPoints()
    {
        Story story;
        QVERIFY(story.begin());
        const auto first = story.agent(QStringLiteral("first")), second = story.agent(QStringLiteral("second"));
        QVERIFY(first && second);
        QVERIFY(makeFiles(story.path(QStringLiteral("tree")), 20, 0, 0, 5));
        const auto made =
            first->command({QStringLiteral("backup"), story.path(QStringLiteral("tree")), QStringLiteral("--json")});
        VERIFY_CODE(made, 0);
        const QString point = QString::number(number(made, "point"));
        QVERIFY(!QString::fromUtf8(second->command(words("points")).out).contains(QStringLiteral("first")));
        QCOMPARE(second->command(words("points --json")).json().value(QStringLiteral("points")).toArray().size(), 0);
        QCOMPARE(second->command({QStringLiteral("ls"), QStringLiteral("--point"), point}).code, 1);
        QCOMPARE(second
                     ->command({QStringLiteral("restore"), QStringLiteral("--point"), point,
                                story.path(QStringLiteral("tree")), QStringLiteral("--to"),
                                story.path(QStringLiteral("stolen"))})
                     .code,
                 1);
        QVERIFY(!QDir(story.path(QStringLiteral("stolen/tree"))).exists());
    }

    void bothBackUpAtTheSameTime()
    {
        Story story;
        QVERIFY(story.begin());
        const auto first = story.agent(QStringLiteral("first")), second = story.agent(QStringLiteral("second"));
        QVERIFY(first && second);
        QVERIFY(makeFiles(story.path(QStringLiteral("one")), 500, 2, 8'000'000, 21));
        QVERIFY(makeFiles(story.path(QStringLiteral("two")), 500, 2, 8'000'000, 21)); // the same contents
        const auto a = first->start({QStringLiteral("backup"), story.path(QStringLiteral("one"))});
        const auto b = second->start({QStringLiteral("backup"), story.path(QStringLiteral("two"))});
        QVERIFY(a->waitForFinished(120'000) && b->waitForFinished(120'000));
        QCOMPARE(a->exitCode(), 0);
        QCOMPARE(b->exitCode(), 0);
        VERIFY_CODE(second->command({QStringLiteral("restore"), story.path(QStringLiteral("two")),
                                     QStringLiteral("--to"), story.path(QStringLiteral("out"))}),
                    0);
        QCOMPARE(differences(story.path(QStringLiteral("two")), story.path(QStringLiteral("out/two"))), QString());
        VERIFY_CODE(story.service.command(words("verify --read-data")), 0);
    }

    void aRevokedClientIsRefused()
    {
        Story story;
        QVERIFY(story.begin());
        const auto agent = story.agent(QStringLiteral("laptop"));
        QVERIFY(agent);
        QVERIFY(makeFiles(story.path(QStringLiteral("tree")), 5, 0, 0, 2));
        VERIFY_CODE(agent->command({QStringLiteral("backup"), story.path(QStringLiteral("tree"))}), 0);
        VERIFY_CODE(story.service.command(words("client revoke laptop")), 0);
        QCOMPARE(agent->command(words("backup")).code, 1);
        QCOMPARE(agent->command(words("points")).code, 1);
    }

    void aCodeWorksOnce()
    {
        Story story;
        QVERIFY(story.begin());
        const QString code = story.service.code(QStringLiteral("laptop"));
        QVERIFY(Agent(story.path(QStringLiteral("a"))).enrol(story.service, code));
        QVERIFY(Agent(story.path(QStringLiteral("b")))
                    .command({QStringLiteral("enrol"), QStringLiteral("--service"), story.service.address(),
                              QStringLiteral("--code"), code})
                    .code == 1);
    }
};

QTEST_GUILESS_MAIN(TwoClients)
#include "tst_two_clients.moc"
