/// The store's disk fills up: the backup ends with a clear word, every point stays whole, and it goes on when there is
/// room.
#include "story.h"

#include <QDir>

#include <unistd.h>

using namespace backspool::test;

class FullDisk : public QObject
{
    Q_OBJECT

    QTemporaryDir mount_;

private Q_SLOTS:
    void init()
    {
        QVERIFY2(::geteuid() == 0, "this story mounts a small file system: run the tests as root");
        VERIFY_CODE(
            run(QStringLiteral("mount"), words("-t tmpfs -o size=60m backspool-test") + QStringList{mount_.path()}), 0);
    }
    void cleanup() { run(QStringLiteral("umount"), {mount_.path()}); }

    void aFullDiskIsSaidAndSurvived_data()
    {
        QTest::addColumn<qint64>("reserve");
        QTest::newRow("the reserve is reached") << qint64(20'000'000);
        QTest::newRow("nothing is left at all") << qint64(0);
    }
    void aFullDiskIsSaidAndSurvived()
    {
        QFETCH(qint64, reserve);
        QTemporaryDir folder;
        const QString tree = folder.filePath(QStringLiteral("tree")), data = mount_.filePath(QStringLiteral("service"));
        QVERIFY(QDir().mkpath(data));
        QVERIFY(
            writeFile(data + QStringLiteral("/service.json"), "{\"reserve\": " + QByteArray::number(reserve) + "}"));
        Service service(data);
        QVERIFY(service.start());
        Agent agent(folder.filePath(QStringLiteral("state")));
        QVERIFY(agent.enrol(service, service.code(QStringLiteral("desk"))));
        QVERIFY(makeFiles(tree, 100, 1, 5'000'000, 1));
        VERIFY_CODE(agent.command({QStringLiteral("backup"), tree}), 0);
        VERIFY_CODE(run(QStringLiteral("cp"), {QStringLiteral("-a"), tree, folder.filePath(QStringLiteral("before"))}),
                    0);

        QVERIFY(makeFiles(tree + QStringLiteral("/more"), 0, 10, 8'000'000, 2));
        const auto full = agent.command(words("backup"));
        QCOMPARE(full.code, 1);
        QVERIFY2(full.err.contains("full") || full.err.contains("space"), qPrintable(full.text()));
        // Nothing else breaks: it lists, restores, verifies.
        VERIFY_CODE(agent.command({QStringLiteral("restore"), tree, QStringLiteral("--to"),
                                   folder.filePath(QStringLiteral("out"))}),
                    0);
        QCOMPARE(differences(folder.filePath(QStringLiteral("before")), folder.filePath(QStringLiteral("out/tree"))),
                 QString());
        VERIFY_CODE(service.command(words("verify --read-data")), 0);

        VERIFY_CODE(run(QStringLiteral("mount"), words("-o remount,size=200m") + QStringList{mount_.path()}), 0);
        VERIFY_CODE(agent.command(words("backup")), 0);
        VERIFY_CODE(agent.command({QStringLiteral("restore"), tree, QStringLiteral("--to"),
                                   folder.filePath(QStringLiteral("after"))}),
                    0);
        QCOMPARE(differences(tree, folder.filePath(QStringLiteral("after/tree"))), QString());
        VERIFY_CODE(service.command(words("verify --read-data")), 0);
    }
};

QTEST_GUILESS_MAIN(FullDisk)
#include "tst_full_disk.moc"
