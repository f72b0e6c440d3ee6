/// The versions of a file, as the list shows them.
#include "restore-browser/version_list.h"
#include "session/pictures.h"

#include <QSignalSpy>
#include <QTest>

using namespace backspool;
using namespace backspool::browser;

class TestVersionList : public QObject
{
    Q_OBJECT

    std::vector<QDateTime> times_; ///< of ten points, a day each, the newest first
    engine::TimelineItem item_;
    std::unique_ptr<VersionList> list_;

    static format::DirectoryEntry entry(uint64_t size)
    {
        format::DirectoryEntry entry;
        entry.name = "notes.txt";
        entry.type = format::FileType::File;
        entry.size = size;
        return entry;
    }
    void show(size_t shown) { list_->show(&item_, times_, shown); }
    QString text(int row, int column) const { return list_->topLevelItem(row)->text(column); }
    int boldRow() const
    {
        int bold = -1;
        for (int row = 0; row < list_->topLevelItemCount(); ++row) {
            if (list_->topLevelItem(row)->font(0).bold())
                bold = bold == -1 ? row : -2; // two
        }
        return bold;
    }
    void click(int row, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mouseClick(list_->viewport(), Qt::LeftButton, modifiers,
                          list_->visualItemRect(list_->topLevelItem(row)).center());
    }

private Q_SLOTS:
    void initTestCase() { test::useOneLocale(); }
    void init()
    {
        times_.clear();
        const QDateTime newest(QDate(2026, 3, 10), QTime(12, 0));
        for (int i = 0; i < 10; ++i)
            times_.push_back(newest.addDays(-i));
        // As it is now; before, and there again longer ago, another; gone in between.
        item_ = {};
        item_.name = "notes.txt";
        item_.versions.push_back({.entry = entry(2048), .points = {{0, 1}}});
        item_.versions.push_back({.entry = entry(100), .points = {{2, 4}, {7, 9}}});
        list_ = std::make_unique<VersionList>();
        list_->resize(600, 300);
        list_->setVisible(true);
    }

    void eachStretchIsARowTheNewestFirst()
    {
        show(0);
        QCOMPARE(list_->topLevelItemCount(), 3);
        QCOMPARE(text(0, 0), VersionList::tr("newest backup"));
        QVERIFY(text(0, 1) != text(1, 1));
        QCOMPARE(text(1, 1), text(2, 1));
        QVERIFY(text(1, 0) != text(2, 0));
        QVERIFY(!list_->topLevelItem(2)->toolTip(0).isEmpty());
    }

    void theRowOfTheShownPointIsMarked_data()
    {
        QTest::addColumn<size_t>("shown");
        QTest::addColumn<int>("row");
        QTest::newRow("newest") << size_t(0) << 0;
        QTest::newRow("oldest of the first") << size_t(1) << 0;
        QTest::newRow("newest of the second") << size_t(2) << 1;
        QTest::newRow("gone") << size_t(5) << -1;
        QTest::newRow("the oldest") << size_t(9) << 2;
    }
    void theRowOfTheShownPointIsMarked()
    {
        QFETCH(size_t, shown);
        QFETCH(int, row);
        show(0);
        show(shown);
        QCOMPARE(boldRow(), row);
        QCOMPARE(list_->currentIndex().row(), row);
    }

    void movingTheSliderMakesNoRowsAnew()
    {
        show(0);
        const auto *row = list_->topLevelItem(1);
        show(3);
        QCOMPARE(list_->topLevelItem(1), row);
        times_.push_back(times_.back().addDays(-1));
        item_.versions[1].points[1].oldest = 10;
        show(3);
        QVERIFY(list_->topLevelItem(2)->toolTip(0).contains(QStringLiteral("2026")));
        QCOMPARE(boldRow(), 1);
    }

    void aPointThatIsNotKnownYetIsLeftOut()
    {
        item_.versions[1].points.push_back({10, 12});
        show(0);
        QCOMPARE(list_->topLevelItemCount(), 3);
    }

    void whatIsClickedIsWantedByItsNewestPoint()
    {
        show(0);
        QSignalSpy wanted(list_.get(), &VersionList::pointWanted);
        click(2);
        QVERIFY(!wanted.isEmpty());
        QCOMPARE(wanted.last()[0].value<size_t>(), size_t(7));
        // The shown one too: the slider may stand at another point that has it.
        wanted.clear();
        show(8);
        QVERIFY(wanted.isEmpty()); // nobody clicked
        click(2);
        QVERIFY(!wanted.isEmpty());
    }

    void twoThatAreSelectedMoveNothing()
    {
        show(0);
        click(0);
        QSignalSpy wanted(list_.get(), &VersionList::pointWanted);
        click(2, Qt::ControlModifier);
        QVERIFY(wanted.isEmpty());
        QCOMPARE(list_->selectedPoints(), (std::vector<size_t>{0, 7}));
    }

    void withoutAFileItIsEmpty()
    {
        show(0);
        list_->show(nullptr, times_, 0);
        QCOMPARE(list_->topLevelItemCount(), 0);
        QVERIFY(list_->selectedPoints().empty());
        show(0);
        QCOMPARE(list_->topLevelItemCount(), 3);
    }
};

QTEST_MAIN(TestVersionList)
#include "tst_version_list.moc"
