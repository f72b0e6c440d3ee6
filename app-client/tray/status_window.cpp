#include "tray/status_window.h"

#include "restore-browser/first_size.h"

#include <QHBoxLayout>
#include <QIcon>
#include <QMenu>
#include <QVBoxLayout>

namespace backspool::tray {

QIcon iconFor(Picture picture)
{
    switch (picture) {
    case Picture::Protected:
        return QIcon(QStringLiteral(":/icons/protected.svg"));
    case Picture::Working:
        return QIcon(QStringLiteral(":/icons/working.svg"));
    case Picture::Waiting:
        return QIcon(QStringLiteral(":/icons/waiting.svg"));
    case Picture::Attention:
        return QIcon(QStringLiteral(":/icons/attention.svg"));
    }
    return {};
}

StatusWindow::StatusWindow(QMenu &menu, QWidget *parent)
    : QWidget(parent), picture_(new QLabel(this)), headline_(new QLabel(this)), detail_(new QLabel(this)),
      restore_(new QPushButton(tr("&Restore files\u2026"), this)), setup_(new QPushButton(tr("&Set up\u2026"), this)),
      settings_(new QPushButton(tr("Se&ttings\u2026"), this))
{
    setWindowTitle(tr("Backspool"));
    auto font = headline_->font();
    font.setPointSizeF(font.pointSizeF() * 1.3);
    headline_->setFont(font);
    for (auto *label : {headline_, detail_}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    auto *more = new QPushButton(tr("&More"), this);
    more->setMenu(&menu);
    auto *words = new QVBoxLayout;
    words->addStretch(1);
    words->addWidget(headline_);
    words->addWidget(detail_);
    words->addStretch(1);
    auto *top = new QHBoxLayout;
    top->addWidget(picture_);
    top->addLayout(words, 1);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    for (auto *button : {setup_, restore_, settings_, more})
        buttons->addWidget(button);
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(top, 1);
    layout->addLayout(buttons);
    browser::resizeAtFirst(*this, 70, 9);
    connect(restore_, &QPushButton::clicked, this, &StatusWindow::restoreWanted);
    connect(settings_, &QPushButton::clicked, this, &StatusWindow::settingsWanted);
    connect(setup_, &QPushButton::clicked, this, &StatusWindow::setupWanted);
}

void StatusWindow::show(const ProtectionState &state)
{
    const int size = fontMetrics().height() * 4;
    picture_->setPixmap(iconFor(state.picture).pixmap(QSize(size, size), devicePixelRatioF()));
    setWindowIcon(iconFor(state.picture));
    headline_->setText(state.headline);
    detail_->setText(state.detail);
    restore_->setVisible(state.isSetUp);
    settings_->setVisible(state.isSetUp);
    setup_->setVisible(!state.isSetUp || state.mayEnrolAnew);
    layout()->activate();
    fit();
}

/// As high as the words are at this width: none of them is cut.
void StatusWindow::fit()
{
    setMinimumHeight(layout()->totalHeightForWidth(std::max(width(), layout()->totalMinimumSize().width())));
}

void StatusWindow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

} // namespace backspool::tray
