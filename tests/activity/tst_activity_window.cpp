/// Past backups as a user looks them up, with a real service behind.
#include "activity/activity_window.h"
#include "session/pictures.h"
#include "session/protected_computer.h"
#include "support/verify_ok.h"
#include "tray/translations.h"

#include <QAccessible>
#include <QScrollBar>
#include <QTcpServer>

using namespace backspool;
using namespace backspool::activity;
using namespace backspool::test;
using Kind = engine::Activity::Kind;

class TestActivityWindow : public QObject
{
    Q_OBJECT

    std::unique_ptr<ProtectedComputer> computer_;
    std::unique_ptr<ActivityWindow> window_;

    void open()
    {
        window_ = std::make_unique<ActivityWindow>(computer_->session());
        window_->show();
    }
    size_t rowCount() { return window_->model().rows().size(); }

private Q_SLOTS:
    void initTestCase()
    {
        useOneLocale();
        tray::installTranslations(*qApp, QLocale());
    }
    void init()
    {
        computer_ = std::make_unique<ProtectedComputer>(std::chrono::hours(48));
        QVERIFY(computer_->start());
        QVERIFY(computer_->enrol());
    }
    void cleanup()
    {
        window_.reset();
        computer_.reset();
    }

    void beforeTheFirstBackupItSaysSo()
    {
        open();
        auto *page = window_->findChild<browser::MessagePage *>();
        QTRY_COMPARE_WITH_TIMEOUT(page->title(), QStringLiteral("No backup yet"), kPatience);
        QVERIFY(page->isVisible());
        takePictures(*window_, QStringLiteral("activity-empty"));
    }

    void backupsAreListedAndNewOnesComeByThemselves()
    {
        QVERIFY(computer_->write("letter.txt", QByteArray(300'000, 'a')));
        QVERIFY(computer_->backUp());
        open();
        QTRY_COMPARE_WITH_TIMEOUT(rowCount(), size_t(1), kPatience);
        const auto first = window_->model().rows()[0];
        QVERIFY(first.hasDetails);
        QCOMPARE(first.activity.statistics.filesNew, uint64_t(1));
        QVERIFY(window_->detailText().contains(QStringLiteral("as it was")));
        QVERIFY(computer_->write("letter.txt", QByteArray(400'000, 'b')));
        QVERIFY(computer_->backUp(std::chrono::hours(1)));
        QTRY_COMPARE_WITH_TIMEOUT(rowCount(), size_t(2), kPatience);
        QCOMPARE(window_->model().rows()[0].activity.statistics.filesModified, uint64_t(1));
    }

    void whatSomebodyShouldLookAtIsNamedWithARemedy()
    {
        QVERIFY(computer_->write("letter.txt", "dear"));
        QVERIFY(computer_->backUp());
        // As a week of another computer would look.
        const auto begin = std::chrono::system_clock::now();
        for (int i = 60; i > 0; --i) {
            engine::Activity activity;
            activity.time = begin - std::chrono::hours(i);
            activity.point.value = uint64_t(1'000 + i);
            activity.duration = std::chrono::seconds(4 + i % 7);
            activity.statistics.files = 33'000;
            activity.statistics.bytes = 12'000'000'000;
            activity.statistics.filesNew = uint64_t(i % 5);
            activity.statistics.filesModified = uint64_t(7 + i % 11);
            activity.statistics.bytesRead = uint64_t(2'000'000 + (i * 7'919 % 97) * 400'000);
            activity.statistics.bytesSent = activity.statistics.bytesRead / uint64_t(3 + i % 6);
            VERIFY_OK(engine::appendActivity(computer_->state(), activity));
        }
        VERIFY_OK(engine::appendActivity(
            computer_->state(),
            {.kind = Kind::Failure,
             .time = begin - std::chrono::minutes(50),
             .reason = QStringLiteral("the backup service backuphost:4747 cannot be reached: connection refused")}));
        VERIFY_OK(engine::appendActivity(computer_->state(), {.kind = Kind::Waiting,
                                                              .time = begin - std::chrono::minutes(40),
                                                              .reason = QStringLiteral("on battery, 12 % left")}));
        engine::Activity last;
        last.time = begin - std::chrono::minutes(30);
        last.point.value = 2'000;
        last.duration = std::chrono::seconds(6);
        last.statistics.files = 33'012;
        last.statistics.bytes = 12'003'000'000;
        last.statistics.bytesRead = 31'000'000;
        last.statistics.bytesSent = 9'000'000;
        last.problems = {
            {engine::ActivityProblem::Kind::Inconsistent, "/home/anna/mail/index.db",
             QStringLiteral("it was written to while it was read, and its file system has no clones (btrfs and XFS "
                            "have); stop the program that uses it for the time of the backup")},
            {engine::ActivityProblem::Kind::Denied, "/home/anna/work/root-only.key",
             QStringLiteral("cannot open it: Permission denied")}};
        last.problemCount = 2;
        VERIFY_OK(engine::appendActivity(computer_->state(), last));
        open();
        QTRY_COMPARE_WITH_TIMEOUT(rowCount(), size_t(64), kPatience);
        int row = -1;
        for (int i = 0; i < 64; ++i)
            row = window_->model().rows()[size_t(i)].activity.problemCount > 0 ? i : row;
        QVERIFY(row >= 0);
        // By the keyboard, from the top.
        window_->list().setFocus();
        window_->list().setCurrentIndex(window_->model().index(0, 0));
        for (int i = 0; i < row; ++i)
            QTest::keyClick(&window_->list(), Qt::Key_Down);
        QVERIFY(window_->problems().isVisible());
        QCOMPARE(window_->problems().topLevelItemCount(), 2);
        QVERIFY(!window_->problems().topLevelItem(1)->text(2).isEmpty());
        auto *explanation = window_->findChild<QLabel *>(QStringLiteral("explanation"));
        QVERIFY(explanation->text().contains(QStringLiteral("no clones")));
        window_->problems().setFocus();
        QTest::keyClick(&window_->problems(), Qt::Key_Down);
        QVERIFY(explanation->text().contains(QStringLiteral("may not read")));
        takePictures(*window_, QStringLiteral("activity"));
    }

    void aBarIsChosenByTheMouse()
    {
        QVERIFY(computer_->write("letter.txt", QByteArray(300'000, 'a')));
        QVERIFY(computer_->backUp());
        QVERIFY(computer_->write("letter.txt", QByteArray(400'000, 'b')));
        QVERIFY(computer_->backUp(std::chrono::hours(1)));
        open();
        QTRY_COMPARE_WITH_TIMEOUT(rowCount(), size_t(2), kPatience);
        auto *chart = window_->findChild<AmountChart *>();
        QCOMPARE(window_->list().currentIndex().row(), 0);
        const int step = int(chart->fontMetrics().averageCharWidth() * 1.6);
        QTest::mouseClick(chart, Qt::LeftButton, {}, {chart->width() - step - step / 2, chart->height() / 2});
        QCOMPARE(window_->list().currentIndex().row(), 1);
    }

    void withoutTheServiceWhatIsKnownIsShown()
    {
        QVERIFY(computer_->write("letter.txt", "dear"));
        QVERIFY(computer_->backUp());
        computer_->session().pause(std::nullopt);
        computer_->host().stop();
        open();
        QTRY_COMPARE_WITH_TIMEOUT(rowCount(), size_t(1), kPatience); // a pause of the user is no line
        QTRY_VERIFY_WITH_TIMEOUT(window_->findChild<QLabel *>(QStringLiteral("note"))->isVisible(), kPatience);
        QCOMPARE(window_->model().rows()[0].activity.kind, Kind::Backup);
    }

    void aComputerThatIsEnrolledAnewIsReadAgain_data()
    {
        QTest::addColumn<int>("waiting");
        QTest::newRow("its own question was asked") << 0;
        QTest::newRow("its own question waits for another") << 1;
    }
    void aComputerThatIsEnrolledAnewIsReadAgain()
    {
        QFETCH(int, waiting);
        // A service that never answers.
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        auto identity = protocol::Identity::load(computer_->state().identityFile());
        VERIFY_OK(identity);
        identity->service = QStringLiteral("127.0.0.1:%1").arg(silent.serverPort());
        VERIFY_OK(identity->save(computer_->state().identityFile()));
        for (int i = 0; i < waiting; ++i)
            std::ignore = computer_->session().points();
        open();
        QTRY_VERIFY_WITH_TIMEOUT(silent.hasPendingConnections(), kPatience);
        const auto *page = window_->findChild<browser::MessagePage *>();
        QVERIFY(page->title() != QStringLiteral("No backup yet"));
        VERIFY_OK(answerOf(computer_->session().enrol(computer_->host().address(), computer_->codeAnew())));
        QTRY_COMPARE_WITH_TIMEOUT(page->title(), QStringLiteral("No backup yet"), kPatience);
        QVERIFY(page->isVisible());
    }

    void everyControlHasAName()
    {
        QVERIFY(computer_->backUp());
        open();
        QTRY_COMPARE_WITH_TIMEOUT(rowCount(), size_t(1), kPatience);
        for (auto *widget : window_->findChildren<QWidget *>()) {
            if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible())
                continue;
            auto *accessible = QAccessible::queryAccessibleInterface(widget);
            if (!accessible || qobject_cast<const QScrollBar *>(widget))
                continue;
            QVERIFY2(!accessible->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
        }
    }
};

QTEST_MAIN(TestActivityWindow)
#include "tst_activity_window.moc"
