/// The slider in the user's hands: keys, wheel, mouse, and what assistive technologies read.
#include "restore-browser/history_slider.h"

#include <QAccessible>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

using namespace backspool::browser;

class TestHistorySlider : public QObject
{
    Q_OBJECT

    std::unique_ptr<HistorySlider> slider_;

    void turnWheel(int steps, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QWheelEvent event(QPointF(10, 10), slider_->mapToGlobal(QPointF(10, 10)), {}, QPoint(0, 120 * steps),
                          Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(slider_.get(), &event);
    }

private Q_SLOTS:
    /// Ten points, a day from each to the next.
    void init()
    {
        slider_ = std::make_unique<HistorySlider>();
        std::vector<QDateTime> times;
        for (int day = 0; day < 10; ++day)
            times.push_back(QDateTime(QDate(2026, 11, 24), QTime(14, 3)).addDays(-day));
        slider_->setTimes(times);
        slider_->resize(600, slider_->sizeHint().height());
        slider_->show();
        QVERIFY(QTest::qWaitForWindowExposed(slider_.get()));
    }

    void itBeginsAtTheNewestPoint()
    {
        QCOMPARE(slider_->point(), size_t(0));
        QCOMPARE(slider_->value(), 9);
    }

    void keysGoEarlierAndLater()
    {
        QSignalSpy changed(slider_.get(), &HistorySlider::pointChanged);
        QTest::keyClick(slider_.get(), Qt::Key_Left);
        QCOMPARE(slider_->point(), size_t(1));
        QTest::keyClick(slider_.get(), Qt::Key_Home);
        QCOMPARE(slider_->point(), size_t(9));
        QTest::keyClick(slider_.get(), Qt::Key_Left);
        QCOMPARE(slider_->point(), size_t(9));
        QTest::keyClick(slider_.get(), Qt::Key_Right);
        QCOMPARE(slider_->point(), size_t(8));
        QTest::keyClick(slider_.get(), Qt::Key_End);
        QCOMPARE(slider_->point(), size_t(0));
        QCOMPARE(changed.size(), 4);
    }

    void shiftGoesFromChangeToChange()
    {
        slider_->setMarks({2, 7});
        QTest::keyClick(slider_.get(), Qt::Key_Left, Qt::ShiftModifier);
        QCOMPARE(slider_->point(), size_t(2));
        QTest::keyClick(slider_.get(), Qt::Key_Left, Qt::ShiftModifier);
        QCOMPARE(slider_->point(), size_t(7));
        QTest::keyClick(slider_.get(), Qt::Key_Left, Qt::ShiftModifier);
        QCOMPARE(slider_->point(), size_t(7));
        turnWheel(1, Qt::ShiftModifier);
        QCOMPARE(slider_->point(), size_t(2));
        QVERIFY(!slider_->stepToMark(true));
    }

    void theWheelStepsOnePoint()
    {
        turnWheel(-1);
        QCOMPARE(slider_->point(), size_t(1));
        turnWheel(-2);
        QCOMPARE(slider_->point(), size_t(3));
        turnWheel(1);
        QCOMPARE(slider_->point(), size_t(2));
    }

    void aClickGoesToThePointBeforeIt()
    {
        QTest::mouseClick(slider_.get(), Qt::LeftButton, {}, QPoint(1, 20));
        QCOMPARE(slider_->point(), size_t(9));
        QTest::mouseClick(slider_.get(), Qt::LeftButton, {}, QPoint(599, 20));
        QCOMPARE(slider_->point(), size_t(0));
    }

    void fromRightToLeftTheNewestIsAtTheLeft()
    {
        slider_->setLayoutDirection(Qt::RightToLeft);
        QTest::mouseClick(slider_.get(), Qt::LeftButton, {}, QPoint(599, 20));
        QCOMPARE(slider_->point(), size_t(9));
        QTest::keyClick(slider_.get(), Qt::Key_Left);
        QCOMPARE(slider_->point(), size_t(8));
    }

    void itSaysItsTime()
    {
        auto *accessible = QAccessible::queryAccessibleInterface(slider_.get());
        QVERIFY(accessible);
        QVERIFY(!accessible->text(QAccessible::Name).isEmpty());
        QVERIFY(accessible->valueInterface());
        QCOMPARE(accessible->valueInterface()->currentValue().toInt(), 9);
        const QString before = accessible->text(QAccessible::Description);
        QTest::keyClick(slider_.get(), Qt::Key_Left);
        QVERIFY(accessible->text(QAccessible::Description) != before);
    }

    void withoutPointsItIsStill()
    {
        slider_->setTimes({});
        QTest::keyClick(slider_.get(), Qt::Key_Left);
        QTest::mouseClick(slider_.get(), Qt::LeftButton);
        turnWheel(1);
        slider_->grab();
        QVERIFY(!slider_->isEnabled());
    }
};

QTEST_MAIN(TestHistorySlider)
#include "tst_history_slider.moc"
