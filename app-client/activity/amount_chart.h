#pragma once
/// How much the last backups read: of each a bar, whose lower part was sent and whose upper part was saved. What it
/// shows is in the list as well; it is for the eye.
#include "activity/activity_rows.h"

#include <QWidget>

namespace backspool::activity {

class AmountChart : public QWidget
{
    Q_OBJECT

public:
    explicit AmountChart(QWidget *parent = nullptr);
    /// As ActivityModel has them.
    void setRows(const std::vector<ActivityRow> &rows);
    /// @p row: among all of them.
    void setCurrent(int row);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// The bar of the row @p row was clicked.
    void chosen(int row);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Bar
    {
        int row = 0;
        uint64_t sent = 0, read = 0;
    };
    /// As many as there is room for, the newest at the right.
    int shownBars() const;
    int barAt(int x) const;
    QRect rectOf(int bar) const;
    QRect plot() const;

    std::vector<Bar> bars_; ///< the newest first
    int current_ = -1;      ///< a row
};

} // namespace backspool::activity
