#include "restore-browser/history_slider.h"

#include "restore-browser/texts.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyle>
#include <QStyleOption>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace backspool::browser {

namespace {

constexpr int kWheelStep = QWheelEvent::DefaultDeltasPerStep;

QColor mixed(const QColor &one, const QColor &other, double share)
{
    const auto mix = [share](int a, int b) { return int(a * share + b * (1 - share)); };
    return {mix(one.red(), other.red()), mix(one.green(), other.green()), mix(one.blue(), other.blue())};
}

} // namespace

HistorySlider::HistorySlider(QWidget *parent) : QAbstractSlider(parent)
{
    setOrientation(Qt::Horizontal);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setRange(0, 0);
    setAccessibleName(tr("Time of the backup"));
    connect(this, &QAbstractSlider::valueChanged, this, [this] {
        say();
        update();
        if (axis_.count() > 0)
            Q_EMIT pointChanged(point());
    });
}

void HistorySlider::setTimes(std::vector<QDateTime> times)
{
    axis_ = HistoryAxis(std::move(times));
    counts_.clear();
    marks_.clear();
    const QSignalBlocker quiet(this);
    setRange(0, std::max(0, int(axis_.count()) - 1));
    // As many days as months: a page is a tenth, a step one point.
    setPageStep(std::max(1, int(axis_.count()) / 10));
    setValue(maximum());
    setEnabled(axis_.count() > 0);
    say();
    update();
}

void HistorySlider::setPoint(size_t point)
{
    if (point < axis_.count())
        setValue(int(axis_.count() - 1 - point));
}

void HistorySlider::goTo(const QDateTime &time)
{
    if (axis_.count() > 0)
        setPoint(axis_.pointBefore(time));
}

void HistorySlider::setChangeCounts(std::vector<uint32_t> counts)
{
    counts_ = std::move(counts);
    update();
}

void HistorySlider::setMarks(std::vector<size_t> points)
{
    marks_ = std::move(points);
    update();
}

bool HistorySlider::stepToMark(bool isLater)
{
    // The newest first: later marks are smaller.
    std::optional<size_t> next;
    for (const auto mark : marks_) {
        if (isLater && mark < point())
            next = mark;
        if (!isLater && mark > point() && !next)
            next = mark;
    }
    if (next)
        setPoint(*next);
    return next.has_value();
}

QSize HistorySlider::sizeHint() const
{
    return {400, minimumSizeHint().height()};
}

QSize HistorySlider::minimumSizeHint() const
{
    return {120, fontMetrics().height() * 4};
}

QRectF HistorySlider::track() const
{
    const double margin = fontMetrics().height() / 2.0;
    return QRectF(rect()).adjusted(margin, 0, -margin, 0);
}

double HistorySlider::xOf(double position) const
{
    const double place = layoutDirection() == Qt::RightToLeft ? 1 - position : position;
    return track().left() + place * track().width();
}

double HistorySlider::positionOf(double x) const
{
    const double place = track().width() > 0 ? (x - track().left()) / track().width() : 1;
    return layoutDirection() == Qt::RightToLeft ? 1 - place : place;
}

void HistorySlider::say()
{
    if (axis_.count() > 0)
        setAccessibleDescription(exactTimeText(axis_.time(point())));
}

void HistorySlider::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (axis_.count() == 0)
        return;
    paintLabels(painter);
    paintTicks(painter);
    paintHandle(painter);
    if (hasFocus()) {
        QStyleOptionFocusRect option;
        option.initFrom(this);
        option.rect = rect();
        style()->drawPrimitive(QStyle::PE_FrameFocusRect, &option, &painter, this);
    }
}

void HistorySlider::paintLabels(QPainter &painter) const
{
    const auto metrics = fontMetrics();
    const double room = metrics.horizontalAdvance(QStringLiteral("00:00 PM  ")) / std::max(1.0, track().width());
    painter.setPen(mixed(palette().color(QPalette::WindowText), palette().color(QPalette::Window), 0.7));
    for (const auto &label : axis_.labels(room)) {
        const double x = xOf(label.position);
        const int width = metrics.horizontalAdvance(label.text);
        const double left = std::clamp(x - width / 2.0, 0.0, std::max(0.0, this->width() - double(width)));
        painter.drawText(QPointF(left, metrics.ascent() + 1), label.text);
    }
}

void HistorySlider::paintTicks(QPainter &painter) const
{
    const double line = fontMetrics().height();
    const double base = height() - line;
    const double tallest = base - line * 1.4;
    const uint32_t most = counts_.empty() ? 0 : *std::ranges::max_element(counts_);
    const QColor text = palette().color(QPalette::WindowText);
    const QColor back = palette().color(QPalette::Window);
    // Whole rectangles on whole points: thousands of them cost as little as hundreds of antialiased lines.
    painter.setRenderHint(QPainter::Antialiasing, false);
    const QColor tick = mixed(text, back, 0.6);
    painter.fillRect(QRectF(track().left(), base, track().width(), 1), mixed(text, back, 0.4));
    for (size_t i = axis_.count(); i-- > 0;) {
        const double x = std::round(xOf(axis_.position(i)));
        painter.fillRect(QRectF(x, base, 1, line * 0.3), tick);
        if (i < counts_.size() && counts_[i] > 0) {
            // A folder in which one file changed must not vanish beside one in which a thousand did.
            const double share = std::log1p(counts_[i]) / std::log1p(most);
            const double tall = std::max(3.0, share * tallest);
            painter.fillRect(QRectF(x - 1, base - 1 - tall, 3, tall), palette().color(QPalette::Highlight));
        }
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(text);
    painter.setPen(Qt::NoPen);
    for (const auto mark : marks_) {
        if (mark < axis_.count())
            painter.drawEllipse(QPointF(xOf(axis_.position(mark)), base + line * 0.55), line / 6, line / 6);
    }
}

void HistorySlider::paintHandle(QPainter &painter) const
{
    const double line = fontMetrics().height();
    const double base = height() - line;
    const double x = xOf(axis_.position(point()));
    painter.setPen(QPen(palette().color(QPalette::WindowText), 2));
    painter.drawLine(QPointF(x, line * 1.2), QPointF(x, base));
    QPolygonF handle;
    handle << QPointF(x, base - line * 0.1) << QPointF(x - line * 0.45, base + line * 0.8)
           << QPointF(x + line * 0.45, base + line * 0.8);
    painter.setPen(QPen(palette().color(QPalette::WindowText), 1.5));
    painter.setBrush(palette().color(isEnabled() ? QPalette::Highlight : QPalette::Mid));
    painter.drawPolygon(handle);
}

void HistorySlider::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && axis_.count() > 0)
        setPoint(axis_.pointAt(positionOf(event->position().x())));
}

void HistorySlider::mouseMoveEvent(QMouseEvent *event)
{
    if (event->buttons() & Qt::LeftButton && axis_.count() > 0)
        setPoint(axis_.pointAt(positionOf(event->position().x())));
}

void HistorySlider::wheelEvent(QWheelEvent *event)
{
    // Qt turns the wheel sideways while Alt is held, some systems while Shift is.
    wheel_ += event->angleDelta().y() != 0 ? event->angleDelta().y() : event->angleDelta().x();
    for (; std::abs(wheel_) >= kWheelStep; wheel_ -= wheel_ > 0 ? kWheelStep : -kWheelStep) {
        const bool isLater = wheel_ > 0;
        if (event->modifiers() & Qt::ShiftModifier)
            stepToMark(isLater);
        else
            setValue(value() + (isLater ? 1 : -1));
    }
    event->accept();
}

void HistorySlider::keyPressEvent(QKeyEvent *event)
{
    const bool isLeft = event->key() == Qt::Key_Left;
    if (event->modifiers() & Qt::ShiftModifier && (isLeft || event->key() == Qt::Key_Right)) {
        stepToMark(isLeft == (layoutDirection() == Qt::RightToLeft));
        return;
    }
    QAbstractSlider::keyPressEvent(event);
}

bool HistorySlider::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip && axis_.count() > 0) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const auto point = axis_.pointAt(positionOf(help->pos().x()));
        QString text = exactTimeText(axis_.time(point));
        if (point < counts_.size())
            text += QLatin1Char('\n') + tr("%Ln change(s) in this folder", nullptr, int(counts_[point]));
        QToolTip::showText(help->globalPos(), text, this);
        return true;
    }
    return QAbstractSlider::event(event);
}

} // namespace backspool::browser
