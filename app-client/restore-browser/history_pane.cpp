#include "restore-browser/history_pane.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>

namespace backspool::browser {

namespace {

/// Figures of dates and times are read from left to right in every language: @p format without the marks (of Unicode's
/// bidirectional algorithm, UAX #9, 2.6) that have them run the other way.
QString leftToRight(QString format)
{
    return format.remove(QChar(0x200F)).remove(QChar(0x061C));
}

} // namespace

HistoryPane::HistoryPane(QWidget *parent)
    : QWidget(parent), slider_(new HistorySlider(this)), earlier_(new QPushButton(tr("&Earlier"), this)),
      later_(new QPushButton(tr("&Later"), this)), date_(new QDateTimeEdit(this))
{
    slider_->setToolTip({}); // it has one for each place
    earlier_->setToolTip(tr("To the backup before (Ctrl+Left)"));
    later_->setToolTip(tr("To the backup after (Ctrl+Right)"));
    for (auto *button : {earlier_, later_})
        button->setAutoDefault(true); // Enter presses the one that has the focus
    date_->setCalendarPopup(true);
    date_->setAccessibleName(tr("Show the files as of"));
    date_->setToolTip(tr("Type or choose a date to see the files as they were then"));
    date_->setLayoutDirection(Qt::LeftToRight); // before its format: else Qt turns the order of the figures round
    date_->setDisplayFormat(leftToRight(QLocale().dateTimeFormat(QLocale::ShortFormat)));
    date_->setKeyboardTracking(false);
    auto *row = new QHBoxLayout;
    auto *shown = new QLabel(tr("Files &as of"), this);
    shown->setBuddy(date_);
    for (auto *part : std::initializer_list<QWidget *>{earlier_, later_, shown, date_})
        row->addWidget(part);
    row->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(slider_);
    layout->addLayout(row);
    // A button's own shortcut waits while the button looks pressed.
    const auto shortcut = [this](QPushButton *button, Qt::Key key) {
        auto *action = new QAction(this);
        action->setShortcut(QKeySequence(Qt::CTRL | key));
        connect(action, &QAction::triggered, button, &QPushButton::click);
        addAction(action);
    };
    shortcut(earlier_, Qt::Key_Left);
    shortcut(later_, Qt::Key_Right);
    connect(earlier_, &QPushButton::clicked, this, [this] { slider_->setValue(slider_->value() - 1); });
    connect(later_, &QPushButton::clicked, this, [this] { slider_->setValue(slider_->value() + 1); });
    connect(slider_, &QAbstractSlider::valueChanged, this, &HistoryPane::follow);
    // A minute is what is typed; a point in it counts.
    connect(date_, &QDateTimeEdit::dateTimeChanged, this,
            [this](const QDateTime &time) { slider_->goTo(time.addSecs(59)); });
    follow();
}

void HistoryPane::setTimes(const std::vector<QDateTime> &times, size_t point)
{
    slider_->setTimes(times);
    {
        const QSignalBlocker quiet(slider_);
        slider_->setPoint(point);
    }
    follow();
}

void HistoryPane::follow()
{
    const bool isAny = slider_->axis().count() > 0;
    earlier_->setEnabled(isAny && slider_->value() > 0);
    later_->setEnabled(isAny && slider_->value() < slider_->maximum());
    date_->setEnabled(isAny);
    if (!isAny)
        return;
    const QSignalBlocker quiet(date_);
    date_->setDateTime(slider_->axis().time(slider_->point()));
}

} // namespace backspool::browser
