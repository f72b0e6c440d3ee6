#include "tray/tray_application.h"

#include "activity/activity_window.h"
#include "restore-browser/archive_dialog.h"
#include "restore-browser/browser_window.h"
#include "restore-browser/restore_dialog.h"
#include "settings/settings_window.h"
#include "tray/managed_state.h"
#include "tray/setup_dialog.h"

#include <QApplication>
#include <QMessageBox>
#include <QPushButton>

#include <algorithm>

namespace backspool::tray {

namespace {

using namespace std::chrono_literals;

void raise(QWidget &window)
{
    window.show();
    window.raise();
    window.activateWindow();
}

} // namespace

TrayApplication::TrayApplication(engine::AgentSession &session) : session_(session)
{
    if (!makeIcon()) {
        window_ = std::make_unique<StatusWindow>(menu_);
        connect(window_.get(), &StatusWindow::restoreWanted, this, &TrayApplication::showBrowser);
        connect(window_.get(), &StatusWindow::setupWanted, this, &TrayApplication::showSetup);
        connect(window_.get(), &StatusWindow::settingsWanted, this, &TrayApplication::showSettings);
    }
    connect(&menu_, &TrayMenu::restoreWanted, this, &TrayApplication::showBrowser);
    connect(&menu_, &TrayMenu::backupWanted, &session_, &engine::AgentSession::backUpNow);
    connect(&menu_, &TrayMenu::pauseWanted, &session_, &engine::AgentSession::pause);
    connect(&menu_, &TrayMenu::resumeWanted, &session_, &engine::AgentSession::resume);
    connect(&menu_, &TrayMenu::setupWanted, this, &TrayApplication::showSetup);
    connect(&menu_, &TrayMenu::activityWanted, this, &TrayApplication::showActivity);
    connect(&menu_, &TrayMenu::settingsWanted, this, &TrayApplication::showSettings);
    connect(&menu_, &TrayMenu::aboutWanted, this, &TrayApplication::about);
    connect(&menu_, &TrayMenu::quitWanted, this, &TrayApplication::quit);
    connect(&menu_, &QMenu::aboutToShow, this, &TrayApplication::update);
    connect(&session_, &engine::AgentSession::reported, this, &TrayApplication::update);
    connect(&session_, &engine::AgentSession::backupPutOff, this, &TrayApplication::tellPutOff);
    connect(&session_, &engine::AgentSession::enrolled, this, [this] {
        isEnrolled_ = true;
        if (isSetUp_.value_or(false)) // anew, after it was revoked
            session_.backUpNow();     // not only when the next attempt is due
        refreshBrowser();
        lookAtSetup(false);
    });
    connect(&minute_, &QTimer::timeout, this, &TrayApplication::lookForTray);
    connect(&minute_, &QTimer::timeout, this, &TrayApplication::update);
    minute_.start(1min);
    update();
}

TrayApplication::~TrayApplication()
{
    delete settings_.data();
    delete setup_.data();
}

bool TrayApplication::makeIcon()
{
    if (!QSystemTrayIcon::isSystemTrayAvailable())
        return false;
    icon_ = std::make_unique<QSystemTrayIcon>(iconFor(state_.picture));
    icon_->setContextMenu(&menu_);
    connect(icon_.get(), &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::DoubleClick)
            showWindow();
    });
    connect(icon_.get(), &QSystemTrayIcon::messageClicked, this, &TrayApplication::showWindow);
    icon_->show();
    return true;
}

/// At the begin of a session the tray may come after this program.
void TrayApplication::lookForTray()
{
    if (!icon_ && makeIcon() && !window_->isVisible())
        window_.reset();
}

SetupDialog *TrayApplication::setupDialog() const
{
    return setup_;
}

settings::SettingsWindow *TrayApplication::settingsWindow() const
{
    return settings_;
}

void TrayApplication::start(bool isQuiet)
{
    if (window_ && !isQuiet)
        raise(*window_);
    lookAtSetup(!isQuiet);
}

void TrayApplication::lookAtSetup(bool mayAsk)
{
    if (session_.isManaged())
        return setUp(mayAsk, true, true);
    session_.membership().then(this, [this, mayAsk](const Result<std::optional<engine::Membership>> &membership) {
        const bool isEnrolled = membership && *membership;
        session_.selection().then(this, [this, mayAsk, isEnrolled](const Result<policy::Selection> &selection) {
            setUp(mayAsk, isEnrolled, selection && !selection->paths.empty());
        });
    });
}

void TrayApplication::setUp(bool mayAsk, bool isEnrolled, bool isSelected)
{
    isEnrolled_ = isEnrolled;
    isSetUp_ = isEnrolled && isSelected;
    if (*isSetUp_)
        session_.protect();
    else if (mayAsk)
        showSetup();
    update();
}

void TrayApplication::showSetup()
{
    if (!setup_) {
        setup_ = new SetupDialog(session_, isEnrolled_ && !state_.mayEnrolAnew);
        setup_->setAttribute(Qt::WA_DeleteOnClose);
        connect(setup_, &QDialog::finished, this, [this] { lookAtSetup(false); });
        connect(setup_, &SetupDialog::done, this, &TrayApplication::refreshBrowser);
    }
    raise(*setup_);
}

void TrayApplication::refreshBrowser()
{
    if (browser_ && browser_->isVisible())
        browser_->refresh();
}

void TrayApplication::showWindow()
{
    if (window_)
        raise(*window_);
    if (isSetUp_ && !*isSetUp_)
        showSetup();
    else
        showBrowser();
}

bool TrayApplication::isBrowserShown() const
{
    return browser_ && browser_->isVisible() && !browser_->isMinimized();
}

void TrayApplication::showBrowser()
{
    if (!browser_) {
        browser_ = std::make_unique<browser::BrowserWindow>(session_);
        browser_->setWindowIcon(iconFor(Picture::Protected));
        connect(browser_.get(), &browser::BrowserWindow::setupWanted, this, &TrayApplication::showSetup);
    }
    if (!browser_->isVisible())
        browser_->refresh();
    raise(*browser_);
}

void TrayApplication::showPath(const QByteArray &path)
{
    if (path.isEmpty() || (isSetUp_ && !*isSetUp_))
        return showWindow();
    showBrowser();
    browser_->showPath(path);
}

void TrayApplication::showActivity()
{
    if (!activity_) {
        activity_ = std::make_unique<activity::ActivityWindow>(session_);
        activity_->setWindowIcon(iconFor(Picture::Protected));
    } else if (!activity_->isVisible()) {
        activity_->refresh();
    }
    raise(*activity_);
}

void TrayApplication::showSettings()
{
    if (!settings_) {
        settings_ = new settings::SettingsWindow(session_);
        settings_->setWindowIcon(iconFor(Picture::Protected));
        settings_->setAttribute(Qt::WA_DeleteOnClose);
        connect(settings_, &settings::SettingsWindow::saved, this, [this] { lookAtSetup(false); });
    }
    raise(*settings_);
}

void TrayApplication::update()
{
    auto now = protectionState(isSetUp_, session_.report(), session_.agentError(), SystemClock().now());
    if (session_.isManaged())
        now = managedState(std::move(now), session_.agentError());
    const auto before = std::exchange(state_, std::move(now));
    menu_.show(state_);
    if (window_)
        window_->show(state_);
    if (!icon_)
        return;
    if (before.picture != state_.picture || icon_->icon().isNull())
        icon_->setIcon(iconFor(state_.picture));
    icon_->setToolTip(state_.detail.isEmpty() ? state_.headline : state_.headline + QLatin1Char('\n') + state_.detail);
    notify();
}

/// Only when somebody should look, and once: not at each attempt that fails until all is well again.
void TrayApplication::notify()
{
    if (state_.picture == Picture::Protected)
        isNotified_ = false;
    if (!state_.isSetUp || state_.picture != Picture::Attention || std::exchange(isNotified_, true))
        return;
    icon_->showMessage(state_.headline, state_.detail, iconFor(state_.picture));
}

/// Who has just asked for a backup waits for it.
void TrayApplication::tellPutOff(const Error &why)
{
    const QString headline = tr("No backup is made now");
    if (icon_)
        return icon_->showMessage(headline, why.text(), iconFor(state_.picture));
    auto *box = new QMessageBox(QMessageBox::Information, headline, headline, QMessageBox::Close);
    box->setObjectName(QStringLiteral("put-off"));
    box->setInformativeText(why.text());
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

/// What is being restored would end in the middle: that is asked about.
void TrayApplication::quit()
{
    const auto isAtWork = [](const QWidget *window) {
        const auto *restore = qobject_cast<const browser::RestoreDialog *>(window);
        const auto *archive = qobject_cast<const browser::ArchiveDialog *>(window);
        return window->isVisible() && ((restore && restore->isRunning()) || (archive && !archive->isDone()));
    };
    if (std::ranges::none_of(QApplication::topLevelWidgets(), isAtWork))
        return QApplication::quit();
    const QString question = tr("Files are still being restored");
    auto *box = new QMessageBox(QMessageBox::Question, question, question, QMessageBox::Cancel);
    box->setObjectName(QStringLiteral("quit"));
    box->setInformativeText(tr("What is not restored yet will be missing. You can restore it again later."));
    box->setAttribute(Qt::WA_DeleteOnClose);
    // Without asking the windows, which would stop their work and stay for its result.
    connect(box->addButton(tr("&Stop and quit"), QMessageBox::DestructiveRole), &QPushButton::clicked, qApp,
            [] { QApplication::exit(); });
    box->open();
}

void TrayApplication::about()
{
    auto *box = new QMessageBox(QMessageBox::NoIcon, tr("About Backspool"),
                                tr("Backspool %1\n\nKeeps your files as they were at any time, and gives them back.")
                                    .arg(QCoreApplication::applicationVersion()),
                                QMessageBox::Close);
    box->setIconPixmap(iconFor(Picture::Protected).pixmap(64, 64));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

} // namespace backspool::tray
