#pragma once
/// The slider over all points: a tick for each, bars for how much changed in the folder that is shown, marks where the
/// selected file changed.
///
/// Its value counts points from the oldest, 0, so that "more" is later, for keys, wheel and assistive technologies.
/// Shift with an arrow key or the wheel goes from mark to mark.
#include "restore-browser/history_axis.h"

#include <QAbstractSlider>

namespace backspool::browser {

class HistorySlider : public QAbstractSlider
{
    Q_OBJECT

public:
    explicit HistorySlider(QWidget *parent = nullptr);

    /// @p times: of the points, the newest first.
    void setTimes(std::vector<QDateTime> times);
    const HistoryAxis &axis() const { return axis_; }
    /// Place of the current point in the list of points, the newest first.
    size_t point() const { return pointOf(value()); }
    void setPoint(size_t point);
    /// The newest point at or before @p time.
    void goTo(const QDateTime &time);

    /// How much changed at each point; empty: not known.
    void setChangeCounts(std::vector<uint32_t> counts);
    /// Points at which the selected file changed, the newest first.
    void setMarks(std::vector<size_t> points);
    /// To the next mark in that direction; false: there is none.
    bool stepToMark(bool isLater);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void pointChanged(size_t point);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool event(QEvent *event) override;

private:
    size_t pointOf(int value) const { return axis_.count() - 1 - size_t(value); }
    QRectF track() const;
    double xOf(double position) const;
    double positionOf(double x) const;
    void say();
    void paintLabels(QPainter &painter) const;
    void paintTicks(QPainter &painter) const;
    void paintHandle(QPainter &painter) const;

    HistoryAxis axis_;
    std::vector<uint32_t> counts_;
    std::vector<size_t> marks_;
    int wheel_ = 0; ///< what is left of turns that were no whole step
};

} // namespace backspool::browser
