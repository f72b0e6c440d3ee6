/// What a point says of its computer: read by whoever has to make it anew.
#include "story.h"

#include <QFile>

using namespace backspool::test;

class SystemInformationStory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPointSaysHowTheComputerWasMade()
    {
        Story story;
        QVERIFY(story.begin());
        const auto agent = story.agent(QStringLiteral("desk"));
        QVERIFY(agent);
        const QString tree = story.path(QStringLiteral("tree"));
        QVERIFY(makeFiles(tree, 5, 1, 10'000, 4));
        const auto now = agent->command(words("system --now --json"));
        VERIFY_CODE(now, 0);
        const auto document = now.json().value(QStringLiteral("system")).toObject();
        QVERIFY(document.value(QStringLiteral("sections")).toArray().size() > 8);

        const auto first = agent->command({QStringLiteral("backup"), tree, QStringLiteral("--json")});
        VERIFY_CODE(first, 0);
        const auto second = agent->command(words("backup --json"));
        VERIFY_CODE(second, 0);
        // The computer is the same, and nothing of it is sent again.
        QVERIFY2(number(second, "bytes_sent") < 8'000, qPrintable(second.text()));
        auto shown = agent->command(words("system --json"));
        VERIFY_CODE(shown, 0);
        QCOMPARE(shown.json().value(QStringLiteral("system")).toObject(), document);
        QCOMPARE(number(shown, "point"), number(second, "point"));
        const auto text = agent->command(words("system"));
        VERIFY_CODE(text, 0);
        QVERIFY2(text.out.contains("\npackages\n  dpkg-query"), text.out.constData());
        QVERIFY(text.out.contains("\nmounts\n"));
        VERIFY_CODE(agent->command(words("verify")), 0);

        // Points go, space comes back, the catalogue is lost: what is left has all that it needs.
        VERIFY_CODE(story.service.command({QStringLiteral("forget"), QString::number(number(first, "point"))}), 0);
        VERIFY_CODE(story.service.command(words("reclaim")), 0);
        story.service.stop();
        QVERIFY(QFile::remove(story.service.folder() + QStringLiteral("/catalogue.sqlite")));
        VERIFY_CODE(story.service.command(words("rebuild")), 0);
        QVERIFY(story.service.start());
        VERIFY_CODE(story.service.command(words("verify --read-data")), 0);
        shown = agent->command(words("system --json"));
        VERIFY_CODE(shown, 0);
        QCOMPARE(shown.json().value(QStringLiteral("system")).toObject(), document);
    }

    void thePolicyCanBeAgainstIt()
    {
        Story story;
        QVERIFY(story.begin());
        const auto agent = story.agent(QStringLiteral("desk"));
        QVERIFY(agent);
        const QString tree = story.path(QStringLiteral("tree"));
        QVERIFY(makeFiles(tree, 5, 1, 10'000, 4));
        QFile policy(agent->state() + QStringLiteral("/policy.json"));
        QVERIFY(policy.open(QIODevice::WriteOnly));
        policy.write(R"({"version": 1, "recovery": {"system_information": false}})");
        policy.close();
        VERIFY_CODE(agent->command({QStringLiteral("backup"), tree}), 0);
        const auto shown = agent->command(words("system --json"));
        VERIFY_CODE(shown, 1);
        QCOMPARE(shown.json()[QStringLiteral("error")][QStringLiteral("kind")].toString(), QStringLiteral("not-found"));
    }
};

QTEST_GUILESS_MAIN(SystemInformationStory)
#include "tst_recovery_knowledge.moc"
