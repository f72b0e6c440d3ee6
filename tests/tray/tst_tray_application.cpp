/// The app from its first start to protected, as a user drives it, with a real service. The tests' display has no tray:
/// its status window stands in for the icon.
#include "activity/activity_window.h"
#include "restore-browser/browser_window.h"
#include "restore-browser/restore_dialog.h"
#include "session/pictures.h"
#include "session/protected_computer.h"
#include "settings/settings_window.h"
#include "tray/setup_dialog.h"
#include "tray/translations.h"
#include "tray/tray_application.h"

#include <QMessageBox>

using namespace backspool;
using namespace backspool::test;
using namespace backspool::tray;

class TestTrayApplication : public QObject
{
    Q_OBJECT

    std::unique_ptr<ProtectedComputer> computer_;
    std::unique_ptr<TrayApplication> app_;

    template <class T> T *part(const char *name)
    {
        return app_->setupDialog()->findChild<T *>(QLatin1StringView(name));
    }
    QAction *menuItem(const QString &text)
    {
        for (auto *action : app_->menu().actions()) {
            if (action->text().remove(QLatin1Char('&')).startsWith(text))
                return action;
        }
        return nullptr;
    }
    void begin()
    {
        app_ = std::make_unique<TrayApplication>(computer_->session());
        app_->start(false);
    }

private Q_SLOTS:
    void initTestCase()
    {
        useOneLocale();
        installTranslations(*qApp, QLocale());
    }
    void init()
    {
        // The home folder is what is chosen at first: here a small one.
        computer_ = std::make_unique<ProtectedComputer>();
        QVERIFY(computer_->start());
        QVERIFY(computer_->write("letter.txt", "dear"));
        qputenv("HOME", QFile::encodeName(computer_->tree()));
    }
    void cleanup()
    {
        app_.reset();
        computer_.reset();
    }

    void theFirstRunLeadsToProtected()
    {
        begin();
        QTRY_VERIFY_WITH_TIMEOUT(app_->setupDialog(), kPatience);
        auto *next = part<QPushButton>("next");
        QVERIFY(!next->isEnabled());
        takePictures(*app_->setupDialog(), QStringLiteral("setup-connect"));
        takePictures(*app_->statusWindow(), QStringLiteral("status-not-set-up"));
        QTest::keyClicks(part<QLineEdit>("service"), computer_->host().address());
        QTest::keyClicks(part<QLineEdit>("code"), QStringLiteral("AAAAA-BBBBB"));
        QTest::mouseClick(next, Qt::LeftButton);
        // What is wrong is said, and what was typed stays.
        QTRY_VERIFY_WITH_TIMEOUT(next->isEnabled(), kPatience);
        QVERIFY(!part<QLabel>("message")->text().isEmpty());
        part<QLineEdit>("code")->clear();
        QTest::keyClicks(part<QLineEdit>("code"), computer_->code());
        QTest::keyClick(part<QLineEdit>("code"), Qt::Key_Return);
        auto *folders = part<QListWidget>("folders");
        QTRY_VERIFY_WITH_TIMEOUT(folders->isVisible() && next->isEnabled(), kPatience);
        QCOMPARE(folders->item(0)->text(), QFileInfo(computer_->tree()).canonicalFilePath());
        QTRY_VERIFY_WITH_TIMEOUT(part<QLabel>("key-place")->text().contains(QStringLiteral("a file")), kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(part<QLabel>("sum")->text().startsWith(QStringLiteral("Protected: ")), kPatience);
        takePictures(*app_->setupDialog(), QStringLiteral("setup-choose"));
        QTest::mouseClick(next, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!app_->setupDialog(), kPatience);
        QTRY_COMPARE_WITH_TIMEOUT(app_->state().picture, Picture::Protected, kPatience);
        QCOMPARE(computer_->points()->size(), size_t(1));
        takePictures(*app_->statusWindow(), QStringLiteral("status-protected"));
        app_->menu().popup(QPoint(10, 10));
        takePictures(app_->menu(), QStringLiteral("menu"));
        app_->menu().close();
    }

    void aSetupThatWasCancelledGoesOnWhereItWas()
    {
        begin();
        QTRY_VERIFY_WITH_TIMEOUT(app_->setupDialog(), kPatience);
        part<QLineEdit>("service")->setText(computer_->host().address());
        part<QLineEdit>("code")->setText(computer_->code());
        QTest::mouseClick(part<QPushButton>("next"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(part<QListWidget>("folders")->isVisible(), kPatience);
        app_->setupDialog()->reject();
        QTRY_VERIFY_WITH_TIMEOUT(!app_->setupDialog(), kPatience);
        app_->showWindow();
        QVERIFY(app_->setupDialog());
        QVERIFY(part<QListWidget>("folders")->isVisible());
    }

    void aSetupThatWasClosedWhileItConnectedIsNotLost_data()
    {
        QTest::addColumn<bool>("isOpenedAgain");
        QTest::newRow("closed") << false;
        QTest::newRow("opened again") << true;
    }
    void aSetupThatWasClosedWhileItConnectedIsNotLost()
    {
        QFETCH(bool, isOpenedAgain);
        begin();
        QTRY_VERIFY_WITH_TIMEOUT(app_->setupDialog(), kPatience);
        part<QLineEdit>("service")->setText(computer_->host().address());
        part<QLineEdit>("code")->setText(computer_->code());
        QSignalSpy enrolled(&computer_->session(), &engine::AgentSession::enrolled);
        QTest::mouseClick(part<QPushButton>("next"), Qt::LeftButton);
        delete app_->setupDialog();
        if (isOpenedAgain) {
            app_->showWindow();
            QVERIFY(app_->setupDialog());
            QVERIFY(part<QLineEdit>("code")->isVisible());
        }
        QVERIFY(enrolled.size() > 0 || enrolled.wait(kPatience));
        app_->showWindow();
        QVERIFY(app_->setupDialog());
        QTRY_VERIFY_WITH_TIMEOUT(part<QListWidget>("folders")->isVisible(), kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(part<QPushButton>("next")->isEnabled(), kPatience);
        QTest::mouseClick(part<QPushButton>("next"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(app_->state().picture, Picture::Protected, kPatience);
    }

    void aComputerThatIsSetUpAnewBacksUpThoughItsDialogWasClosed()
    {
        QVERIFY(computer_->enrol());
        begin();
        QTRY_COMPARE_WITH_TIMEOUT(app_->state().picture, Picture::Protected, kPatience);
        QSignalSpy made(&computer_->session(), &engine::AgentSession::backedUp);
        QVERIFY(answerOf(computer_->session().enrol(computer_->host().address(),
                                                    computer_->host().code(QStringLiteral("laptop"), true)->toText())));
        QVERIFY(made.size() > 0 || made.wait(kPatience));
    }

    void whatIsSetUpAnewKnowsItsService()
    {
        QVERIFY(computer_->enrol());
        SetupDialog dialog(computer_->session(), false);
        QTRY_COMPARE_WITH_TIMEOUT(dialog.findChild<QLineEdit *>(QStringLiteral("service"))->text(),
                                  computer_->host().address(), kPatience);
    }

    void noWordOfTheStatusIsCut()
    {
        QMenu menu;
        StatusWindow window(menu);
        window.show();
        ProtectionState state;
        state.headline = QStringLiteral("The backup service does not let this computer in any more. ").repeated(3);
        state.detail = QStringLiteral("Ask the administrator for a code and set this computer up anew. ").repeated(12);
        window.show(state);
        const auto cut = [&] {
            for (const auto *label : window.findChildren<QLabel *>()) {
                if (label->hasHeightForWidth() && label->height() < label->heightForWidth(label->width()))
                    return true;
            }
            return false;
        };
        QTRY_VERIFY(!cut());
        window.resize(window.minimumWidth(), 10);
        QTRY_VERIFY(!cut());
    }

    void theMenuBacksUpPausesAndResumes()
    {
        QVERIFY(computer_->enrol());
        begin();
        QTRY_COMPARE_WITH_TIMEOUT(app_->state().picture, Picture::Protected, kPatience);
        QVERIFY(!app_->setupDialog());
        QSignalSpy made(&computer_->session(), &engine::AgentSession::backedUp);
        menuItem(QStringLiteral("Back up now"))->trigger();
        QVERIFY(made.size() > 0 || made.wait(kPatience));
        QTRY_COMPARE_WITH_TIMEOUT(app_->state().picture, Picture::Protected, kPatience);
        auto *pause = menuItem(QStringLiteral("Pause"));
        QVERIFY(pause && pause->isVisible());
        pause->menu()->actions().at(0)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(app_->state().isPaused, kPatience);
        QCOMPARE(app_->state().picture, Picture::Waiting);
        QVERIFY(!pause->isVisible());
        menuItem(QStringLiteral("Resume"))->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(app_->state().picture, Picture::Protected, kPatience);
    }

    void quittingInTheMiddleOfARestoreIsAskedAbout()
    {
        QVERIFY(computer_->enrol());
        begin();
        QTRY_COMPARE_WITH_TIMEOUT(app_->state().picture, Picture::Protected, kPatience);
        browser::RestoreDialog restore(computer_->session(), {.point = PointId{1}, .paths = {"/"}, .to = {}},
                                       QStringLiteral("all"));
        restore.setAttribute(Qt::WA_DeleteOnClose, false);
        restore.show();
        QVERIFY(restore.isRunning());
        menuItem(QStringLiteral("Quit"))->trigger();
        const auto question = [] {
            for (auto *widget : QApplication::topLevelWidgets()) {
                if (widget->objectName() == QStringLiteral("quit") && widget->isVisible())
                    return qobject_cast<QMessageBox *>(widget);
            }
            return static_cast<QMessageBox *>(nullptr);
        };
        QVERIFY(question());
        QVERIFY(!question()->informativeText().isEmpty());
        question()->reject();
        QVERIFY(restore.isRunning() || restore.isDone() || restore.isAsking()); // and is not stopped
        QVERIFY(!restore.resultText().contains(QStringLiteral("topped")));
    }

    void aSecondStartOpensTheBrowser()
    {
        QVERIFY(computer_->enrol());
        begin();
        QTRY_COMPARE_WITH_TIMEOUT(app_->state().picture, Picture::Protected, kPatience);
        QVERIFY(!app_->browserWindow());
        app_->showWindow();
        QVERIFY(app_->browserWindow() && app_->browserWindow()->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(app_->browserWindow()->navigator().isReady(), kPatience);
    }

    void settingsAndActivityAreReachedFromTheMenu()
    {
        QVERIFY(computer_->enrol());
        begin();
        QTRY_COMPARE_WITH_TIMEOUT(app_->state().picture, Picture::Protected, kPatience);
        menuItem(QStringLiteral("Settings"))->trigger();
        QVERIFY(app_->settingsWindow() && app_->settingsWindow()->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(app_->settingsWindow()->isReady(), kPatience);
        menuItem(QStringLiteral("Activity"))->trigger();
        QVERIFY(app_->activityWindow() && app_->activityWindow()->isVisible());
        QTRY_COMPARE_WITH_TIMEOUT(app_->activityWindow()->model().rows().size(), size_t(1), kPatience);
        // The one that is closed is made anew with what is then in force.
        app_->settingsWindow()->reject();
        QTRY_VERIFY_WITH_TIMEOUT(!app_->settingsWindow(), kPatience);
    }

    void theFourPicturesAreThere()
    {
        std::vector<QImage> images;
        for (const auto picture : {Picture::Protected, Picture::Working, Picture::Waiting, Picture::Attention}) {
            const auto image = iconFor(picture).pixmap(22, 22).toImage().convertToFormat(QImage::Format_ARGB32);
            QVERIFY(!image.isNull());
            // Told apart without colour: as grey pictures, too, they differ.
            const auto grey = image.convertToFormat(QImage::Format_Grayscale8);
            for (const auto &other : images)
                QVERIFY(grey != other);
            images.push_back(grey);
        }
        QWidget sheet;
        sheet.resize(4 * 80, 80);
        for (int i = 0; i < 4; ++i) {
            auto *label = new QLabel(&sheet);
            label->setPixmap(iconFor(Picture(i)).pixmap(64, 64));
            label->setGeometry(i * 80 + 8, 8, 64, 64);
        }
        takePictures(sheet, QStringLiteral("icons"));
    }
};

QTEST_MAIN(TestTrayApplication)
#include "tst_tray_application.moc"
