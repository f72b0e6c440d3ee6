/// The settings as a user changes them: with keys and mouse, on real files, with the engine behind.
#include "session/pictures.h"
#include "session/protected_computer.h"
#include "settings/application_page.h"
#include "settings/exclusion_page.h"
#include "settings/group_dialog.h"
#include "settings/language.h"
#include "settings/protection_page.h"
#include "settings/settings_window.h"
#include "tray/translations.h"

#include <QAccessible>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QScrollBar>

using namespace backspool;
using namespace backspool::settings;
using namespace backspool::test;

class TestSettingsWindow : public QObject
{
    Q_OBJECT

    std::unique_ptr<ProtectedComputer> computer_;
    std::unique_ptr<SettingsWindow> window_;
    QTemporaryDir desktop_;

    template <class T> T *part(const char *name) { return window_->findChild<T *>(QLatin1StringView(name)); }
    QPushButton *button(QDialogButtonBox::StandardButton which)
    {
        return window_->findChild<QDialogButtonBox *>()->button(which);
    }
    AutostartFolders autostart() const
    {
        return {desktop_.filePath(QStringLiteral("autostart")), {desktop_.filePath(QStringLiteral("system"))}};
    }
    void open()
    {
        window_ = std::make_unique<SettingsWindow>(computer_->session(), autostart());
        window_->show();
        QTRY_VERIFY_WITH_TIMEOUT(window_->isReady(), kPatience);
    }
    engine::ProtectionSettings stored() { return *answerOf(computer_->session().settings()); }
    void apply()
    {
        QSignalSpy saved(window_.get(), &SettingsWindow::saved);
        QTest::mouseClick(button(QDialogButtonBox::Apply), Qt::LeftButton);
        QVERIFY(saved.size() > 0 || saved.wait(kPatience));
        QTRY_VERIFY_WITH_TIMEOUT(!window_->draft().isChanged(), kPatience);
    }
    /// What the service's administrator says of all computers.
    bool writeServicePolicy(const QByteArray &policy)
    {
        QFile file(engine::servicePolicyFile(computer_->state()));
        return file.open(QIODevice::WriteOnly) && file.write(policy) == policy.size();
    }

private Q_SLOTS:
    void initTestCase()
    {
        useOneLocale();
        qputenv("XDG_CONFIG_HOME", QFile::encodeName(desktop_.filePath(QStringLiteral("config"))));
        tray::installTranslations(*qApp, QLocale());
    }
    void init()
    {
        computer_ = std::make_unique<ProtectedComputer>();
        QVERIFY(computer_->start());
        QVERIFY(computer_->write("letter.txt", "dear"));
        QVERIFY(computer_->write("Pictures/one.jpg", QByteArray(150'000, 'p')));
        QVERIFY(computer_->write("Pictures/raw/two.raw", QByteArray(900'000, 'r')));
        QVERIFY(computer_->write("Videos/holiday.mp4", QByteArray(2'000'000, 'v')));
        QVERIFY(computer_->write("Work/build/thing.o", QByteArray(40'000, 'o')));
        QVERIFY(computer_->write("Work/thing.c", QByteArray(2'000, 'c')));
        qputenv("HOME", QFile::encodeName(computer_->tree()));
        QVERIFY(computer_->enrol());
    }
    void cleanup()
    {
        window_.reset();
        computer_.reset();
    }

    void foldersAreUntickedAndTicked()
    {
        open();
        auto *page = window_->findChild<ProtectionPage *>();
        auto &model = page->model();
        QTRY_VERIFY_WITH_TIMEOUT(model.find(computer_->path("Videos")).isValid(), kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(part<QLabel>("sum")->text().startsWith(QStringLiteral("Protected: 2.9")), kPatience);
        const auto home = model.index(0, 0);
        QCOMPARE(model.data(home, Qt::CheckStateRole), QVariant(Qt::Checked));
        QCOMPARE(model.data(model.index(1, 0), Qt::CheckStateRole), QVariant(Qt::PartiallyChecked));
        // By the keyboard.
        const auto videos = model.find(computer_->path("Videos"));
        page->tree().setCurrentIndex(videos);
        page->tree().setFocus();
        QTest::keyClick(&page->tree(), Qt::Key_Space);
        QCOMPARE(model.data(videos, Qt::CheckStateRole), QVariant(Qt::Unchecked));
        QCOMPARE(model.data(home, Qt::CheckStateRole), QVariant(Qt::PartiallyChecked));
        QTRY_VERIFY_WITH_TIMEOUT(part<QLabel>("sum")->text().startsWith(QStringLiteral("Protected: 1.0")), kPatience);
        page->tree().expand(model.find(computer_->path("Pictures")));
        QTRY_VERIFY_WITH_TIMEOUT(model.find(computer_->path("Pictures/raw")).isValid(), kPatience);
        QTRY_COMPARE_WITH_TIMEOUT(
            model.data(model.find(computer_->path("Pictures/raw")).siblingAtColumn(1), Qt::DisplayRole).toString(),
            QStringLiteral("878.91 KiB"), kPatience);
        takePictures(*window_, QStringLiteral("settings-protected"));
        apply();
        QCOMPARE(stored().selection.excludes, std::vector<QByteArray>{computer_->path("Videos")});
        page->tree().setCurrentIndex(videos);
        QTest::keyClick(&page->tree(), Qt::Key_Space);
        apply();
        QVERIFY(stored().selection.excludes.empty());
        QCOMPARE(stored().selection.paths, std::vector<QByteArray>{QFile::encodeName(computer_->tree())});
    }

    void theSumKnowsTheLimitsOfSize()
    {
        QVERIFY(writeServicePolicy(R"({"version": 1, "exclusions": {"larger_than_bytes": 1000000}})"));
        open();
        const auto sum = [&] { return part<QLabel>("sum")->text(); };
        QTRY_VERIFY_WITH_TIMEOUT(sum().startsWith(QStringLiteral("Protected: 1.0")), kPatience);
        QVERIFY2(sum().contains(QStringLiteral("1.91 MiB in 1 file")), qPrintable(sum()));
        QVERIFY2(sum().contains(QStringLiteral("in 5 files")), qPrintable(sum()));
    }

    void aFolderThatCannotBeReadSaysWhy()
    {
        open();
        auto &model = window_->findChild<ProtectionPage *>()->model();
        QTRY_VERIFY_WITH_TIMEOUT(model.find(computer_->path("Videos")).isValid(), kPatience);
        QVERIFY(QDir(computer_->file("Videos")).removeRecursively());
        model.fetchMore(model.find(computer_->path("Videos")));
        QTRY_VERIFY_WITH_TIMEOUT(
            !model.data(model.find(computer_->path("Videos")), Qt::ToolTipRole).toString().isEmpty(), kPatience);
        QVERIFY(!model.hasChildren(model.find(computer_->path("Videos"))));
    }

    void aPatternThatIsTypedCountsWithOk()
    {
        open();
        auto *pattern = part<QLineEdit>("pattern");
        pattern->setText(QStringLiteral("[a"));
        button(QDialogButtonBox::Ok)->click();
        QVERIFY(window_->isVisible() && pattern->isVisible()); // what is wrong with it is said
        pattern->setText(QStringLiteral("*.o"));
        button(QDialogButtonBox::Ok)->click();
        QTRY_VERIFY_WITH_TIMEOUT(!window_->isVisible(), kPatience);
        QCOMPARE(stored().selection.excludes, std::vector<QByteArray>{"*.o"});
    }

    void patternsShowWhatTheyLeaveOut()
    {
        QVERIFY(writeServicePolicy(
            R"({"version": 1, "exclusions": {"patterns": ["*.mp4"]}, "locked": ["exclusions.patterns"]})"));
        open();
        window_->showPage(1);
        auto *pattern = part<QLineEdit>("pattern");
        auto *list = part<QTreeView>("patterns");
        QTest::keyClicks(pattern, QStringLiteral("[a"));
        QTest::keyClick(pattern, Qt::Key_Return);
        QVERIFY(part<QLabel>("message")->text().contains(QStringLiteral("[a")));
        pattern->clear();
        QTest::keyClicks(pattern, QStringLiteral("*.o"));
        QTest::mouseClick(part<QPushButton>("add"), Qt::LeftButton);
        QTest::keyClicks(pattern, QStringLiteral("raw/"));
        QTest::keyClick(pattern, Qt::Key_Return);
        QVERIFY(window_->isVisible()); // Return there is no OK
        const auto cell = [&](int row, int column) { return list->model()->index(row, column).data().toString(); };
        QCOMPARE(list->model()->rowCount(), 3);
        QTRY_COMPARE_WITH_TIMEOUT(cell(0, PatternModel::Size), QStringLiteral("39.06 KiB"), kPatience);
        QTRY_COMPARE_WITH_TIMEOUT(cell(1, PatternModel::Files), QStringLiteral("1"), kPatience);
        QCOMPARE(cell(2, PatternModel::Pattern), QStringLiteral("*.mp4"));
        QCOMPARE(cell(0, PatternModel::From), QStringLiteral("You"));
        QCOMPARE(cell(2, PatternModel::From), QStringLiteral("For all computers"));
        // The administrator's cannot be removed; the user's can.
        list->setCurrentIndex(list->model()->index(2, 0));
        QVERIFY(!part<QPushButton>("remove")->isEnabled());
        takePictures(*window_, QStringLiteral("settings-left-out"));
        list->setCurrentIndex(list->model()->index(1, 0));
        QTest::mouseClick(part<QPushButton>("remove"), Qt::LeftButton);
        QCOMPARE(list->model()->rowCount(), 2);
        part<QCheckBox>("exclusions.default_list.switch")->click();
        QVERIFY(list->model()->rowCount() > 5);
        QCOMPARE(cell(0, PatternModel::From), QStringLiteral("Usual list"));
        apply();
        QCOMPARE(stored().selection.excludes, std::vector<QByteArray>{"*.o"});
        QVERIFY(stored().policy().exclusions.defaultList);
    }

    void aScheduleIsChangedAndWhatIsLockedIsShown()
    {
        QVERIFY(writeServicePolicy(
            R"({"version": 1, "battery": {"pause_below_percent": 35}, "locked": ["battery.pause_below_percent"]})"));
        open();
        window_->showPage(2);
        auto *delay = part<QDoubleSpinBox>("schedule.target_delay_seconds");
        QCOMPARE(delay->value(), 1.0); // an hour
        const auto *unit = delay->parentWidget()->findChild<QComboBox *>();
        QCOMPARE(unit->currentText(), QStringLiteral("hour"));
        delay->setValue(4);
        QCOMPARE(unit->currentText(), QStringLiteral("hours"));
        QCOMPARE(window_->draft().value(QLatin1StringView("schedule.target_delay_seconds")), 4 * 3'600);
        part<QCheckBox>("schedule.amount_written_bytes.switch")->click();
        part<QDoubleSpinBox>("schedule.amount_written_bytes")->setValue(3);
        part<QCheckBox>("network.pause_on_metered.switch")->click();
        auto *battery = part<QDoubleSpinBox>("battery.pause_below_percent");
        QCOMPARE(battery->value(), 35.0);
        QVERIFY(!battery->isEnabled());
        QCOMPARE(battery->accessibleDescription(), lockText(Author::Service));
        takePictures(*window_, QStringLiteral("settings-when"));
        apply();
        const auto policy = stored().policy();
        QCOMPARE(policy.schedule.targetDelay, std::chrono::hours(4));
        QCOMPARE(policy.schedule.amountWritten, int64_t(3) << 30);
        QVERIFY(!policy.pauseOnMetered);
        QCOMPARE(policy.pauseBelowBattery, 35);
        // What the file had besides is there as before.
        QCOMPARE(stored().policies.user.values.at(QStringLiteral("active.quiescence_seconds")), 0);
    }

    void groupsAreAddedWithWhatIsWrongSaid()
    {
        open();
        window_->showPage(3);
        QTest::mouseClick(part<QPushButton>("add-group"), Qt::LeftButton);
        auto *dialog = window_->findChild<GroupDialog *>();
        QVERIFY(dialog);
        const auto field = [&](const char *name) { return dialog->findChild<QLineEdit *>(QLatin1StringView(name)); };
        QTest::keyClicks(field("name"), QStringLiteral("ledger"));
        QTest::keyClicks(field("folder"), QStringLiteral("books"));
        dialog->findChild<QPlainTextEdit *>(QStringLiteral("members"))
            ->setPlainText(QStringLiteral("*.idx\nmy book.dat\n"));
        QTest::keyClick(dialog, Qt::Key_Return);
        QVERIFY(dialog->isVisible());
        QVERIFY(!dialog->findChild<QLabel *>(QStringLiteral("message"))->text().isEmpty());
        field("folder")->setText(QStringLiteral("/srv/books"));
        takePictures(*dialog, QStringLiteral("settings-group"));
        QTest::keyClick(dialog, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(part<QTreeWidget>("groups")->topLevelItemCount(), 1, kPatience);
        takePictures(*window_, QStringLiteral("settings-applications"));
        apply();
        QCOMPARE(
            stored().policies.user.groups,
            (std::vector<policy::GroupPolicy>{{QStringLiteral("ledger"), "/srv/books", {"*.idx", "my book.dat"}}}));
        QTest::mouseClick(part<QPushButton>("remove-group"), Qt::LeftButton);
        apply();
        QVERIFY(stored().policies.user.groups.empty());
    }

    void languageAndStartAreKept()
    {
        open();
        window_->showPage(4);
        auto *language = part<QComboBox>("language");
        QTRY_VERIFY_WITH_TIMEOUT(language->isEnabled(), kPatience);
        QVERIFY(languages().contains(QStringLiteral("de")));
        QTRY_VERIFY_WITH_TIMEOUT(part<QLabel>("key-place")->text().contains(QStringLiteral("a file")), kPatience);
        language->setCurrentIndex(language->findData(QStringLiteral("de")));
        part<QCheckBox>("login")->click();
        takePictures(*window_, QStringLiteral("settings-general"));
        QTest::mouseClick(button(QDialogButtonBox::Apply), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(startsAtLogin(autostart()), kPatience);
        QVERIFY(!button(QDialogButtonBox::Apply)->isEnabled());
        QCOMPARE(chosenLanguage(), QStringLiteral("de"));
        QVERIFY(chooseLanguage({}));
        QCOMPARE(chosenLanguage(), QString());
    }

    void whatAnotherProgramChangedIsNotOverwritten()
    {
        open();
        auto selection = stored().selection;
        VERIFY_OK(selection.addExclude("*.tmp"));
        VERIFY_OK(answerOf(computer_->session().select(selection)));
        window_->draft().setValue(QLatin1StringView("schedule.target_delay_seconds"), 60);
        QTest::mouseClick(button(QDialogButtonBox::Apply), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(part<QLabel>("window-message")->isVisible(), kPatience);
        QCOMPARE(stored().selection, selection);
        QCOMPARE(stored().policy().schedule.targetDelay, std::chrono::hours(1));
    }

    void toProtectNothingIsAskedFor()
    {
        open();
        window_->draft().setSelection({});
        QTest::mouseClick(button(QDialogButtonBox::Apply), Qt::LeftButton);
        auto *box = window_->findChild<QMessageBox *>();
        QVERIFY(box);
        QTest::mouseClick(box->button(QMessageBox::Cancel), Qt::LeftButton);
        QVERIFY(!stored().selection.paths.empty());
        QVERIFY(window_->draft().isChanged());
    }

    void whatIsNotSavedIsAskedFor()
    {
        open();
        window_->draft().setValue(QLatin1StringView("schedule.target_delay_seconds"), 60);
        window_->reject();
        auto *box = window_->findChild<QMessageBox *>();
        QVERIFY(box && window_->isVisible());
        QTest::mouseClick(box->button(QMessageBox::Discard), Qt::LeftButton);
        QTRY_VERIFY(!window_->isVisible());
        QCOMPARE(stored().policy().schedule.targetDelay, std::chrono::hours(1));
    }

    void everyControlHasAName()
    {
        open();
        for (int page = 0; page < window_->pages().count(); ++page) {
            window_->showPage(page);
            QCoreApplication::processEvents();
            for (auto *widget : window_->findChildren<QWidget *>()) {
                if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible() ||
                    widget->objectName().startsWith(QStringLiteral("qt_")))
                    continue;
                auto *accessible = QAccessible::queryAccessibleInterface(widget);
                if (!accessible || qobject_cast<const QScrollBar *>(widget))
                    continue;
                QVERIFY2(!accessible->text(QAccessible::Name).isEmpty(),
                         qPrintable(QString::fromLatin1(widget->metaObject()->className()) + widget->objectName()));
            }
        }
    }
};

QTEST_MAIN(TestSettingsWindow)
#include "tst_settings_window.moc"
