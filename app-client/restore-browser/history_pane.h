#pragma once
/// The history slider with what belongs to it: earlier, later, and a date to jump to.
#include "restore-browser/history_slider.h"

#include <QDateTimeEdit>
#include <QPushButton>

namespace backspool::browser {

class HistoryPane : public QWidget
{
    Q_OBJECT

public:
    explicit HistoryPane(QWidget *parent = nullptr);

    HistorySlider &slider() { return *slider_; }
    /// @p times: of the points, the newest first.
    void setTimes(const std::vector<QDateTime> &times, size_t point);

private:
    void follow();

    HistorySlider *slider_;
    QPushButton *earlier_, *later_;
    QDateTimeEdit *date_;
};

} // namespace backspool::browser
