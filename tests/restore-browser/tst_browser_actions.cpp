/// What a user does with files of the browser: undoes a restore, drags files out, copies them.
#include "restore-browser/browser_fixture.h"
#include "restore-browser/comparison_window.h"
#include "restore-browser/file_list.h"
#include "restore-browser/hand_out_dialog.h"
#include "restore-browser/handed_files.h"
#include "restore-browser/history_slider.h"
#include "restore-browser/place_list.h"
#include "restore-browser/preview_pane.h"
#include "restore-browser/restore_dialog.h"
#include "tray/translations.h"

#include <QCheckBox>
#include <QClipboard>
#include <QDateTimeEdit>
#include <QLabel>
#include <QMimeData>
#include <QMouseEvent>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QStandardPaths>

#include <fcntl.h>
#include <unistd.h>

using namespace backspool;
using namespace backspool::browser;
using namespace backspool::test;
using namespace std::chrono_literals;

class TestBrowserActions : public QObject
{
    Q_OBJECT

    std::unique_ptr<ProtectedComputer> computer_;
    std::unique_ptr<OpenBrowser> browser_;

    /// notes.txt of the first backup, in the place of what is there.
    RestoreDialog *replace()
    {
        auto *slider = browser_->part<HistorySlider>();
        slider->setFocus();
        QTest::keyClick(slider, Qt::Key_Home);
        browser_->click("notes.txt");
        QTest::keyClick(&browser_->window(), Qt::Key_R, Qt::ControlModifier);
        auto *dialog = browser_->dialog<RestoreDialog>();
        if (!dialog || !QTest::qWaitFor([&] { return dialog->isAsking(); }, kPatience))
            return nullptr;
        QTest::mouseClick(dialog->findChild<QPushButton *>(QStringLiteral("replace")), Qt::LeftButton);
        return QTest::qWaitFor([&] { return dialog->isDone(); }, kPatience) ? dialog : nullptr;
    }
    static void undo(RestoreDialog *dialog)
    {
        auto *button = dialog->findChild<QPushButton *>(QStringLiteral("undo"));
        QVERIFY(button->isVisible());
        QTest::mouseClick(button, Qt::LeftButton);
        dialog->reject();
        QVERIFY(dialog->isVisible()); // what comes of it is to be seen
        QTRY_VERIFY_WITH_TIMEOUT(dialog->findChild<RestoreResultPage *>()->isUndone(), kPatience);
    }
    std::vector<engine::RestoreRequest> request(const char *name)
    {
        return {{.point = browser_->navigator().summary().id, .paths = {computer_->path(name)}, .to = {}}};
    }
    static QByteArray read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static int handedFolders()
    {
        return int(QDir(handedFilesFolder()).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size());
    }

    /// notes.txt went in the third backup, the folder figures in the fourth. The newest one is shown, with what is
    /// gone.
    void deleteInTwoBackups()
    {
        QVERIFY(computer_->write("stays.txt", "here"));
        QVERIFY(QFile::remove(QFile::decodeName(computer_->path("notes.txt"))));
        QVERIFY(computer_->backUp(24h * 15));
        QVERIFY(QDir(QFile::decodeName(computer_->path("figures"))).removeRecursively());
        QVERIFY(computer_->backUp(24h * 16));
        QTRY_COMPARE_WITH_TIMEOUT(browser_->navigator().points()->size(), size_t(4), kPatience);
        browser_->navigator().showPoint(0);
        QVERIFY(browser_->waitUntilWhole());
        browser_->part<QCheckBox>()->setChecked(true);
        QTRY_COMPARE_WITH_TIMEOUT(browser_->fileList()->model()->rowCount(), 3, kPatience);
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        useOneLocale();
        tray::installTranslations(*qApp, QLocale());
    }
    void init()
    {
        QDir(handedFilesFolder()).removeRecursively();
        computer_ = std::make_unique<ProtectedComputer>(24h * 40);
        QVERIFY(computer_->start());
        QVERIFY(computer_->enrol());
        QVERIFY(computer_->write("notes.txt", "Monday: began.\n"));
        QVERIFY(computer_->write("figures/one.txt", "1"));
        QVERIFY(computer_->backUp());
        QVERIFY(computer_->write("notes.txt", "Monday: began.\nTuesday: chapter 1.\n"));
        QVERIFY(computer_->backUp(24h * 14));
        browser_ = std::make_unique<OpenBrowser>(*computer_);
        QVERIFY(browser_->open());
    }
    void cleanup()
    {
        browser_.reset();
        computer_.reset();
        QDir(handedFilesFolder()).removeRecursively();
    }

    void aRestoreIsUndone()
    {
        QVERIFY(computer_->write("notes.txt", "mine"));
        auto *dialog = replace();
        QVERIFY(dialog);
        QCOMPARE(computer_->read("notes.txt"), QByteArray("Monday: began.\n"));
        takePictures(*dialog, QStringLiteral("restored-undo"));
        auto *unnamed = controlWithoutName(*dialog);
        QVERIFY2(!unnamed, unnamed ? unnamed->metaObject()->className() : "");
        undo(dialog);
        QCOMPARE(computer_->read("notes.txt"), QByteArray("mine"));
        QVERIFY2(dialog->resultText().contains(QStringLiteral("1 file that was replaced is back")),
                 qPrintable(dialog->resultText()));
        takePictures(*dialog, QStringLiteral("undone"));
        const auto left = QDir(computer_->tree()).entryList(QDir::Files | QDir::Hidden);
        QCOMPARE(left, QStringList{QStringLiteral("notes.txt")});
    }

    void whatWasChangedAfterTheRestoreStays()
    {
        QVERIFY(computer_->write("notes.txt", "mine"));
        auto *dialog = replace();
        QVERIFY(dialog);
        QVERIFY(computer_->write("notes.txt", "written after the restore"));
        undo(dialog);
        QCOMPARE(computer_->read("notes.txt"), QByteArray("written after the restore"));
        auto *problems = dialog->findChild<RestoreResultPage *>()->findChild<QTreeWidget *>();
        QCOMPARE(problems->topLevelItemCount(), 1);
        QVERIFY(problems->topLevelItem(0)->text(2).contains(QStringLiteral("before-restore")));
        takePictures(*dialog, QStringLiteral("undone-in-part"));
    }

    void anUndoThatIsStoppedGoesOn()
    {
        constexpr int kFiles = 500; // they take longer than two clicks
        const auto writeAll = [&](const QByteArray &content) {
            for (int i = 0; i < kFiles; ++i)
                QVERIFY(computer_->write(QByteArray("many/" + QByteArray::number(i)).constData(), content));
        };
        writeAll("of the point");
        QVERIFY(computer_->backUp());
        writeAll("mine");
        const engine::RestoreRequest request{.point = computer_->points()->front().id,
                                             .paths = {computer_->path("many")},
                                             .to = {},
                                             .onConflict = engine::OnConflict::Overwrite};
        const auto job = computer_->session().restore(request);
        QSignalSpy finished(job.get(), &engine::RestoreJob::finished);
        job->start();
        QVERIFY(finished.wait(kPatience));
        RestoreResultPage page;
        page.show(*job, request);
        auto *button = page.findChild<QPushButton *>(QStringLiteral("undo"));
        button->click();
        QVERIFY(page.isUndoing());
        button->click();
        QTRY_VERIFY_WITH_TIMEOUT(!page.isUndoing(), kPatience);
        QVERIFY(!page.isUndone());
        QVERIFY2(page.text().contains(QStringLiteral("stopped")), qPrintable(page.text()));
        QVERIFY(button->isEnabled());
        button->click();
        QTRY_VERIFY_WITH_TIMEOUT(page.isUndone(), kPatience);
        QVERIFY2(page.text().contains(QStringLiteral("500 files that were replaced are back")),
                 qPrintable(page.text()));
        QCOMPARE(computer_->read("many/0"), QByteArray("mine"));
    }

    void aDeletedFileThatCameBackGoesAgain()
    {
        QVERIFY(QFile::remove(computer_->file("notes.txt")));
        QVERIFY(browser_->click("notes.txt"));
        QTest::keyClick(&browser_->window(), Qt::Key_R, Qt::ControlModifier);
        auto *dialog = browser_->dialog<RestoreDialog>();
        QVERIFY(dialog);
        QTRY_VERIFY_WITH_TIMEOUT(dialog->isDone(), kPatience);
        QVERIFY(QFile::exists(computer_->file("notes.txt")));
        undo(dialog);
        QVERIFY(!QFile::exists(computer_->file("notes.txt")));
    }

    void whatWasDeletedAtSeveralTimesIsRestoredOneAfterTheOther()
    {
        deleteInTwoBackups();
        browser_->fileList()->selectAll();
        QTest::keyClick(&browser_->window(), Qt::Key_R, Qt::ControlModifier);
        for (int i = 0; i < 3; ++i) {
            const auto isOne = [this] {
                int visible = 0;
                for (auto *dialog : browser_->window().findChildren<RestoreDialog *>())
                    visible += dialog->isVisible();
                return visible == 1;
            };
            QTRY_VERIFY_WITH_TIMEOUT(isOne(), kPatience);
            QPointer<RestoreDialog> dialog = browser_->dialog<RestoreDialog>();
            QTRY_VERIFY_WITH_TIMEOUT(dialog->isDone(), kPatience);
            if (i == 0)
                takePictures(*dialog, QStringLiteral("restored-go-on"));
            dialog->reject();
            QTRY_VERIFY_WITH_TIMEOUT(!dialog, kPatience);
        }
        QVERIFY(!browser_->dialog<RestoreDialog>());
        QCOMPARE(computer_->read("notes.txt"), QByteArray("Monday: began.\nTuesday: chapter 1.\n"));
        QCOMPARE(computer_->read("figures/one.txt"), QByteArray("1"));
    }

    void aDeletedFolderIsRestoredFromWithin()
    {
        deleteInTwoBackups();
        browser_->navigator().goTo(computer_->path("figures"));
        QVERIFY(browser_->waitUntilWhole());
        QTRY_COMPARE_WITH_TIMEOUT(browser_->fileList()->model()->rowCount(), 1, kPatience);
        QTest::keyClick(&browser_->window(), Qt::Key_R, Qt::ControlModifier);
        auto *dialog = browser_->dialog<RestoreDialog>();
        QVERIFY(dialog);
        QTRY_VERIFY_WITH_TIMEOUT(dialog->isDone(), kPatience);
        QCOMPARE(computer_->read("figures/one.txt"), QByteArray("1"));
        dialog->reject();
    }

    void anEmptyFolderThatCameBackIsSaid()
    {
        const QString empty = QFile::decodeName(computer_->path("empty"));
        QVERIFY(QDir().mkpath(empty));
        QVERIFY(computer_->backUp(24h * 15));
        QVERIFY(QDir(empty).removeRecursively());
        QVERIFY(computer_->backUp(24h * 16));
        QTRY_COMPARE_WITH_TIMEOUT(browser_->navigator().points()->size(), size_t(4), kPatience);
        browser_->navigator().showPoint(0);
        QVERIFY(browser_->waitUntilWhole());
        browser_->part<QCheckBox>()->setChecked(true);
        QVERIFY(browser_->click("empty"));
        QTest::keyClick(&browser_->window(), Qt::Key_R, Qt::ControlModifier);
        auto *dialog = browser_->dialog<RestoreDialog>();
        QVERIFY(dialog);
        QTRY_VERIFY_WITH_TIMEOUT(dialog->isDone(), kPatience);
        QVERIFY2(dialog->resultText().startsWith(QStringLiteral("1 folder restored.")),
                 qPrintable(dialog->resultText()));
        dialog->reject();
    }

    void whatIsSaidBesideTheListIsOfWhatIsSelected()
    {
        QVERIFY(computer_->write("new.txt", "new"));
        QVERIFY(computer_->backUp(24h * 15));
        QTRY_COMPARE_WITH_TIMEOUT(browser_->navigator().points()->size(), size_t(3), kPatience);
        browser_->navigator().showPoint(0);
        QVERIFY(browser_->waitUntilWhole());
        const auto says = [this](const QString &begin) {
            return std::ranges::any_of(browser_->window().findChildren<QLabel *>(), [&](const QLabel *label) {
                return label->isVisible() && label->text().startsWith(begin);
            });
        };
        QVERIFY(browser_->click("new.txt"));
        QTRY_VERIFY(!says(QStringLiteral("Select a file")));
        browser_->navigator().showPoint(1); // where it was not yet: no other file takes its place
        QTRY_COMPARE_WITH_TIMEOUT(browser_->fileList()->model()->rowCount(), 2, kPatience);
        QVERIFY(browser_->fileList()->selectionModel()->selectedRows().isEmpty());
        QTRY_VERIFY(says(QStringLiteral("Select a file")));
    }

    void aPathOfAFileManagerIsShown()
    {
        auto &navigator = browser_->navigator();
        browser_->window().showPath(computer_->path("figures/one.txt"));
        QCOMPARE(navigator.path(), computer_->path("figures"));
        const auto current = [&] {
            return browser_->fileList()->currentIndex().data(FolderModel::NameRole).toByteArray();
        };
        QTRY_COMPARE_WITH_TIMEOUT(current(), QByteArray("one.txt"), kPatience);
        browser_->window().showPath(computer_->path("figures"));
        QCOMPARE(navigator.path(), QFile::encodeName(computer_->tree()));
        QTRY_COMPARE_WITH_TIMEOUT(current(), QByteArray("figures"), kPatience);
        browser_->window().showPath(computer_->path("figures/"));
        QCOMPARE(navigator.path(), computer_->path("figures"));
        browser_->window().showPath("/");
        QCOMPARE(navigator.path(), QByteArray("/"));
    }

    void copiedFilesAreThere()
    {
        QVERIFY(browser_->click("notes.txt"));
        QVERIFY(browser_->click("figures", Qt::ControlModifier));
        QSignalSpy changed(QApplication::clipboard(), &QClipboard::dataChanged);
        QTest::keyClick(browser_->fileList(), Qt::Key_C, Qt::ControlModifier);
        QVERIFY(!changed.isEmpty() || changed.wait(kPatience));
        const auto *data = QApplication::clipboard()->mimeData();
        const auto urls = data->urls();
        QCOMPARE(urls.size(), qsizetype(2));
        QCOMPARE(read(urls[1].toLocalFile()), QByteArray("Monday: began.\nTuesday: chapter 1.\n"));
        QCOMPARE(read(urls[0].toLocalFile() + QStringLiteral("/one.txt")), QByteArray("1"));
        QVERIFY(data->data(QStringLiteral("x-special/gnome-copied-files")).startsWith("copy\nfile:///"));
        // The folder is for this user's eyes only.
        const auto permissions = QFileInfo(urls[1].toLocalFile()).dir();
        QVERIFY(!(QFile::permissions(permissions.path()) & (QFile::ReadGroup | QFile::ReadOther | QFile::ExeOther)));
    }

    void whatIsPulledIsWaitedFor()
    {
        std::unique_ptr<QMimeData> dragged;
        auto taken = Qt::IgnoreAction;
        auto *dialog = new HandOutDialog(computer_->session(), request("notes.txt"), HandOutDialog::Purpose::Drag,
                                         &browser_->window(), [&](std::unique_ptr<QMimeData> data) {
                                             dragged = std::move(data);
                                             return taken;
                                         });
        QSignalSpy handed(dialog, &HandOutDialog::handedOut);
        QTRY_VERIFY_WITH_TIMEOUT(dialog->isDone(), kPatience);
        // Nobody holds the button: the files are kept until they are dragged from here.
        QVERIFY(!dragged && dialog->isVisible());
        takePictures(*dialog, QStringLiteral("drag-ready"));
        // A click takes nothing away, nor does a drag that ends nowhere.
        QTest::mouseClick(dialog, Qt::LeftButton, {}, QPoint(5, 5));
        QVERIFY(!dragged && dialog->isVisible());
        const auto pull = [&] {
            QTest::mousePress(dialog, Qt::LeftButton, {}, QPoint(5, 5));
            QTest::mouseMove(dialog, QPoint(5 + 2 * QApplication::startDragDistance(), 5));
            QTest::mouseRelease(&browser_->window(), Qt::LeftButton, {}, QPoint(5, 5)); // the dialog may be gone
        };
        pull();
        QVERIFY(dragged && dialog->isVisible());
        QCOMPARE(handed.size(), 0);
        taken = Qt::CopyAction;
        pull();
        QCOMPARE(handed.size(), 1);
        QCOMPARE(read(dragged->urls().front().toLocalFile()), QByteArray("Monday: began.\nTuesday: chapter 1.\n"));
    }

    void pullingARowBeginsIt_data()
    {
        QTest::addColumn<bool>("isInside");
        QTest::newRow("out of the window") << false;
        QTest::newRow("and back again") << true;
    }
    void pullingARowBeginsIt()
    {
        QFETCH(bool, isInside);
        QVERIFY(browser_->click("notes.txt"));
        auto *view = browser_->fileList()->viewport();
        const auto place = browser_->fileList()->visualRect(browser_->fileList()->currentIndex()).center();
        QTest::mousePress(view, Qt::LeftButton, {}, place);
        for (int step = 1; step <= 4; ++step)
            QTest::mouseMove(view, place + QPoint(step * 10, 0));
        QPointer<HandOutDialog> dialog = browser_->part<HandOutDialog>();
        QVERIFY(dialog);
        const auto end = isInside ? place : QPoint(-5'000, 0);
        QMouseEvent release(QEvent::MouseButtonRelease, end, view->mapToGlobal(end), Qt::LeftButton, {}, {});
        QApplication::sendEvent(view, &release);
        QTest::mouseRelease(view, Qt::LeftButton, {}, place); // so that Qt knows it, too
        if (isInside) {
            QTRY_VERIFY_WITH_TIMEOUT(!dialog, kPatience);
            QTRY_COMPARE(handedFolders(), 0);
            return;
        }
        QTRY_VERIFY_WITH_TIMEOUT(dialog->isDone(), kPatience);
        QVERIFY(QFile::exists(dialog->folder() + QStringLiteral("/notes.txt")));
    }

    void aRowIsPulledAgainAfterADrag()
    {
        auto *list = browser_->part<FileList>();
        QVERIFY(browser_->click("notes.txt"));
        QSignalSpy pulled(list, &FileList::dragWanted);
        auto *view = list->viewport();
        const auto place = list->visualRect(list->currentIndex()).center();
        for (int pulls = 1; pulls <= 3; ++pulls) {
            const auto send = [&](QEvent::Type type, const QPoint &at) {
                const auto button = type == QEvent::MouseMove ? Qt::NoButton : Qt::LeftButton;
                QMouseEvent event(type, at, view->mapToGlobal(at), button, Qt::LeftButton, {});
                QApplication::sendEvent(view, &event);
            };
            send(QEvent::MouseButtonPress, place);
            for (int step = 1; step <= 4; ++step)
                send(QEvent::MouseMove, place + QPoint(step * 10, 0));
            QCOMPARE(pulled.size(), pulls); // the release of the button is the drag's
        }
        const auto dialogs = browser_->window().findChildren<HandOutDialog *>();
        for (auto *dialog : dialogs)
            QTRY_VERIFY_WITH_TIMEOUT(dialog->isDone(), kPatience);
    }

    void whatCannotBeHadSaysWhy()
    {
        computer_->host().stop();
        auto *dialog = new HandOutDialog(computer_->session(), request("notes.txt"), HandOutDialog::Purpose::Copy,
                                         &browser_->window());
        QTRY_VERIFY_WITH_TIMEOUT(dialog->isDone() && dialog->isVisible(), kPatience);
        QVERIFY2(dialog->text().contains(QStringLiteral("could not be had")), qPrintable(dialog->text()));
        QTRY_COMPARE(handedFolders(), 0);
    }

    void whatIsStoppedLeavesNothing()
    {
        QPointer<HandOutDialog> dialog = new HandOutDialog(computer_->session(), request("notes.txt"),
                                                           HandOutDialog::Purpose::Copy, &browser_->window());
        dialog->reject();
        QTRY_VERIFY_WITH_TIMEOUT(!dialog, kPatience);
        QTRY_COMPARE(handedFolders(), 0);
    }

    void theWindowRunsTheWayTheLanguageDoes_data()
    {
        QTest::addColumn<QString>("language");
        QTest::newRow("Arabic") << QStringLiteral("ar");
        QTest::newRow("French") << QStringLiteral("fr");
        QTest::newRow("German") << QStringLiteral("de");
    }
    void theWindowRunsTheWayTheLanguageDoes()
    {
        QFETCH(QString, language);
        tray::useLanguage(*qApp, language);
        const auto back = qScopeGuard([] {
            useOneLocale();
            tray::installTranslations(*qApp, QLocale());
        });
        browser_ = std::make_unique<OpenBrowser>(*computer_);
        QVERIFY(browser_->open());
        QVERIFY(browser_->click("notes.txt"));
        QTRY_VERIFY_WITH_TIMEOUT(browser_->part<PreviewPane>()->shownText().startsWith(QStringLiteral("Monday")),
                                 kPatience);
        takePictures(browser_->window(), QStringLiteral("browser-") + language);
        const bool isMirrored = language == QStringLiteral("ar");
        const auto x = [&](QWidget *widget) { return widget->mapTo(&browser_->window(), widget->rect().center()).x(); };
        QCOMPARE(x(browser_->part<PlaceList>()) > x(browser_->fileList()), isMirrored);
        // A text from the beginning of its lines, dates and times from left to right.
        QCOMPARE(browser_->part<PreviewPane>()->findChild<QPlainTextEdit *>()->layoutDirection(), Qt::LeftToRight);
        const auto *date = browser_->part<QDateTimeEdit>();
        QCOMPARE(date->sectionAt(0), QDateTimeEdit::DaySection);
        QVERIFY(!date->text().contains(QChar(0x200F)));
        // Time runs the way reading does: a click at its very beginning is the oldest backup.
        auto *slider = browser_->part<HistorySlider>();
        QTest::mouseClick(slider, Qt::LeftButton, {},
                          QPoint(isMirrored ? slider->width() - 1 : 1, slider->height() - 8));
        QCOMPARE(browser_->navigator().point(), size_t(1));
        QVERIFY(computer_->write("notes.txt", "Monday: began.\nWednesday: chapter 2.\n"));
        QTest::keyClick(&browser_->window(), Qt::Key_D, Qt::ControlModifier);
        auto *comparison = browser_->dialog<ComparisonWindow>();
        QVERIFY(comparison);
        QTRY_VERIFY_WITH_TIMEOUT(comparison->isDone(), kPatience);
        takePictures(*comparison, QStringLiteral("compare-") + language);
    }

    void aNameIsAnyBytes()
    {
        const auto folder = makeHandedFolder(handedFilesFolder());
        QVERIFY(folder);
        const auto path = QFile::encodeName(*folder) + "/caf\xe9 #1";
        const int file = ::open(path.constData(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
        QVERIFY(file >= 0);
        ::close(file);
        QCOMPARE(handedPaths(*folder), QByteArrayList{path});
        const auto data = mimeDataOf(handedPaths(*folder));
        QVERIFY(data->data(QStringLiteral("x-special/gnome-copied-files")).endsWith("/caf%E9%20%231"));
        QVERIFY(data->data(QStringLiteral("text/uri-list")).trimmed().endsWith("/caf%E9%20%231"));
        removeHandedFolder(*folder);
        QCOMPARE(handedFolders(), 0);
    }

    void oldFilesGoAndReadOnlyOnesToo()
    {
        const auto parent = handedFilesFolder();
        const auto folder = makeHandedFolder(parent);
        QVERIFY(folder);
        QVERIFY(QDir(*folder).mkpath(QStringLiteral("closed/inner")));
        QFile::setPermissions(*folder + QStringLiteral("/closed"), QFile::ReadOwner | QFile::ExeOwner);
        const auto now = SystemClock().now();
        removeOldHandedFolders(parent, now + kHandedTime - 1h);
        QCOMPARE(handedFolders(), 1);
        removeOldHandedFolders(parent, now + kHandedTime + 1h);
        QCOMPARE(handedFolders(), 0);
    }
};

QTEST_MAIN(TestBrowserActions)
#include "tst_browser_actions.moc"
