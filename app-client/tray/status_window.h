#pragma once
/// How things are, as a window: where the desktop shows no tray icons.
#include "tray/protection_state.h"

#include <QLabel>
#include <QPushButton>
#include <QWidget>

class QMenu;

namespace backspool::tray {

QIcon iconFor(Picture picture);

class StatusWindow : public QWidget
{
    Q_OBJECT

public:
    /// @p menu: everything that can be done; it outlives the window.
    explicit StatusWindow(QMenu &menu, QWidget *parent = nullptr);
    void show(const ProtectionState &state);
    using QWidget::show;

protected:
    void resizeEvent(QResizeEvent *event) override;

Q_SIGNALS:
    void restoreWanted();
    void setupWanted();
    void settingsWanted();

private:
    void fit();

    QLabel *picture_, *headline_, *detail_;
    QPushButton *restore_, *setup_, *settings_;
};

} // namespace backspool::tray
