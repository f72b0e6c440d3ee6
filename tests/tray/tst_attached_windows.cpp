/// The windows of a user whose computer the system's agent protects: what the user cannot do is not offered.
#include "attach/attachable_agent.h"
#include "restore-browser/browser_window.h"
#include "restore-browser/preview_pane.h"
#include "session/attached_session.h"
#include "session/pictures.h"
#include "settings/settings_window.h"
#include "support/verify_ok.h"
#include "tray/managed_state.h"
#include "tray/tray_application.h"

#include <QApplication>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QTest>
#include <QTreeView>

#include <unistd.h>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::tests;
using namespace backspool::tray;

namespace {

/// The whole program is Ann's meanwhile, but for where it listens already.
struct AsAnn
{
    AsAnn()
    {
        if (::seteuid(kAnn) != 0)
            qFatal("the test cannot become another user");
    }
    ~AsAnn() { std::ignore = ::seteuid(0); }
};

} // namespace

class TestAttachedWindows : public QObject
{
    Q_OBJECT

    std::unique_ptr<AttachableAgent> agent_;
    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<AttachedSession> session_;
    std::unique_ptr<TrayApplication> app_;

    bool offers(const QString &text)
    {
        return std::ranges::any_of(app_->menu().actions(), [&](const QAction *action) {
            return action->text().remove(QLatin1Char('&')).startsWith(text) && action->isVisible();
        });
    }

private Q_SLOTS:
    void init()
    {
        if (::geteuid() != 0)
            QSKIP("only root is a system's agent");
        agent_ = std::make_unique<AttachableAgent>();
        folder_ = std::make_unique<QTemporaryDir>();
        session_ =
            std::make_unique<AttachedSession>(AgentState(folder_->filePath(QStringLiteral("state"))), agent_->path());
        app_ = std::make_unique<TrayApplication>(*session_);
        app_->start(false);
        AgentReport report;
        report.decision.state = Decision::State::Idle;
        report.lastSuccess = SystemClock().now();
        agent_->board.publish(report);
        QVERIFY(QTest::qWaitFor([&] { return session_->report().has_value(); }));
    }
    void cleanup()
    {
        app_.reset();
        session_.reset();
        folder_.reset();
        agent_.reset();
    }

    void theMenuOffersWhatAUserCanDo()
    {
        QVERIFY(app_->state().picture == Picture::Protected);
        QVERIFY(!app_->setupDialog());
        QVERIFY(offers(QStringLiteral("Restore files")));
        QVERIFY(offers(QStringLiteral("Back up now")));
        QVERIFY(offers(QStringLiteral("Settings")));
        QVERIFY(!offers(QStringLiteral("Pause")));
        QVERIFY(!offers(QStringLiteral("Resume")));
        QVERIFY(!offers(QStringLiteral("Set up")));
    }

    void theSettingsAreTheUsersOwn()
    {
        app_->showSettings();
        auto *settings = app_->settingsWindow();
        QVERIFY(settings->isReady());
        QCOMPARE(settings->pages().count(), 2);
        settings->showPage(0);
        QVERIFY(settings->findChild<browser::MessagePage *>()->isVisible());
        QVERIFY(settings->findChild<browser::MessagePage *>()->text().contains(QLatin1StringView("administrator")));
        settings->showPage(1);
        QVERIFY(!settings->findChild<QLabel *>(QStringLiteral("login-hint"))); // its backups are made all the same
        QVERIFY(!settings->findChild<browser::MessagePage *>()->isVisible());
        settings->showPage(0);
        test::takePictures(*settings, QStringLiteral("attached-settings"));
        settings->showPage(1);
        test::takePictures(*settings, QStringLiteral("attached-settings-general"));
        settings->reject();
    }

    void whoAsksForABackupIsToldWhyNoneIsMade()
    {
        agent_->backups = 1; // the next is refused
        session_->backUpNow();
        const auto box = [] {
            const auto windows = QApplication::topLevelWidgets();
            const auto found = std::ranges::find(windows, QStringLiteral("put-off"), &QWidget::objectName);
            return found == windows.end() ? nullptr : qobject_cast<QMessageBox *>(*found);
        };
        QVERIFY(QTest::qWaitFor([&] { return box() != nullptr; }));
        QVERIFY(box()->informativeText().contains(QStringLiteral("just now")));
        box()->close();
    }

    void theBrowserShowsThePoints()
    {
        app_->showWindow();
        QVERIFY(QTest::qWaitFor([&] { return app_->browserWindow() && app_->browserWindow()->isVisible(); }));
        QVERIFY(QTest::qWaitFor([&] { return agent_->connections > 0; }));
    }

    void whatIsAnothersIsSeenAndOffersNothing()
    {
        const AsAnn ann;
        AttachedSession session(AgentState(folder_->filePath(QStringLiteral("ann"))), agent_->path());
        browser::BrowserWindow window(session);
        window.resize(1'000, 600);
        window.show();
        window.refresh();
        QVERIFY(QTest::qWaitFor([&] { return window.navigator().isReady(); }));
        window.showPath("/letter.txt");
        auto *list = window.findChild<QTreeView *>(QStringLiteral("files"));
        const auto row = [&](const QByteArray &name) {
            const auto rows = list->model()->match(list->model()->index(0, 0), browser::FolderModel::NameRole, name, 1,
                                                   Qt::MatchExactly);
            return rows.value(0);
        };
        auto *preview = window.findChild<browser::PreviewPane *>();
        QVERIFY(QTest::qWaitFor([&] { return preview->shownText().contains(QStringLiteral("may not read")); }));
        const auto click = [&](const QByteArray &name) {
            QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(row(name)).center());
            return list->selectionModel()->selectedRows();
        };
        QCOMPARE(click("film"), QModelIndexList{row("film")});
        list->selectAll();
        QCOMPARE(list->selectionModel()->selectedRows().size(), 2); // film and own.txt
        list->clearSelection();
        QVERIFY(click("closed").isEmpty());
        test::takePictures(window, QStringLiteral("attached-browser"));
    }

    void aPauseIsTheAdministrators()
    {
        ProtectionState paused;
        paused.isSetUp = paused.isPaused = paused.canBackUp = paused.mayEnrolAnew = true;
        const auto state = managedState(paused, std::nullopt);
        QVERIFY(state.isManaged && !state.isPaused && !state.canBackUp && !state.mayEnrolAnew);
        QVERIFY(state.detail.contains(QLatin1StringView("administrator")));
    }

    void anAgentThatIsAwayIsToldQuietly()
    {
        agent_->end();
        QVERIFY(QTest::qWaitFor([&] { return session_->agentError().has_value(); }));
        QVERIFY(app_->state().picture == Picture::Waiting);
        QVERIFY(app_->state().headline.contains(QLatin1StringView("does not answer")));
        QVERIFY(!app_->state().canBackUp);
        QVERIFY(!offers(QStringLiteral("Set up")));
    }
};

QTEST_MAIN(TestAttachedWindows)
#include "tst_attached_windows.moc"
