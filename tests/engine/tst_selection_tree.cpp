#include "difference/selection_tree.h"

#include <QTest>

using namespace backspool::engine;

class SelectionTreeTest : public QObject
{
    Q_OBJECT

    /// "a(b* c(d*))": folders that lead, and with * those that are whole.
    static QByteArray text(const SelectionTree &tree)
    {
        if (tree.isWhole())
            return "*";
        QByteArrayList parts;
        for (const auto &[name, child] : tree.children())
            parts << name + (child->isWhole() ? QByteArray("*") : "(" + text(*child) + ")");
        return parts.join(' ');
    }

private Q_SLOTS:
    void leadsToWhatIsSelected_data()
    {
        QTest::addColumn<QList<QByteArray>>("paths");
        QTest::addColumn<QByteArray>("tree");
        QTest::newRow("all") << QList<QByteArray>{"/"} << QByteArray("*");
        QTest::newRow("one") << QList<QByteArray>{"/home/anna"} << QByteArray("home(anna*)");
        QTest::newRow("two") << QList<QByteArray>{"/home/anna", "/etc"} << QByteArray("etc* home(anna*)");
        QTest::newRow("within, after") << QList<QByteArray>{"/home", "/home/anna"} << QByteArray("home*");
        QTest::newRow("within, before") << QList<QByteArray>{"/home/anna", "/home"} << QByteArray("home*");
        QTest::newRow("siblings") << QList<QByteArray>{"/a/b", "/a/bc"} << QByteArray("a(b* bc*)");
    }
    void leadsToWhatIsSelected()
    {
        QFETCH(QList<QByteArray>, paths);
        QFETCH(QByteArray, tree);
        QCOMPARE(text(*SelectionTree::make({paths.begin(), paths.end()})), tree);
    }
};

QTEST_GUILESS_MAIN(SelectionTreeTest)
#include "tst_selection_tree.moc"
