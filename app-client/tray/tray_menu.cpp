#include "tray/tray_menu.h"

#include <QDateTime>

namespace backspool::tray {

namespace {

/// A reason can be long; a menu is not.
constexpr qsizetype kLongest = 70;

WallTime wallTime(const QDateTime &time)
{
    return WallTime(std::chrono::milliseconds(time.toMSecsSinceEpoch()));
}

QString shortened(const QString &text)
{
    return text.size() <= kLongest ? text : text.first(kLongest - 1) + QChar(0x2026);
}

} // namespace

TrayMenu::TrayMenu(QWidget *parent) : QMenu(parent)
{
    headline_ = addAction(QString());
    headline_->setEnabled(false);
    detail_ = addAction(QString());
    detail_->setEnabled(false);
    addSeparator();
    setup_ = addAction(tr("&Set up\u2026"), this, &TrayMenu::setupWanted);
    restore_ = addAction(tr("&Restore files\u2026"), this, &TrayMenu::restoreWanted);
    backUp_ = addAction(tr("&Back up now"), this, &TrayMenu::backupWanted);
    makePauseMenu();
    resume_ = addAction(tr("R&esume"), this, &TrayMenu::resumeWanted);
    addSeparator();
    activity_ = addAction(tr("A&ctivity\u2026"), this, &TrayMenu::activityWanted);
    settings_ = addAction(tr("Se&ttings\u2026"), this, &TrayMenu::settingsWanted);
    addAction(tr("&About Backspool"), this, &TrayMenu::aboutWanted);
    addAction(tr("&Quit"), this, &TrayMenu::quitWanted);
    show({});
}

void TrayMenu::makePauseMenu()
{
    pause_ = addMenu(tr("&Pause"));
    pause_->addAction(tr("For an &hour"), this,
                      [this] { Q_EMIT pauseWanted(wallTime(QDateTime::currentDateTime().addSecs(3'600))); });
    pause_->addAction(tr("Until to&morrow"), this,
                      [this] { Q_EMIT pauseWanted(wallTime(QDate::currentDate().addDays(1).startOfDay())); });
    pause_->addAction(tr("Until I &resume"), this, [this] { Q_EMIT pauseWanted(std::nullopt); });
}

void TrayMenu::show(const ProtectionState &state)
{
    headline_->setText(state.headline);
    detail_->setText(shortened(state.detail));
    detail_->setVisible(!state.detail.isEmpty());
    setup_->setVisible(!state.isSetUp || state.mayEnrolAnew);
    restore_->setVisible(state.isSetUp);
    backUp_->setVisible(state.isSetUp);
    activity_->setVisible(state.isSetUp);
    settings_->setVisible(state.isSetUp);
    backUp_->setEnabled(state.canBackUp);
    const bool hasAgent = state.canBackUp || state.picture == Picture::Working;
    pause_->menuAction()->setVisible(state.isSetUp && hasAgent && !state.isPaused && !state.isManaged);
    resume_->setVisible(state.isPaused);
}

} // namespace backspool::tray
