/// Two versions compared in a user's hands: what did I change?
#include "restore-browser/browser_fixture.h"
#include "restore-browser/comparison_window.h"
#include "restore-browser/history_slider.h"
#include "restore-browser/picture_pair.h"
#include "restore-browser/text_comparison_view.h"
#include "restore-browser/version_list.h"
#include "tray/translations.h"

#include <QBuffer>
#include <QPainter>
#include <QPushButton>

using namespace backspool;
using namespace backspool::browser;
using namespace backspool::test;
using namespace std::chrono_literals;

class TestComparison : public QObject
{
    Q_OBJECT

    std::unique_ptr<ProtectedComputer> computer_;
    std::unique_ptr<OpenBrowser> browser_;

    ComparisonWindow *comparison() { return browser_->dialog<ComparisonWindow>(); }
    void compare(const QByteArray &name)
    {
        QVERIFY(browser_->click(name));
        auto *button = browser_->part<QPushButton>(QStringLiteral("compare"));
        QTRY_VERIFY_WITH_TIMEOUT(button->isEnabled(), kPatience);
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(comparison());
        QTRY_VERIFY_WITH_TIMEOUT(comparison()->isDone(), kPatience);
    }
    static QByteArray picture(const QColor &sun)
    {
        QImage image(640, 400, QImage::Format_RGB32);
        image.fill(QColor(70, 130, 180));
        QPainter painter(&image);
        painter.setBrush(sun);
        painter.drawEllipse(QPoint(480, 120), 60, 60);
        painter.setBrush(QColor(60, 110, 60));
        painter.drawPolygon(QPolygon({QPoint(0, 400), QPoint(220, 140), QPoint(440, 400)}));
        painter.end();
        QByteArray bytes;
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::WriteOnly);
        image.save(&buffer, "PNG");
        return bytes;
    }
    static QByteArray chapter(const QByteArray &weather, bool hasEnd)
    {
        QByteArray text = "Chapter 3\n\nThe morning came late, and with it came " + weather + ".\n";
        for (int i = 1; i <= 9; ++i)
            text += "They walked on, and counted mile " + QByteArray::number(i) + ".\n";
        if (hasEnd)
            text += "\nAt the river they stopped.\nNobody spoke.\n";
        return text;
    }

private Q_SLOTS:
    void initTestCase()
    {
        useOneLocale();
        tray::installTranslations(*qApp, QLocale());
    }
    void init()
    {
        computer_ = std::make_unique<ProtectedComputer>(24h * 40);
        QVERIFY(computer_->start());
        QVERIFY(computer_->enrol());
        QVERIFY(computer_->write("chapter-3.txt", chapter("the rain", false)));
        QVERIFY(computer_->write("lake.png", picture(QColor(240, 200, 80))));
        QVERIFY(computer_->write("figures.bin", QByteArray("\0\1\2\3\4\5", 6)));
        QVERIFY(computer_->backUp());
        QVERIFY(computer_->write("chapter-3.txt", chapter("the snow", false)));
        QVERIFY(computer_->backUp(24h * 14));
        browser_ = std::make_unique<OpenBrowser>(*computer_);
        QVERIFY(browser_->open());
    }
    void cleanup()
    {
        browser_.reset();
        computer_.reset();
    }

    void aTextIsComparedWithNow()
    {
        QVERIFY(computer_->write("chapter-3.txt", chapter("the sun", true)));
        compare("chapter-3.txt");
        auto &text = comparison()->text();
        QVERIFY(text.isVisible());
        QCOMPARE(text.changeCount(), 2);
        QCOMPARE(text.changeNumber(), 1);
        takePictures(*comparison(), QStringLiteral("compare-text"));
        QVERIFY(text.hasNext() && !text.hasPrevious());
        QTest::keyClick(comparison(), Qt::Key_F3);
        QCOMPARE(text.changeNumber(), 2);
        QVERIFY(!text.hasNext());
        QTest::keyClick(comparison(), Qt::Key_F3, Qt::ShiftModifier);
        QCOMPARE(text.changeNumber(), 1);
        const auto sign = text.model().index(2, ComparisonModel::Sign);
        QCOMPARE(sign.data().toString(), QStringLiteral("~"));
        QCOMPARE(sign.data(Qt::AccessibleTextRole).toString(), QStringLiteral("changed"));
        QCOMPARE(text.model().index(2, ComparisonModel::RightNumber).data().toInt(), 3);
        auto *unnamed = controlWithoutName(*comparison());
        QVERIFY2(!unnamed, unnamed ? unnamed->metaObject()->className() : "");
        QTest::keyClick(comparison(), Qt::Key_Escape);
        QVERIFY(!comparison());
    }

    void twoVersionsOfTheListAreCompared()
    {
        QVERIFY(browser_->click("chapter-3.txt"));
        auto *versions = browser_->part<VersionList>();
        QTRY_COMPARE_WITH_TIMEOUT(versions->topLevelItemCount(), 2, kPatience);
        const auto point = browser_->navigator().point();
        const auto place = [&](int row) { return versions->visualItemRect(versions->topLevelItem(row)).center(); };
        QTest::mouseClick(versions->viewport(), Qt::LeftButton, Qt::ControlModifier, place(1));
        QCOMPARE(versions->selectedPoints().size(), size_t(2));
        QCOMPARE(browser_->navigator().point(), point); // the slider stays
        takePictures(browser_->window(), QStringLiteral("two-versions"));
        QTest::keyClick(&browser_->window(), Qt::Key_D, Qt::ControlModifier);
        QVERIFY(comparison());
        QTRY_VERIFY_WITH_TIMEOUT(comparison()->isDone(), kPatience);
        QCOMPARE(comparison()->text().changeCount(), 1);
        QVERIFY(comparison()
                    ->text()
                    .model()
                    .index(2, ComparisonModel::LeftLine)
                    .data()
                    .toString()
                    .contains(QStringLiteral("rain")));
    }

    void picturesAreSideBySide()
    {
        QVERIFY(computer_->write("lake.png", picture(QColor(220, 90, 60))));
        compare("lake.png");
        auto &pictures = comparison()->pictures();
        QVERIFY(pictures.isVisible());
        takePictures(*comparison(), QStringLiteral("compare-pictures"));
        const double fit = pictures.zoom();
        QTest::keyClick(comparison(), Qt::Key_Equal, Qt::ControlModifier);
        QTest::keyClick(comparison(), Qt::Key_Equal, Qt::ControlModifier);
        QVERIFY(pictures.zoom() > fit);
        const auto areas = pictures.findChildren<QScrollArea *>();
        QCOMPARE(areas.size(), qsizetype(2));
        QCOMPARE(areas[0]->widget()->size(), areas[1]->widget()->size());
        areas[0]->verticalScrollBar()->setValue(7);
        QCOMPARE(areas[1]->verticalScrollBar()->value(), areas[0]->verticalScrollBar()->value());
        QTest::keyClick(comparison(), Qt::Key_0, Qt::ControlModifier);
        QCOMPARE(pictures.zoom(), fit);
        auto *unnamed = controlWithoutName(*comparison());
        QVERIFY2(!unnamed, unnamed ? unnamed->metaObject()->className() : "");
    }

    void othersSayWhereTheyDiffer()
    {
        QVERIFY(computer_->write("figures.bin", QByteArray("\0\1\2\7\4", 5)));
        compare("figures.bin");
        QVERIFY2(comparison()->summary().contains(QStringLiteral("byte 4 of 6 and 5")),
                 qPrintable(comparison()->summary()));
        takePictures(*comparison(), QStringLiteral("compare-others"));
    }

    void whatIsTheSameSaysSo()
    {
        compare("figures.bin");
        QVERIFY(comparison()->summary().contains(QStringLiteral("byte for byte")));
    }

    void whatIsGoneSaysSo()
    {
        QVERIFY(QFile::remove(computer_->file("chapter-3.txt")));
        compare("chapter-3.txt");
        QVERIFY(comparison()->summary().contains(QStringLiteral("no such file now")));
    }

    void aServiceThatIsAwaySaysSo()
    {
        QVERIFY(browser_->click("chapter-3.txt"));
        computer_->host().stop();
        QTest::keyClick(&browser_->window(), Qt::Key_D, Qt::ControlModifier);
        QVERIFY(comparison());
        QTRY_VERIFY_WITH_TIMEOUT(comparison()->isDone(), kPatience);
        QVERIFY(comparison()->summary().contains(QStringLiteral("cannot be compared")));
    }

    void closingItInTheMiddleIsNoMatter()
    {
        QVERIFY(browser_->click("chapter-3.txt"));
        QTest::keyClick(&browser_->window(), Qt::Key_D, Qt::ControlModifier);
        QVERIFY(comparison());
        QTest::keyClick(comparison(), Qt::Key_Escape);
        QTRY_VERIFY(!browser_->part<ComparisonWindow>());
    }
};

QTEST_MAIN(TestComparison)
#include "tst_comparison.moc"
