/// A user protects a folder, and gets back just what was there.
#include "story.h"

using namespace backspool::test;

class ProtectAndRestore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneOfEverythingComesBack()
    {
        Story story;
        QVERIFY(story.begin());
        const auto agent = story.agent(QStringLiteral("desk"));
        QVERIFY(agent);
        QVERIFY(makeOneOfEverything(story.path(QStringLiteral("tree"))));
        VERIFY_CODE(
            agent->command({QStringLiteral("backup"), story.path(QStringLiteral("tree")), QStringLiteral("--json")}),
            0);
        VERIFY_CODE(agent->command({QStringLiteral("restore"), story.path(QStringLiteral("tree")),
                                    QStringLiteral("--to"), story.path(QStringLiteral("out"))}),
                    0);
        const QString original = story.path(QStringLiteral("tree")), copy = story.path(QStringLiteral("out/tree"));
        QCOMPARE(differences(original, copy), QString());
        QCOMPARE(finerDifferences(original, copy), QString());
    }

    void pathsLongerThanTheSystemTakesComeBack()
    {
        Story story;
        QVERIFY(story.begin());
        const auto agent = story.agent(QStringLiteral("desk"));
        QVERIFY(agent);
        const QString tree = story.path(QStringLiteral("tree")), out = story.path(QStringLiteral("out"));
        QVERIFY(makeDeepPath(tree));
        VERIFY_CODE(agent->command({QStringLiteral("backup"), tree}), 0);
        VERIFY_CODE(agent->command({QStringLiteral("restore"), tree, QStringLiteral("--to"), out}), 0);
        QCOMPARE(finerDifferences(tree, out + QStringLiteral("/tree")), QString());
        const auto bottom = run(QStringLiteral("find"),
                                {out, QStringLiteral("-name"), QStringLiteral("bottom"), QStringLiteral("-execdir"),
                                 QStringLiteral("cat"), QStringLiteral("{}"), QStringLiteral(";")});
        QCOMPARE(bottom.out, QByteArray("bottom\n"));
        run(QStringLiteral("rm"), {QStringLiteral("-rf"), tree, out}); // QTemporaryDir cannot
    }

    void anOlderVersionComesBack()
    {
        Story story;
        QVERIFY(story.begin());
        const auto agent = story.agent(QStringLiteral("desk"));
        QVERIFY(agent);
        const QString tree = story.path(QStringLiteral("tree")), file = tree + QStringLiteral("/letter");
        QVERIFY(QDir().mkpath(tree) && writeFile(file, "first"));
        const auto first = agent->command({QStringLiteral("backup"), tree, QStringLiteral("--json")});
        VERIFY_CODE(first, 0);
        QVERIFY(writeFile(file, "second, longer"));
        VERIFY_CODE(agent->command(words("backup")), 0);
        QVERIFY(QFile::remove(file));
        const auto third = agent->command(words("backup --json"));
        VERIFY_CODE(third, 0);
        QCOMPARE(number(third, "files_deleted"), 1);

        VERIFY_CODE(agent->command({QStringLiteral("restore"), QStringLiteral("--point"),
                                    QString::number(number(first, "point")), file}),
                    0);
        QCOMPARE(readFile(file), QByteArray("first"));
    }

    void conflictsAreTheUsersChoice_data()
    {
        QTest::addColumn<QString>("choice");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<int>("files");
        QTest::newRow("skip") << "skip" << 3 << QByteArray("newer") << 1;
        QTest::newRow("overwrite") << "overwrite" << 0 << QByteArray("saved") << 1;
        QTest::newRow("keep both") << "keep-both" << 0 << QByteArray("newer") << 2;
    }
    void conflictsAreTheUsersChoice()
    {
        QFETCH(QString, choice);
        QFETCH(int, code);
        QFETCH(QByteArray, content);
        QFETCH(int, files);
        Story story;
        QVERIFY(story.begin());
        const auto agent = story.agent(QStringLiteral("desk"));
        QVERIFY(agent);
        const QString tree = story.path(QStringLiteral("tree")), file = tree + QStringLiteral("/letter");
        QVERIFY(QDir().mkpath(tree) && writeFile(file, "saved"));
        VERIFY_CODE(agent->command({QStringLiteral("backup"), tree}), 0);
        QVERIFY(writeFile(file, "newer"));
        VERIFY_CODE(agent->command({QStringLiteral("restore"), file, QStringLiteral("--on-conflict"), choice}), code);
        QCOMPARE(readFile(file), content);
        QCOMPARE(QDir(tree).entryList(QDir::Files).size(), files);
    }

    void nothingButOneJsonObjectOnStandardOutput()
    {
        Story story;
        QVERIFY(story.begin());
        const auto agent = story.agent(QStringLiteral("desk"));
        QVERIFY(agent);
        QVERIFY(makeFiles(story.path(QStringLiteral("tree")), 10, 0, 0, 1));
        const auto backup =
            agent->command({QStringLiteral("backup"), story.path(QStringLiteral("tree")), QStringLiteral("--json")});
        VERIFY_CODE(backup, 0);
        for (const char *key :
             {"point", "files_new", "files_modified", "files_redundant", "files_unchanged", "files_deleted",
              "files_skipped", "bytes_read", "bytes_sent", "bytes_received", "seconds"})
            QVERIFY2(backup.json().contains(QLatin1StringView(key)), key);
        QCOMPARE(number(backup, "files_new"), 10);
        for (const char *command : {"points --json", "ls --json", "status --json", "selection list --json",
                                    "find file --json", "verify --json"})
            QVERIFY2(!agent->command(words(command)).json().isEmpty(), command);
        const auto stats = story.service.command(words("stats --json"));
        for (const char *key : {"clients", "points", "bytes_protected", "bytes_stored", "blobs", "chunks",
                                "wire_bytes_in", "wire_bytes_out"})
            QVERIFY2(stats.json().contains(QLatin1StringView(key)), key);
        QCOMPARE(agent->command(words("no-such-command")).code, 2);
        QCOMPARE(story.service.command(words("no-such-command")).code, 2);
    }
};

QTEST_GUILESS_MAIN(ProtectAndRestore)
#include "tst_protect_and_restore.moc"
