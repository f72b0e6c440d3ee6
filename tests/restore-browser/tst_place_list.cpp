#include "restore-browser/place_list.h"

#include <QTest>

using namespace backspool;
using namespace backspool::browser;

class TestPlaceList : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void placesAreWhatIsProtected_data()
    {
        QTest::addColumn<QByteArrayList>("selected");
        QTest::addColumn<QByteArrayList>("places");
        QTest::newRow("the home") << QByteArrayList{"/home/anna"}
                                  << QByteArrayList{"/home/anna", "/home/anna/Documents", "/"};
        QTest::newRow("everything") << QByteArrayList{"/"} << QByteArrayList{"/home/anna", "/home/anna/Documents", "/"};
        QTest::newRow("a part of the home")
            << QByteArrayList{"/home/anna/work"} << QByteArrayList{"/home/anna", "/home/anna/work", "/"};
        QTest::newRow("elsewhere") << QByteArrayList{"/srv"} << QByteArrayList{"/srv", "/"};
        QTest::newRow("nearly the home") << QByteArrayList{"/home/annabel"} << QByteArrayList{"/home/annabel", "/"};
        QTest::newRow("nothing") << QByteArrayList{} << QByteArrayList{"/"};
    }
    void placesAreWhatIsProtected()
    {
        QFETCH(QByteArrayList, selected);
        QFETCH(QByteArrayList, places);
        policy::Selection selection;
        selection.paths.assign(selected.begin(), selected.end());
        QByteArrayList found;
        for (const auto &place : placesFor(selection, {QStringLiteral("Home"), {}, "/home/anna"},
                                           {{QStringLiteral("Documents"), {}, "/home/anna/Documents"}}))
            found += place.path;
        QCOMPARE(found, places);
    }
};

QTEST_GUILESS_MAIN(TestPlaceList)
#include "tst_place_list.moc"
