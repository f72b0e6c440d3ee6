/// What a backup after the first costs: in proportion to what changed, and nothing of what did not.
#include "story.h"

#include <QDir>

using namespace backspool::test;

class Changes : public QObject
{
    Q_OBJECT

    std::unique_ptr<Story> story_;
    std::unique_ptr<Agent> agent_;
    QString tree_;

private Q_SLOTS:
    void init()
    {
        story_ = std::make_unique<Story>();
        QVERIFY(story_->begin());
        agent_ = story_->agent(QStringLiteral("desk"));
        QVERIFY(agent_);
        tree_ = story_->path(QStringLiteral("tree"));
        QVERIFY(makeFiles(tree_, 2000, 2, 3'000'000, 7));
        VERIFY_CODE(agent_->command({QStringLiteral("backup"), tree_}), 0);
    }
    void cleanup()
    {
        agent_.reset();
        story_.reset();
    }

    // The files are younger than a minute, so they are read again, by rule. That older ones are not is told in
    // tests/engine/tst_backup_run.cpp, where the minute is none.
    void ofUnchangedFilesNothingIsSent()
    {
        const auto again = agent_->command(words("backup --json"));
        VERIFY_CODE(again, 0);
        QCOMPARE(number(again, "files_unchanged"), 2002);
        QVERIFY2(number(again, "bytes_sent") < 8'000, qPrintable(again.text()));
    }

    void changedModesSendMetadataOnly()
    {
        VERIFY_CODE(run(QStringLiteral("chmod"), {QStringLiteral("-R"), QStringLiteral("go-r"), tree_}), 0);
        const auto again = agent_->command(words("backup --json"));
        VERIFY_CODE(again, 0);
        QCOMPARE(number(again, "files_modified"), 2002);
        // 2,000 entries and hints of under 100 bytes: the contents are 12 MB.
        QVERIFY2(number(again, "bytes_sent") < 250'000, qPrintable(again.text()));
    }

    void renamedFoldersAreNotSentAgain()
    {
        QVERIFY(QDir().rename(tree_ + QStringLiteral("/group-1"), tree_ + QStringLiteral("/renamed")));
        QVERIFY(QDir().rename(tree_ + QStringLiteral("/large-0"), tree_ + QStringLiteral("/also-renamed")));
        const auto again = agent_->command(words("backup --json"));
        VERIFY_CODE(again, 0);
        QVERIFY2(number(again, "bytes_sent") < 20'000, qPrintable(again.text()));
        VERIFY_CODE(agent_->command({QStringLiteral("restore"), tree_, QStringLiteral("--to"),
                                     story_->path(QStringLiteral("out"))}),
                    0);
        QCOMPARE(differences(tree_, story_->path(QStringLiteral("out/tree"))), QString());
    }

    void aLostCacheIsFetchedAgain()
    {
        QVERIFY(QDir(agent_->state() + QStringLiteral("/cache")).removeRecursively());
        const auto again = agent_->command(words("backup --json"));
        VERIFY_CODE(again, 0);
        QCOMPARE(number(again, "files_unchanged"), 2002);
        QVERIFY2(number(again, "bytes_sent") < 50'000, qPrintable(again.text()));
    }

    void anEditOfALargeFileSendsItsSurroundings()
    {
        auto bytes = readFile(tree_ + QStringLiteral("/large-1"));
        bytes.insert(1'500'000, "inserted");
        QVERIFY(writeFile(tree_ + QStringLiteral("/large-1"), bytes));
        const auto again = agent_->command(words("backup --json"));
        VERIFY_CODE(again, 0);
        QCOMPARE(number(again, "files_modified"), 1);
        QVERIFY2(number(again, "bytes_sent") < 600'000, qPrintable(again.text()));
    }

    void aTreeRestoredToANewMachineIsNotEvenRead()
    {
        const auto machine = story_->agent(QStringLiteral("desk"), true);
        QVERIFY(machine);
        QVERIFY(QDir(tree_).removeRecursively());
        VERIFY_CODE(machine->command({QStringLiteral("restore"), tree_}), 0);
        QVERIFY(run(QStringLiteral("bash"), {QStringLiteral("-c"), QStringLiteral("sleep 0.1")}).code == 0);
        const auto again = machine->command({QStringLiteral("backup"), tree_, QStringLiteral("--json")});
        VERIFY_CODE(again, 0);
        QCOMPARE(number(again, "bytes_read"), 0);
        QVERIFY2(number(again, "bytes_sent") < 250'000, qPrintable(again.text()));
        // The old machine's certificate has ended.
        QCOMPARE(agent_->command(words("backup")).code, 1);
    }

    void whatIsDeselectedIsNotDeletedAndAnUnreadableRootIsCarried()
    {
        QVERIFY(makeFiles(story_->path(QStringLiteral("second")), 60, 0, 0, 3));
        VERIFY_CODE(agent_->command(
                        {QStringLiteral("selection"), QStringLiteral("add"), story_->path(QStringLiteral("second"))}),
                    0);
        VERIFY_CODE(agent_->command(words("backup")), 0);
        QVERIFY(QDir().rename(story_->path(QStringLiteral("second")), story_->path(QStringLiteral("away"))));
        const auto carried = agent_->command(words("backup --json"));
        VERIFY_CODE(carried, 3);
        QCOMPARE(number(carried, "files_deleted"), 0);
        VERIFY_CODE(agent_->command({QStringLiteral("restore"), story_->path(QStringLiteral("second"))}), 0);
        QCOMPARE(differences(story_->path(QStringLiteral("away")), story_->path(QStringLiteral("second"))), QString());
        VERIFY_CODE(agent_->command({QStringLiteral("selection"), QStringLiteral("remove"),
                                     story_->path(QStringLiteral("second"))}),
                    0);
        const auto deselected = agent_->command(words("backup --json"));
        VERIFY_CODE(deselected, 0);
        QCOMPARE(number(deselected, "files_deleted"), 0);
    }
};

QTEST_GUILESS_MAIN(Changes)
#include "tst_changes.moc"
