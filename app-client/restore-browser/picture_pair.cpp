#include "restore-browser/picture_pair.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>

namespace backspool::browser {

namespace {

constexpr double kSmallest = 1.0 / 16, kLargest = 8;

} // namespace

/// A picture as large as its widget: only what shows is ever enlarged.
class ZoomedPicture : public QWidget
{
public:
    using QWidget::QWidget;

    void setPicture(const QImage &image)
    {
        pixmap_ = QPixmap::fromImage(image);
        update();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawPixmap(rect(), pixmap_);
    }

private:
    QPixmap pixmap_;
};

PicturePair::PicturePair(QWidget *parent) : QWidget(parent)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    for (auto &side : sides_) {
        side.area = new QScrollArea(this);
        side.picture = new ZoomedPicture(side.area);
        side.area->setWidget(side.picture);
        side.area->setAlignment(Qt::AlignCenter);
        side.area->viewport()->installEventFilter(this);
        layout->addWidget(side.area, 1);
    }
    setLayoutDirection(Qt::LeftToRight); // the earlier one first, as with texts
    sides_[0].area->setAccessibleName(tr("The earlier picture"));
    sides_[1].area->setAccessibleName(tr("The later picture"));
    setFocusProxy(sides_[0].area);
    const auto follow = [](QScrollBar *bar, QScrollBar *other) {
        connect(bar, &QScrollBar::valueChanged, other, &QScrollBar::setValue);
    };
    for (const size_t i : {0, 1}) {
        follow(sides_[i].area->horizontalScrollBar(), sides_[1 - i].area->horizontalScrollBar());
        follow(sides_[i].area->verticalScrollBar(), sides_[1 - i].area->verticalScrollBar());
    }
}

void PicturePair::show(const QImage &left, const QImage &right)
{
    sides_[0].image = left;
    sides_[1].image = right;
    for (auto &side : sides_)
        side.picture->setPicture(side.image);
    fit();
}

void PicturePair::fit()
{
    isFit_ = true;
    double zoom = 1;
    for (const auto &side : sides_) {
        if (side.image.isNull())
            return;
        const QSizeF room = QSizeF(side.area->maximumViewportSize()) * devicePixelRatioF();
        zoom = std::min({zoom, room.width() / side.image.width(), room.height() / side.image.height()});
    }
    zoom_ = std::max(zoom, kSmallest);
    paint();
}

void PicturePair::setZoom(double zoom)
{
    isFit_ = false;
    zoom_ = std::clamp(zoom, kSmallest, kLargest);
    paint();
}

void PicturePair::paint()
{
    for (auto &side : sides_)
        side.picture->resize((QSizeF(side.image.size()) * zoom_ / devicePixelRatioF()).toSize());
    Q_EMIT zoomed();
}

void PicturePair::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (isFit_)
        fit();
}

bool PicturePair::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Wheel) {
        const auto *wheel = static_cast<QWheelEvent *>(event);
        if (wheel->modifiers() & Qt::ControlModifier) {
            wheel->angleDelta().y() > 0 ? zoomIn() : zoomOut();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace backspool::browser
