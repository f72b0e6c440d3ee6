#include "activity/amount_chart.h"

#include "restore-browser/texts.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyle>
#include <QToolTip>

#include <algorithm>

namespace backspool::activity {

namespace {
/// A bar with the gap beside it, in widths of a character.
constexpr double kBarCharacters = 1.6;
} // namespace

AmountChart::AmountChart(QWidget *parent) : QWidget(parent)
{
    setAccessibleName(tr("Amounts of the last backups"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void AmountChart::setRows(const std::vector<ActivityRow> &rows)
{
    bars_.clear();
    for (size_t i = 0; i < rows.size(); ++i) {
        const auto &activity = rows[i].activity;
        if (activity.kind == engine::Activity::Kind::Backup)
            bars_.push_back({int(i), activity.statistics.bytesSent,
                             std::max(activity.statistics.bytesRead, activity.statistics.bytesSent)});
    }
    update();
}

void AmountChart::setCurrent(int row)
{
    current_ = row;
    update();
}

QSize AmountChart::sizeHint() const
{
    return {fontMetrics().averageCharWidth() * 60, fontMetrics().height() * 8};
}

QSize AmountChart::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 20, fontMetrics().height() * 8};
}

QRect AmountChart::plot() const
{
    const int line = fontMetrics().height();
    return rect().adjusted(0, line + line / 2, 0, -1);
}

int AmountChart::shownBars() const
{
    const double step = fontMetrics().averageCharWidth() * kBarCharacters;
    return std::clamp(int(plot().width() / step), 0, int(bars_.size()));
}

QRect AmountChart::rectOf(int bar) const
{
    const double step = fontMetrics().averageCharWidth() * kBarCharacters;
    const double right = plot().right() - step * bar;
    const int left = int(right - step) + 1;
    QRect rect(left, plot().top(), std::max(1, int(right) - left), plot().height());
    // Time goes as the language is read.
    if (isRightToLeft())
        rect.moveRight(plot().left() + plot().right() - rect.left());
    return rect;
}

int AmountChart::barAt(int x) const
{
    for (int i = 0; i < shownBars(); ++i) {
        if (rectOf(i).left() - 1 <= x && x <= rectOf(i).right() + 1)
            return i;
    }
    return -1;
}

void AmountChart::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const QColor sent = palette().color(QPalette::Highlight);
    QColor saved = sent;
    saved.setAlphaF(0.35F);
    uint64_t most = 1;
    for (int i = 0; i < shownBars(); ++i)
        most = std::max(most, bars_[size_t(i)].read);
    // The key, and what the highest bar stands for.
    const int line = fontMetrics().height();
    QRect key(0, 0, width(), line);
    int x = 0;
    for (const auto &[color, text] : {std::pair(sent, tr("Sent")), std::pair(saved, tr("Saved"))}) {
        const QRect box(x, line / 4, line / 2, line / 2);
        const QRect words(x + line, 0, width(), line);
        painter.fillRect(QStyle::visualRect(layoutDirection(), key, box), color);
        painter.drawText(QStyle::visualRect(layoutDirection(), key, words).intersected(key),
                         Qt::AlignVCenter | (isRightToLeft() ? Qt::AlignRight : Qt::AlignLeft), text);
        x += line * 2 + fontMetrics().horizontalAdvance(text);
    }
    if (shownBars() > 0)
        painter.drawText(key, Qt::AlignVCenter | (isRightToLeft() ? Qt::AlignLeft : Qt::AlignRight),
                         tr("up to %1 read").arg(browser::sizeText(most)));
    painter.setPen(palette().color(QPalette::Mid));
    painter.drawLine(plot().bottomLeft(), plot().bottomRight());
    for (int i = 0; i < shownBars(); ++i) {
        const auto &bar = bars_[size_t(i)];
        const QRect whole = rectOf(i);
        const auto heightOf = [&](uint64_t bytes) {
            return bytes == 0 ? 0 : std::max(1, int(double(bytes) / double(most) * (whole.height() - 1)));
        };
        const int high = heightOf(bar.read), low = std::min(heightOf(bar.sent), high);
        if (bar.row == current_)
            painter.fillRect(whole.adjusted(-1, 0, 1, 0), palette().color(QPalette::AlternateBase));
        painter.fillRect(QRect(whole.left(), whole.bottom() - high, whole.width(), high - low), saved);
        painter.fillRect(QRect(whole.left(), whole.bottom() - low, whole.width(), low), sent);
        if (bar.row == current_) {
            painter.setPen(palette().color(QPalette::WindowText));
            painter.drawRect(whole.adjusted(-1, 0, 0, -1));
        }
    }
}

void AmountChart::mousePressEvent(QMouseEvent *event)
{
    if (const int bar = barAt(event->pos().x()); bar >= 0)
        Q_EMIT chosen(bars_[size_t(bar)].row);
}

bool AmountChart::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    auto *help = static_cast<QHelpEvent *>(event);
    const int bar = barAt(help->pos().x());
    if (bar < 0) {
        QToolTip::hideText();
        return true;
    }
    const auto &at = bars_[size_t(bar)];
    QToolTip::showText(help->globalPos(),
                       tr("%1 read, %2 sent").arg(browser::sizeText(at.read), browser::sizeText(at.sent)), this);
    return true;
}

} // namespace backspool::activity
