/// The restore browser in a user's hands, with a real service: I lost a file, and have it back.
#include "restore-browser/browser_window.h"
#include "restore-browser/first_size.h"
#include "restore-browser/history_pane.h"
#include "restore-browser/history_slider.h"
#include "restore-browser/message_page.h"
#include "restore-browser/preview_pane.h"
#include "restore-browser/restore_dialog.h"
#include "restore-browser/version_list.h"
#include "session/pictures.h"
#include "session/protected_computer.h"
#include "tray/translations.h"

#include <QAccessible>
#include <QBuffer>
#include <QHeaderView>
#include <QPainter>
#include <QScreen>
#include <QScrollBar>

using namespace backspool;
using namespace backspool::browser;
using namespace backspool::test;
using namespace std::chrono_literals;

class TestRestoreBrowser : public QObject
{
    Q_OBJECT

    std::unique_ptr<ProtectedComputer> computer_;
    std::unique_ptr<BrowserWindow> window_;

    Navigator &navigator() { return window_->navigator(); }
    template <class T> T *part(const QString &name = {}) { return window_->findChild<T *>(name); }
    bool isWhole() { return navigator().timeline() && navigator().timeline()->isWhole(); }
    QStringList names()
    {
        QStringList names;
        auto *view = fileList();
        for (int row = 0; row < view->model()->rowCount(); ++row)
            names += view->model()->index(row, 0).data(FolderModel::NameRole).toString();
        return names;
    }
    QTreeView *fileList()
    {
        for (auto *view : window_->findChildren<QTreeView *>()) {
            if (view->accessibleName() == QStringLiteral("Files"))
                return view;
        }
        return nullptr;
    }
    QTreeView *foundList()
    {
        for (auto *view : window_->findChildren<QTreeView *>()) {
            if (view->accessibleName() == QStringLiteral("Files found"))
                return view;
        }
        return nullptr;
    }
    QLineEdit *searchField()
    {
        for (auto *field : window_->findChildren<QLineEdit *>()) {
            if (field->accessibleName().contains(QStringLiteral("Search")))
                return field;
        }
        return nullptr;
    }
    void open()
    {
        window_ = std::make_unique<BrowserWindow>(computer_->session());
        window_->resize(1'150, 720);
        window_->show();
        window_->refresh();
        QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    }
    void openReady()
    {
        open();
        QTRY_VERIFY_WITH_TIMEOUT(isWhole() && fileList()->isVisible(), kPatience);
    }
    /// A click on the row named @p name.
    void click(const char *name, Qt::KeyboardModifiers modifiers = {})
    {
        const auto row = names().indexOf(QString::fromUtf8(name));
        QVERIFY2(row >= 0, qPrintable(names().join(QLatin1Char(' '))));
        const auto index = fileList()->model()->index(int(row), 0);
        fileList()->scrollTo(index);
        QTest::mouseClick(fileList()->viewport(), Qt::LeftButton, modifiers, fileList()->visualRect(index).center());
    }
    RestoreDialog *dialog()
    {
        for (auto *dialog : window_->findChildren<RestoreDialog *>()) {
            if (dialog->isVisible())
                return dialog;
        }
        return nullptr;
    }
    static QByteArray picture()
    {
        QImage image(320, 200, QImage::Format_RGB32);
        image.fill(QColor(70, 130, 180));
        QPainter painter(&image);
        painter.setBrush(QColor(240, 200, 80));
        painter.drawEllipse(QPoint(240, 60), 30, 30);
        painter.setBrush(QColor(60, 110, 60));
        painter.drawPolygon(QPolygon({QPoint(0, 200), QPoint(110, 70), QPoint(220, 200)}));
        painter.end();
        QByteArray bytes;
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::WriteOnly);
        image.save(&buffer, "PNG");
        return bytes;
    }
    /// Six points over some weeks.
    void makeHistory()
    {
        QVERIFY(computer_->enrol());
        QVERIFY(computer_->write("notes.txt", "Monday: began.\n"));
        QVERIFY(computer_->write("data.csv", QByteArray(88'000, 'x')));
        QVERIFY(computer_->write("old-figures/figure-1.txt", "1"));
        QVERIFY(computer_->write("Pictures/lake.png", picture()));
        QVERIFY(computer_->backUp());
        QVERIFY(computer_->write("chapter-1.txt", "It was a dark night.\n"));
        QVERIFY(computer_->write("notes.txt", "Monday: began.\nTuesday: chapter 1.\n"));
        QVERIFY(computer_->backUp(24h * 14));
        QVERIFY(computer_->write("chapter-2.txt", "And then it rained.\n"));
        QVERIFY(computer_->backUp(24h * 20));
        QVERIFY(computer_->write("notes.txt", "Monday: began.\nTuesday: chapter 1.\nLater: chapter 2.\n"));
        QVERIFY(computer_->backUp(24h * 4));
        QVERIFY(QDir(computer_->file("old-figures")).removeRecursively());
        QVERIFY(computer_->backUp(30h));
        QVERIFY(computer_->write("chapter-3.txt", "The sun came out.\n"));
        QVERIFY(computer_->write("notes.txt", "Monday: began.\nTuesday: chapter 1.\nLater: chapters 2 and 3.\n"));
        QVERIFY(computer_->backUp(10h));
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
    }
    void cleanup()
    {
        window_.reset();
        computer_.reset();
    }

    void aComputerThatIsNotEnrolledSaysWhatToDo()
    {
        open();
        auto *message = part<MessagePage>();
        QTRY_VERIFY_WITH_TIMEOUT(!message->title().isEmpty() && message->isVisible(), kPatience);
        QSignalSpy wanted(window_.get(), &BrowserWindow::setupWanted);
        auto *button = message->findChild<QPushButton *>();
        QVERIFY(button->isVisible());
        takePictures(*window_, QStringLiteral("not-enrolled"));
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(wanted.size(), 1);
    }

    void aServiceThatIsAwaySaysSoAndIsAskedAgain()
    {
        QVERIFY(computer_->enrol());
        computer_->host().stop();
        open();
        auto *message = part<MessagePage>();
        QTRY_VERIFY_WITH_TIMEOUT(message->title().contains(QStringLiteral("cannot be shown")), kPatience);
        takePictures(*window_, QStringLiteral("unreachable"));
    }

    void aDeletedFileIsBackInTwoMinutes()
    {
        makeHistory();
        openReady();
        QVERIFY(!searchField()->hasFocus()); // Ctrl+Left is for the slider, not for a text
        QVERIFY(names().contains(QStringLiteral("chapter-2.txt")));
        QVERIFY(QFile::remove(computer_->file("chapter-2.txt")));
        QVERIFY(computer_->backUp(1h));
        // The window notices the new point by itself, and shows what went.
        QTRY_VERIFY_WITH_TIMEOUT(navigator().points()->size() == 7 && isWhole(), kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(names().contains(QStringLiteral("chapter-2.txt")), kPatience);
        takePictures(*window_, QStringLiteral("deleted"));

        auto *slider = part<HistorySlider>();
        slider->setFocus();
        QTest::keyClick(slider, Qt::Key_Left);
        QCOMPARE(navigator().point(), size_t(1));
        click("chapter-2.txt");
        QTRY_COMPARE_WITH_TIMEOUT(part<PreviewPane>()->shownText(), QStringLiteral("And then it rained.\n"), kPatience);
        QTest::keyClick(window_.get(), Qt::Key_R, Qt::ControlModifier);
        QVERIFY(dialog());
        QTRY_VERIFY_WITH_TIMEOUT(dialog()->isDone(), kPatience);
        QCOMPARE(computer_->read("chapter-2.txt"), QByteArray("And then it rained.\n"));
        QVERIFY2(dialog()->resultText().contains(QLatin1Char('1')), qPrintable(dialog()->resultText()));
        takePictures(*dialog(), QStringLiteral("restored"));
        QTest::keyClick(dialog(), Qt::Key_Escape);
        QVERIFY(!dialog());
    }

    void whatIsInTheWayIsAskedFor_data()
    {
        QTest::addColumn<QString>("button");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<int>("files");
        QTest::newRow("left") << QStringLiteral("skip") << QByteArray("mine") << 5;
        QTest::newRow("replaced") << QStringLiteral("replace") << QByteArray("Monday: began.\n") << 5;
        QTest::newRow("both") << QStringLiteral("keepBoth") << QByteArray("mine") << 6;
    }
    void whatIsInTheWayIsAskedFor()
    {
        QFETCH(QString, button);
        QFETCH(QByteArray, content);
        QFETCH(int, files);
        makeHistory();
        openReady();
        QVERIFY(computer_->write("notes.txt", "mine"));
        auto *slider = part<HistorySlider>();
        slider->setFocus();
        QTest::keyClick(slider, Qt::Key_Home);
        QCOMPARE(navigator().point(), size_t(5));
        click("notes.txt");
        QTest::mouseClick(part<QPushButton>(QStringLiteral("restore")), Qt::LeftButton);
        QVERIFY(dialog());
        QTRY_VERIFY_WITH_TIMEOUT(dialog()->isAsking(), kPatience);
        if (button == QStringLiteral("skip"))
            takePictures(*dialog(), QStringLiteral("in-the-way"));
        QTest::mouseClick(dialog()->findChild<QPushButton *>(button), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(dialog()->isDone(), kPatience);
        QCOMPARE(computer_->read("notes.txt"), content);
        QCOMPARE(int(QDir(computer_->tree()).entryList(QDir::Files).size()), files);
    }

    void slidingKeepsTheSelection()
    {
        makeHistory();
        openReady();
        click("notes.txt");
        auto *slider = part<HistorySlider>();
        QTRY_COMPARE_WITH_TIMEOUT(part<VersionList>()->topLevelItemCount(), 4, kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(part<PreviewPane>()->shownText().startsWith(QStringLiteral("Monday")), kPatience);
        takePictures(*window_, QStringLiteral("browser"));
        slider->setFocus();
        for (int i = 0; i < 5; ++i)
            QTest::keyClick(slider, Qt::Key_Left);
        QCOMPARE(navigator().point(), size_t(5));
        QCOMPARE(fileList()->currentIndex().data(FolderModel::NameRole).toByteArray(), QByteArray("notes.txt"));
        QTRY_COMPARE_WITH_TIMEOUT(part<PreviewPane>()->shownText(), QStringLiteral("Monday: began.\n"), kPatience);
        // From change to change of the selected file: it did not change at each point.
        QTest::keyClick(slider, Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(navigator().point(), size_t(4));
        QTest::keyClick(slider, Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(navigator().point(), size_t(2));
        // A version that is chosen is shown.
        auto *versions = part<VersionList>();
        QTest::mouseClick(versions->viewport(), Qt::LeftButton, {},
                          versions->visualItemRect(versions->topLevelItem(3)).center());
        QCOMPARE(navigator().point(), size_t(5));
    }

    void aNewBackupKeepsWhatIsSelected()
    {
        makeHistory();
        openReady();
        click("notes.txt");
        click("data.csv", Qt::ControlModifier);
        QVERIFY(computer_->backUp(1h));
        QTRY_VERIFY_WITH_TIMEOUT(navigator().points()->size() == 7 && isWhole(), kPatience);
        QCOMPARE(fileList()->currentIndex().data(FolderModel::NameRole).toByteArray(), QByteArray("data.csv"));
        QCOMPARE(fileList()->selectionModel()->selectedRows().size(), qsizetype(2));
        QVERIFY(part<QPushButton>(QStringLiteral("restore"))->isEnabled());
    }

    /// More comes and goes than a view is told of step by step.
    void aLongSlideKeepsWhatIsSelectedAndWhere()
    {
        QVERIFY(computer_->enrol());
        const auto name = [](const char *kind, int i) {
            return QStringLiteral("%1-%2").arg(QLatin1StringView(kind)).arg(i, 3, 10, QLatin1Char('0')).toUtf8();
        };
        for (int i = 0; i < 100; ++i)
            QVERIFY(computer_->write(name("kept", i).constData(), "kept") &&
                    computer_->write(name("old", i).constData(), "old"));
        QVERIFY(computer_->backUp());
        for (int i = 0; i < 100; ++i)
            QVERIFY(QFile::remove(computer_->file(name("old", i).constData())));
        for (int i = 0; i < 150; ++i)
            QVERIFY(computer_->write(name("new", i).constData(), "new"));
        QVERIFY(computer_->backUp(24h));
        QVERIFY(computer_->backUp(24h));
        openReady();
        click("kept-050");
        for (const auto *also : {"kept-051", "kept-053", "kept-055"})
            click(also, Qt::ControlModifier);
        click("new-149", Qt::ControlModifier); // is the current one, and was not there
        const int scroll = fileList()->verticalScrollBar()->value();
        QVERIFY(scroll > 0);
        part<HistorySlider>()->setFocus();
        QTest::keyClick(part<HistorySlider>(), Qt::Key_Home);
        QCOMPARE(navigator().point(), size_t(2));
        QVERIFY(names().contains(QStringLiteral("old-000")));
        QTest::qWait(0); // what is laid out later
        QStringList selected;
        for (const auto &row : fileList()->selectionModel()->selectedRows())
            selected += row.data(FolderModel::NameRole).toString();
        selected.sort();
        QCOMPARE(selected, (QStringList{QStringLiteral("kept-050"), QStringLiteral("kept-051"),
                                        QStringLiteral("kept-053"), QStringLiteral("kept-055")}));
        QCOMPARE(fileList()->verticalScrollBar()->value(),
                 std::min(scroll, fileList()->verticalScrollBar()->maximum()));
    }

    void aWindowThatNobodySeesAsksNothing()
    {
        makeHistory();
        openReady();
        searchField()->setText(QStringLiteral("chapter"));
        QTRY_COMPARE_WITH_TIMEOUT(foundList()->model()->rowCount(), 3, kPatience);
        const auto before = navigator().points();
        window_->hide();
        QVERIFY(searchField()->text().isEmpty());
        QVERIFY(computer_->backUp(1h));
        QTest::qWait(0);
        QCOMPARE(computer_->points()->size(), size_t(7)); // had the window asked, it would have its answer by now
        QTest::qWait(0);
        QCOMPARE(navigator().points(), before);
        window_->show();
        window_->refresh();
        QTRY_VERIFY_WITH_TIMEOUT(navigator().points()->size() == 7 && isWhole(), kPatience);
        // The same points stay the same, so that nothing is read of them again.
        const auto now = navigator().points();
        QSignalSpy listed(&navigator(), &Navigator::pointsChanged);
        window_->refresh();
        // Perhaps at once: an answer that is there before it is asked for comes without the event loop.
        QTRY_VERIFY_WITH_TIMEOUT(!listed.isEmpty(), kPatience);
        QCOMPARE(navigator().points(), now);
    }

    void theSearchKeepsTheFocusThatItWasGivenBeforeFilesCame()
    {
        makeHistory();
        open();
        QTest::keyClick(window_.get(), Qt::Key_F, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(isWhole() && fileList()->isVisible(), kPatience);
        QVERIFY(searchField()->hasFocus());
    }

    void aBlankIsNoSearch()
    {
        makeHistory();
        openReady();
        click("data.csv");
        searchField()->setText(QStringLiteral(" "));
        QVERIFY(computer_->backUp(1h));
        QTRY_VERIFY_WITH_TIMEOUT(navigator().points()->size() == 7 && isWhole(), kPatience);
        QVERIFY(fileList()->isVisible());
    }

    void deletedFilesShowWhereTheyAreAskedFor()
    {
        makeHistory();
        openReady();
        QVERIFY(!names().contains(QStringLiteral("old-figures")));
        auto *deleted = part<QCheckBox>();
        QTest::mouseClick(deleted, Qt::LeftButton, {}, QPoint(8, deleted->height() / 2));
        QVERIFY(deleted->isChecked());
        QVERIFY(names().contains(QStringLiteral("old-figures")));
        // It comes from the last point that has it.
        click("old-figures");
        QTest::keyClick(window_.get(), Qt::Key_R, Qt::ControlModifier);
        QVERIFY(dialog());
        QTRY_VERIFY_WITH_TIMEOUT(dialog()->isDone(), kPatience);
        QCOMPARE(computer_->read("old-figures/figure-1.txt"), QByteArray("1"));
    }

    void foldersAreEnteredAndLeftByKeys()
    {
        makeHistory();
        openReady();
        click("Pictures");
        QTest::keyClick(fileList(), Qt::Key_Return);
        QCOMPARE(navigator().path(), computer_->path("Pictures"));
        QTRY_VERIFY_WITH_TIMEOUT(isWhole(), kPatience);
        click("lake.png");
        QTRY_VERIFY_WITH_TIMEOUT(part<PreviewPane>()->shownText().isEmpty(), kPatience);
        takePictures(*window_, QStringLiteral("picture"));
        QTest::keyClick(window_.get(), Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(navigator().path(), QFile::encodeName(computer_->tree()));
        QTRY_COMPARE_WITH_TIMEOUT(fileList()->currentIndex().data(FolderModel::NameRole).toByteArray(),
                                  QByteArray("Pictures"), kPatience);
        QTest::keyClick(window_.get(), Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(navigator().path(), computer_->path("Pictures"));
    }

    void aSearchFindsWhatIsGone()
    {
        makeHistory();
        openReady();
        QTest::keyClick(window_.get(), Qt::Key_F, Qt::ControlModifier);
        auto *field = searchField();
        QTRY_VERIFY_WITH_TIMEOUT(field->hasFocus(), kPatience);
        QTest::keyClicks(field, QStringLiteral("figure-1"));
        QTRY_COMPARE_WITH_TIMEOUT(foundList()->model()->rowCount(), 1, kPatience);
        QVERIFY(foundList()->isVisible());
        // Not what the folder said that was shown before.
        QVERIFY(std::ranges::any_of(window_->findChildren<QLabel *>(), [](const QLabel *label) {
            return label->isVisible() && label->text().startsWith(QStringLiteral("Press Enter on what you look for"));
        }));
        takePictures(*window_, QStringLiteral("search"));
        foundList()->setFocus();
        foundList()->setCurrentIndex(foundList()->model()->index(0, 0));
        QTest::keyClick(foundList(), Qt::Key_Return);
        QCOMPARE(navigator().path(), computer_->path("old-figures"));
        QTRY_VERIFY_WITH_TIMEOUT(isWhole() && names() == QStringList{QStringLiteral("figure-1.txt")}, kPatience);
        QCOMPARE(navigator().point(), size_t(2));
        QVERIFY(field->text().isEmpty());
    }

    void whatWasFoundCanBeRead()
    {
        const auto home = qgetenv("HOME");
        const auto back = qScopeGuard([&] { qputenv("HOME", home); });
        qputenv("HOME", QFile::encodeName(computer_->tree()));
        makeHistory();
        openReady();
        searchField()->setText(QStringLiteral("figure-1"));
        QTRY_COMPARE_WITH_TIMEOUT(foundList()->model()->rowCount(), 1, kPatience);
        const auto text = [&](int column) { return foundList()->model()->index(0, column).data().toString(); };
        QCOMPARE(text(SearchResults::Folder), QStringLiteral("Home/old-figures"));
        const auto *header = foundList()->header();
        const int narrow =
            std::min(header->sectionSize(SearchResults::Name), header->sectionSize(SearchResults::Folder));
        for (const int column : {SearchResults::Size, SearchResults::LastSeen})
            QVERIFY(header->sectionSize(column) <= narrow);
        for (const int column : {SearchResults::Name, SearchResults::Folder, SearchResults::LastSeen})
            QVERIFY(foundList()->fontMetrics().horizontalAdvance(text(column)) < header->sectionSize(column));
    }

    void aPathIsLookedForByItsLastName_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("count");
        QTest::newRow("a path") << QStringLiteral("old-figures/figure-1") << 1;
        QTest::newRow("a folder") << QStringLiteral("home/old-figures/") << 1;
        QTest::newRow("nothing but the sign") << QStringLiteral("/") << 0;
    }
    void aPathIsLookedForByItsLastName()
    {
        QFETCH(QString, text);
        QFETCH(int, count);
        makeHistory();
        openReady();
        searchField()->setText(text);
        if (count > 0)
            QTRY_COMPARE_WITH_TIMEOUT(foundList()->model()->rowCount(), count, kPatience);
        else
            QTRY_VERIFY_WITH_TIMEOUT(part<MessagePage>()->title().startsWith(QStringLiteral("Nothing of that name")),
                                     kPatience);
    }

    void theKeyboardGoesToWhatWasFoundAndBack()
    {
        makeHistory();
        openReady();
        QTest::keyClick(window_.get(), Qt::Key_F, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(searchField()->hasFocus(), kPatience);
        QTest::keyClicks(searchField(), QStringLiteral("chapter"));
        QTRY_COMPARE_WITH_TIMEOUT(foundList()->model()->rowCount(), 3, kPatience);
        QTest::keyClick(searchField(), Qt::Key_Down);
        QVERIFY(foundList()->hasFocus());
        QCOMPARE(foundList()->currentIndex().row(), 0);
        QTest::keyClick(foundList(), Qt::Key_Escape);
        QVERIFY(searchField()->text().isEmpty());
        QVERIFY(fileList()->isVisible() && fileList()->hasFocus());
    }

    void enterPressesTheButtonThatHasTheFocus()
    {
        makeHistory();
        openReady();
        for (auto *button : window_->findChildren<QPushButton *>())
            QVERIFY2(button->autoDefault(), qPrintable(button->text()));
        auto *earlier = part<HistoryPane>()->findChild<QPushButton *>();
        earlier->setFocus();
        QTest::keyClick(earlier, Qt::Key_Return);
        QCOMPARE(navigator().point(), size_t(1));
    }

    void aWindowIsNoLargerThanItsScreen()
    {
        QCOMPARE(firstSize({500, 400}, {1'000, 800}), QSize(500, 400));
        QCOMPARE(firstSize({2'000, 700}, {1'000, 800}), QSize(940, 700));
        const BrowserWindow window(computer_->session());
        const QSize room = window.screen()->availableSize();
        QVERIFY(window.width() < room.width() && window.height() < room.height());
    }

    void whatWasFoundOpensAtItsTimeAfterANewBackup()
    {
        makeHistory();
        openReady();
        searchField()->setText(QStringLiteral("figure-1"));
        QTRY_COMPARE_WITH_TIMEOUT(foundList()->model()->rowCount(), 1, kPatience);
        QVERIFY(computer_->backUp(1h));
        QTRY_COMPARE_WITH_TIMEOUT(navigator().points()->size(), size_t(7), kPatience);
        foundList()->setFocus();
        foundList()->setCurrentIndex(foundList()->model()->index(0, 0));
        QTest::keyClick(foundList(), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(isWhole() && names() == QStringList{QStringLiteral("figure-1.txt")}, kPatience);
        QCOMPARE(navigator().point(), size_t(3));
    }

    void aSearchWithoutTheServiceSaysThatNothingWasSearched()
    {
        QVERIFY(computer_->enrol());
        computer_->host().stop();
        open();
        auto *message = part<MessagePage>();
        QTRY_VERIFY_WITH_TIMEOUT(navigator().path() != "/", kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(message->title().contains(QStringLiteral("cannot be shown")), kPatience);
        searchField()->setText(QStringLiteral("figure-1"));
        QTRY_VERIFY_WITH_TIMEOUT(message->title().contains(QStringLiteral("cannot be searched")), kPatience);
    }

    void everyControlHasAName()
    {
        makeHistory();
        openReady();
        for (const auto *widget : window_->findChildren<QWidget *>()) {
            if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible())
                continue;
            auto *accessible = QAccessible::queryAccessibleInterface(const_cast<QWidget *>(widget));
            if (!accessible || qobject_cast<const QScrollBar *>(widget))
                continue;
            const bool isPartOfAnother = widget->objectName().startsWith(QStringLiteral("qt_"));
            QVERIFY2(isPartOfAnother || !accessible->text(QAccessible::Name).isEmpty(),
                     widget->metaObject()->className());
        }
    }
};

QTEST_MAIN(TestRestoreBrowser)
#include "tst_restore_browser.moc"
