#pragma once
/// The app: tray icon or status window, the restore browser and the first run, around one agent session.
#include "session/agent_session.h"
#include "tray/status_window.h"
#include "tray/tray_menu.h"

#include <QPointer>
#include <QSystemTrayIcon>
#include <QTimer>

namespace backspool::activity {
class ActivityWindow;
} // namespace backspool::activity

namespace backspool::browser {
class BrowserWindow;
} // namespace backspool::browser

namespace backspool::settings {
class SettingsWindow;
} // namespace backspool::settings

namespace backspool::tray {

class SetupDialog;

/// Lives in the main thread.
class TrayApplication : public QObject
{
    Q_OBJECT

public:
    /// The session outlives it.
    explicit TrayApplication(engine::AgentSession &session);
    ~TrayApplication() override;

    /// Looks whether the computer is set up, and begins to protect, or asks. With @p isQuiet nothing opens by itself.
    void start(bool isQuiet);
    /// Raises what the user works with: the browser, or the first run.
    void showWindow();
    void showBrowser();
    /// The file or folder at @p path in the browser, with its versions; one that ends in "/" from within. Empty:
    /// showWindow().
    void showPath(const QByteArray &path);
    void showActivity();
    void showSettings();

    bool isStatusShown() const { return window_ && window_->isVisible(); }
    bool isBrowserShown() const;
    const ProtectionState &state() const { return state_; }
    TrayMenu &menu() { return menu_; }
    browser::BrowserWindow *browserWindow() { return browser_.get(); }
    SetupDialog *setupDialog() const;
    activity::ActivityWindow *activityWindow() { return activity_.get(); }
    settings::SettingsWindow *settingsWindow() const;
    StatusWindow *statusWindow() { return window_.get(); }

private:
    /// True: the icon is there now.
    bool makeIcon();
    void lookForTray();
    void lookAtSetup(bool mayAsk);
    void setUp(bool mayAsk, bool isEnrolled, bool isSelected);
    void showSetup();
    void refreshBrowser();
    void update();
    void notify();
    void tellPutOff(const Error &why);
    void quit();
    void about();

    engine::AgentSession &session_;
    std::optional<bool> isSetUp_;
    bool isEnrolled_ = false;
    bool isNotified_ = false; ///< that somebody should look, since all was well
    ProtectionState state_;
    TrayMenu menu_;
    std::unique_ptr<QSystemTrayIcon> icon_; ///< null: the desktop shows none
    std::unique_ptr<StatusWindow> window_;  ///< then; or where it was open when the icon came
    std::unique_ptr<browser::BrowserWindow> browser_;
    std::unique_ptr<activity::ActivityWindow> activity_;
    QPointer<SetupDialog> setup_;
    QPointer<settings::SettingsWindow> settings_;
    QTimer minute_; ///< what is told of goes by the time
};

} // namespace backspool::tray
