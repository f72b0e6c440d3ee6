#pragma once
/// The menu of the tray icon, and the buttons of the window where there is no tray: how things are, and what can be
/// done.
#include "core/clock.h"
#include "tray/protection_state.h"

#include <QMenu>

namespace backspool::tray {

class TrayMenu : public QMenu
{
    Q_OBJECT

public:
    explicit TrayMenu(QWidget *parent = nullptr);
    void show(const ProtectionState &state);

Q_SIGNALS:
    void restoreWanted();
    void backupWanted();
    /// Nothing: until it is resumed.
    void pauseWanted(std::optional<backspool::WallTime> until);
    void resumeWanted();
    void setupWanted();
    void activityWanted();
    void settingsWanted();
    void aboutWanted();
    void quitWanted();

private:
    void makePauseMenu();

    QAction *headline_, *detail_, *setup_, *restore_, *backUp_, *resume_, *activity_, *settings_;
    QMenu *pause_;
};

} // namespace backspool::tray
