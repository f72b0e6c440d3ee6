#include "watch/changed_set.h"

#include <QTest>

using namespace backspool::engine;

class TestChangedSet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatLeadsToAChangeIsInItAndNothingElse()
    {
        ChangedSet changes;
        changes.addEntry("/home/anna", "letter");
        const auto *home = changes.root().folder("home");
        QVERIFY(home && !home->mayHaveChanged("otto") && home->mayHaveChanged("anna"));
        QVERIFY(!changes.root().folder("etc") && !changes.root().mayHaveChanged("etc"));
        const auto *anna = home->folder("anna");
        QVERIFY(anna && anna->mayHaveChanged("letter") && !anna->mayHaveChanged("photo"));
        QVERIFY(!anna->folder("letter"));
    }

    void allBeneathIsTheFolderAndItsEntry()
    {
        ChangedSet changes;
        changes.addAll("/a/b");
        QVERIFY(changes.root().folder("a")->names.contains("b"));
        QVERIFY(changes.root().folder("a")->folder("b")->isAll);
        QVERIFY(changes.root().folder("a")->folder("b")->mayHaveChanged("anything"));
        QVERIFY(!changes.root().folder("a")->isAll);
    }

    void theRootIsAFolderToo()
    {
        ChangedSet changes;
        changes.addEntry("/", "x");
        QVERIFY(changes.root().names.contains("x"));
        changes.addListing("/");
        QVERIFY(changes.root().mayHaveChanged("y"));
        changes.addAll("/");
        QVERIFY(changes.root().isAll);
    }
};

QTEST_GUILESS_MAIN(TestChangedSet)
#include "tst_changed_set.moc"
