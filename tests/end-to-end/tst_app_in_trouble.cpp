/// What the app says and does when the service stops, the network drops or the certificate is revoked in the middle of
/// something: it says so in words, nothing hangs, and it goes on when it can. The service is the real program; the
/// app's windows and its engine are in this process.
#include "cutting_proxy.h"
#include "restore-browser/archive_dialog.h"
#include "restore-browser/browser_window.h"
#include "restore-browser/history_slider.h"
#include "restore-browser/message_page.h"
#include "restore-browser/preview_pane.h"
#include "restore-browser/restore_dialog.h"
#include "session/engine_session.h"
#include "story.h"
#include "tray/setup_dialog.h"
#include "tray/tray_application.h"

#include <QDir>
#include <QSignalSpy>
#include <QStatusBar>

using namespace backspool;
using namespace backspool::browser;
using namespace backspool::test;

namespace {

constexpr int kPatience = 60'000;
/// A person who waits longer thinks that it hangs.
constexpr qint64 kSoon = 20'000;

} // namespace

class AppInTrouble : public QObject
{
    Q_OBJECT

    std::unique_ptr<Story> story_;
    std::unique_ptr<CuttingProxy> proxy_;
    std::unique_ptr<engine::EngineSession> session_;
    std::unique_ptr<BrowserWindow> window_;
    std::unique_ptr<QDialog> dialog_;
    QString tree_;

    engine::AgentState state() const { return engine::AgentState(story_->path(QStringLiteral("state"))); }
    QByteArray path(const char *name) const { return QFile::encodeName(tree_) + '/' + name; }
    Navigator &navigator() { return window_->navigator(); }
    bool isWhole() { return navigator().timeline() && navigator().timeline()->isWhole(); }
    template <class T> T *part() { return window_->findChild<T *>(); }
    QTreeView *list(const QString &name)
    {
        for (auto *view : window_->findChildren<QTreeView *>()) {
            if (view->accessibleName() == name)
                return view;
        }
        return nullptr;
    }
    bool backUp()
    {
        QSignalSpy made(session_.get(), &engine::AgentSession::backedUp);
        if (session_->report())
            session_->backUpNow();
        else
            session_->protect();
        return made.size() > 0 || made.wait(kPatience);
    }
    bool enrol()
    {
        auto enrolled = session_->enrol(proxy_->address(), story_->service.code(QStringLiteral("laptop")));
        if (!QTest::qWaitFor([&] { return enrolled.isFinished(); }, kPatience))
            return false;
        if (const auto status = enrolled.result(); !status) {
            qWarning().noquote() << status.error().text();
            return false;
        }
        auto selected = session_->select({{QFile::encodeName(tree_)}, {}});
        return QTest::qWaitFor([&] { return selected.isFinished(); }, kPatience) && selected.result();
    }
    void openBrowser()
    {
        window_ = std::make_unique<BrowserWindow>(*session_);
        window_->show();
        window_->refresh();
        QTRY_VERIFY_WITH_TIMEOUT(isWhole() && navigator().path() == QFile::encodeName(tree_), kPatience);
    }
    void select(const char *name)
    {
        auto *files = list(QStringLiteral("Files"));
        for (int row = 0; row < files->model()->rowCount(); ++row) {
            if (files->model()->index(row, 0).data(FolderModel::NameRole).toByteArray() == name)
                files->setCurrentIndex(files->model()->index(row, 0));
        }
    }

    enum class Trouble { ServiceStops, NetworkDrops, Revoked };
    void happen(Trouble trouble)
    {
        switch (trouble) {
        case Trouble::ServiceStops:
            story_->service.kill();
            proxy_->cut();
            break;
        case Trouble::NetworkDrops:
            proxy_->refuse(true);
            proxy_->cut();
            break;
        case Trouble::Revoked:
            VERIFY_CODE(story_->service.command(words("client revoke laptop")), 0);
            proxy_->hold(false);
            break;
        }
    }
    /// What can be mended from outside.
    void mend(Trouble trouble)
    {
        if (trouble == Trouble::ServiceStops)
            QVERIFY(story_->service.start());
        proxy_->refuse(false);
    }
    static void addTroubles(const char *action)
    {
        const std::pair<const char *, Trouble> troubles[] = {{"service stops", Trouble::ServiceStops},
                                                             {"network drops", Trouble::NetworkDrops},
                                                             {"revoked", Trouble::Revoked}};
        for (const auto &[name, trouble] : troubles)
            QTest::addRow("%s: %s", action, name) << QString::fromLatin1(action) << int(trouble);
    }

    // Each begins something, and what tells of its trouble.
    using Complaint = std::function<QString()>;
    Complaint beginFolder()
    {
        navigator().goTo(path("folder"));
        return [this] { return part<MessagePage>()->isVisible() ? part<MessagePage>()->text() : QString(); };
    }
    Complaint beginSearch()
    {
        for (auto *field : window_->findChildren<QLineEdit *>()) {
            if (field->accessibleName().contains(QStringLiteral("Search")))
                field->setText(QStringLiteral("large"));
        }
        return [this] { return part<MessagePage>()->isVisible() ? part<MessagePage>()->text() : QString(); };
    }
    Complaint beginPreview()
    {
        select("letter.txt");
        return [this] { return part<PreviewPane>()->shownText(); };
    }
    Complaint beginRestore()
    {
        auto *dialog = new RestoreDialog(
            *session_, {.point = navigator().points()->back().id, .paths = {path("letter.txt")}, .to = path("out")},
            QStringLiteral("letter.txt"));
        dialog_.reset(dialog);
        dialog->setAttribute(Qt::WA_DeleteOnClose, false);
        dialog->show();
        return [dialog] { return dialog->isDone() ? dialog->resultText() : QString(); };
    }
    Complaint beginArchive()
    {
        auto *dialog = new ArchiveDialog(*session_, {.parts = {{navigator().points()->back().id, {path("letter.txt")}}},
                                                     .file = story_->path(QStringLiteral("archive.zip"))});
        dialog_.reset(dialog);
        dialog->setAttribute(Qt::WA_DeleteOnClose, false);
        dialog->show();
        return [dialog] { return dialog->isDone() ? dialog->resultText() : QString(); };
    }
    Complaint begin(const QString &action)
    {
        if (action == QStringLiteral("folder"))
            return beginFolder();
        if (action == QStringLiteral("search"))
            return beginSearch();
        if (action == QStringLiteral("preview"))
            return beginPreview();
        return action == QStringLiteral("restore") ? beginRestore() : beginArchive();
    }

private Q_SLOTS:
    void init()
    {
        story_ = std::make_unique<Story>();
        QVERIFY(story_->begin());
        proxy_ = std::make_unique<CuttingProxy>(story_->service.address());
        tree_ = story_->path(QStringLiteral("tree"));
        QVERIFY(makeFiles(tree_, 20, 1, 3'000'000, 5));
        QVERIFY(QDir(tree_).mkpath(QStringLiteral("folder")));
        QVERIFY(writeFile(tree_ + QStringLiteral("/folder/inside"), "within"));
        QVERIFY(writeFile(tree_ + QStringLiteral("/letter.txt"), "Dear Karin,\n"));
        QVERIFY(QDir().mkpath(state().folder()));
        QFile::setPermissions(state().folder(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        QVERIFY(
            writeFile(state().folder() + QStringLiteral("/policy.json"),
                      R"({"version": 1, "active": {"quiescence_seconds": 0}, "schedule": {"load_limit_percent": 100},
                              "recovery": {"system_information": false}})"));
        session_ = std::make_unique<engine::EngineSession>(state(), QStringLiteral("test 1"));
    }
    void cleanup()
    {
        dialog_.reset();
        window_.reset();
        QElapsedTimer timer;
        timer.start();
        session_.reset();
        QVERIFY2(timer.elapsed() < kSoon, "the session did not end");
        proxy_.reset();
        story_.reset();
    }

    void whatIsBegunEndsInWordsAndGoesOnLater_data()
    {
        QTest::addColumn<QString>("action");
        QTest::addColumn<int>("trouble");
        for (const auto *action : {"folder", "search", "preview", "restore", "archive"})
            addTroubles(action);
    }
    void whatIsBegunEndsInWordsAndGoesOnLater()
    {
        QFETCH(QString, action);
        QFETCH(int, trouble);
        QVERIFY(enrol());
        QVERIFY(backUp());
        openBrowser();
        proxy_->hold(true);
        const auto complaint = begin(action);
        QTRY_VERIFY_WITH_TIMEOUT(proxy_->isHolding(), kPatience); // it is in the middle
        const QString before = complaint();
        QElapsedTimer timer;
        timer.start();
        happen(Trouble(trouble));
        QTRY_VERIFY_WITH_TIMEOUT(!complaint().isEmpty() && complaint() != before &&
                                     !complaint().startsWith(QStringLiteral("Asking")),
                                 kSoon);
        qInfo().noquote() << complaint();
        if (Trouble(trouble) == Trouble::Revoked) {
            QVERIFY2(complaint().contains(QStringLiteral("revoked")) || complaint().contains(QStringLiteral("refuse")),
                     qPrintable(complaint()));
            return; // there is nothing that would go on
        }
        mend(Trouble(trouble));
        window_->refresh();
        QTRY_VERIFY_WITH_TIMEOUT(isWhole(), kPatience);
        if (action == QStringLiteral("folder")) {
            QTRY_COMPARE_WITH_TIMEOUT(list(QStringLiteral("Files"))->model()->rowCount(), 1, kPatience);
        } else if (action == QStringLiteral("search")) {
            QTRY_VERIFY_WITH_TIMEOUT(list(QStringLiteral("Files found"))->model()->rowCount() > 0, kPatience);
        } else if (action == QStringLiteral("preview")) {
            select("folder");
            select("letter.txt");
            QTRY_COMPARE_WITH_TIMEOUT(part<PreviewPane>()->shownText(), QStringLiteral("Dear Karin,\n"), kPatience);
        } else if (action == QStringLiteral("restore")) {
            beginRestore();
            QTRY_COMPARE_WITH_TIMEOUT(readFile(QFile::decodeName(path("out/letter.txt"))), QByteArray("Dear Karin,\n"),
                                      kPatience);
        } else {
            const auto ended = beginArchive();
            QTRY_VERIFY_WITH_TIMEOUT(!ended().isEmpty(), kPatience);
            QVERIFY2(QFile::exists(story_->path(QStringLiteral("archive.zip"))), qPrintable(ended()));
        }
    }

    void aBackupThatWasAskedForSaysWhyItFailed_data()
    {
        QTest::addColumn<int>("trouble");
        QTest::newRow("service stops") << int(Trouble::ServiceStops);
        QTest::newRow("network drops") << int(Trouble::NetworkDrops);
    }
    void aBackupThatWasAskedForSaysWhyItFailed()
    {
        QFETCH(int, trouble);
        QVERIFY(enrol());
        QVERIFY(backUp());
        QVERIFY(makeFiles(tree_ + QStringLiteral("/more"), 50, 2, 3'000'000, 6));
        proxy_->hold(true);
        QSignalSpy made(session_.get(), &engine::AgentSession::backedUp);
        session_->backUpNow();
        QTRY_VERIFY_WITH_TIMEOUT(proxy_->isHolding(), kPatience);
        happen(Trouble(trouble));
        QTRY_VERIFY_WITH_TIMEOUT(session_->report()->lastError.has_value(), kSoon);
        const auto told = tray::protectionState(true, session_->report(), {}, SystemClock().now());
        QCOMPARE(told.picture, tray::Picture::Waiting);
        QVERIFY(!told.detail.isEmpty());
        qInfo().noquote() << told.headline << "-" << told.detail;
        mend(Trouble(trouble));
        session_->backUpNow();
        QVERIFY(made.size() > 0 || made.wait(kPatience));
    }

    void aRevokedComputerIsToldToBeSetUpAnew()
    {
        QVERIFY(enrol());
        QVERIFY(backUp());
        happen(Trouble::Revoked);
        session_->backUpNow();
        QTRY_VERIFY_WITH_TIMEOUT(session_->report()->lastError.has_value(), kSoon);
        const auto told = tray::protectionState(true, session_->report(), {}, SystemClock().now());
        QCOMPARE(told.picture, tray::Picture::Attention);
        QVERIFY(told.mayEnrolAnew);
        qInfo().noquote() << told.headline << "-" << told.detail;
    }

    void sharedHistoryNeedsNobodyToSlide()
    {
        QVERIFY(enrol());
        QVERIFY(backUp());
        QVERIFY(writeFile(tree_ + QStringLiteral("/letter.txt"), "changed since"));
        QVERIFY(backUp());
        openBrowser();
        happen(Trouble::ServiceStops);
        auto *slider = part<HistorySlider>();
        slider->setFocus();
        QTest::keyClick(slider, Qt::Key_Left);
        QCOMPARE(navigator().point(), size_t(1));
        QVERIFY(navigator().isReady());
        QVERIFY(list(QStringLiteral("Files"))->isVisible());
    }

    void aSetupThatIsClosedInTheMiddleBlocksNothing()
    {
        proxy_->hold(true);
        tray::TrayApplication app(*session_);
        app.start(false);
        QTRY_VERIFY_WITH_TIMEOUT(app.setupDialog(), kPatience);
        app.setupDialog()->findChild<QLineEdit *>(QStringLiteral("service"))->setText(proxy_->address());
        app.setupDialog()
            ->findChild<QLineEdit *>(QStringLiteral("code"))
            ->setText(story_->service.code(QStringLiteral("laptop")));
        QTest::mouseClick(app.setupDialog()->findChild<QPushButton *>(QStringLiteral("next")), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(proxy_->isHolding(), kPatience);
        QElapsedTimer timer;
        timer.start();
        app.setupDialog()->reject();
        QTRY_VERIFY_WITH_TIMEOUT(!app.setupDialog(), kSoon);
        QVERIFY(timer.elapsed() < 1'000);
        // It came through all the same: the code is used, and the app knows.
        proxy_->hold(false);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(state().identityFile()), kPatience);
        QTest::qWait(200);
        app.showWindow();
        QTRY_VERIFY_WITH_TIMEOUT(
            app.setupDialog() && app.setupDialog()->findChild<QListWidget *>(QStringLiteral("folders"))->isVisible(),
            kPatience);
    }

    void anEnrolmentThatIsCutSaysSoAndCanBeTriedAgain()
    {
        const QString code = story_->service.code(QStringLiteral("laptop"));
        proxy_->hold(true);
        tray::SetupDialog dialog(*session_, false);
        dialog.show();
        auto *next = dialog.findChild<QPushButton *>(QStringLiteral("next"));
        dialog.findChild<QLineEdit *>(QStringLiteral("service"))->setText(proxy_->address());
        dialog.findChild<QLineEdit *>(QStringLiteral("code"))->setText(code);
        QTest::mouseClick(next, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(proxy_->isHolding(), kPatience);
        proxy_->cut();
        QTRY_VERIFY_WITH_TIMEOUT(next->isEnabled(), kSoon);
        qInfo().noquote() << dialog.findChild<QLabel *>(QStringLiteral("message"))->text();
        QVERIFY(!dialog.findChild<QLabel *>(QStringLiteral("message"))->text().isEmpty());
        QTest::mouseClick(next, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(dialog.findChild<QListWidget *>(QStringLiteral("folders"))->isVisible(), kPatience);
    }

    void aFullDiskIsSaidAndLeavesWhatWasRestored()
    {
        const QString mount = story_->path(QStringLiteral("small"));
        QVERIFY(QDir().mkpath(mount));
        if (run(QStringLiteral("mount"), words("-t tmpfs -o size=1m none") + QStringList{mount}).code != 0)
            QSKIP("a small file system cannot be mounted here");
        struct Unmount
        {
            QString folder;
            ~Unmount() { run(QStringLiteral("umount"), {QStringLiteral("-l"), folder}); }
        } unmount{mount};
        QVERIFY(enrol());
        QVERIFY(backUp());
        openBrowser();
        auto *restore = new RestoreDialog(
            *session_,
            {.point = navigator().summary().id, .paths = {QFile::encodeName(tree_)}, .to = QFile::encodeName(mount)},
            QStringLiteral("tree"));
        dialog_.reset(restore);
        restore->setAttribute(Qt::WA_DeleteOnClose, false);
        restore->show();
        QTRY_VERIFY_WITH_TIMEOUT(restore->isDone(), kPatience);
        qInfo().noquote() << restore->resultText();
        bool saysFull = restore->resultText().contains(QStringLiteral("space"));
        const auto rows = restore->findChildren<QTreeWidget *>();
        for (auto *list : rows) {
            for (int row = 0; row < list->topLevelItemCount(); ++row)
                saysFull = saysFull || list->topLevelItem(row)->text(2).contains(QStringLiteral("space"));
        }
        QVERIFY2(saysFull, qPrintable(restore->resultText()));

        auto *archive = new ArchiveDialog(*session_, {.parts = {{navigator().summary().id, {QFile::encodeName(tree_)}}},
                                                      .file = mount + QStringLiteral("/archive.zip")});
        dialog_.reset(archive);
        archive->setAttribute(Qt::WA_DeleteOnClose, false);
        archive->show();
        QTRY_VERIFY_WITH_TIMEOUT(archive->isDone(), kPatience);
        qInfo().noquote() << archive->resultText();
        QVERIFY(archive->resultText().startsWith(QStringLiteral("No archive")));
        QVERIFY2(archive->resultText().contains(QStringLiteral("space")), qPrintable(archive->resultText()));
    }
};

QTEST_MAIN(AppInTrouble)
#include "tst_app_in_trouble.moc"
