#pragma once
/// Two pictures side by side, enlarged alike and scrolled together.
#include <QImage>
#include <QScrollArea>
#include <QWidget>

#include <array>

namespace backspool::browser {

class ZoomedPicture;

class PicturePair : public QWidget
{
    Q_OBJECT

public:
    explicit PicturePair(QWidget *parent = nullptr);

    void show(const QImage &left, const QImage &right);
    /// Pixels on the screen for each of the pictures'.
    double zoom() const { return zoom_; }
    void zoomIn() { setZoom(zoom_ * kStep); }
    void zoomOut() { setZoom(zoom_ / kStep); }
    /// Both are seen whole.
    void fit();

Q_SIGNALS:
    void zoomed();

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    static constexpr double kStep = 1.25;
    struct Side
    {
        QImage image;
        QScrollArea *area = nullptr;
        ZoomedPicture *picture = nullptr;
    };
    void setZoom(double zoom);
    void paint();

    std::array<Side, 2> sides_;
    double zoom_ = 1;
    bool isFit_ = true;
};

} // namespace backspool::browser
