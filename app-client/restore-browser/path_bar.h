#pragma once
/// Back, forward, and the folders that lead to the one that is shown, each a button.
#include <QToolButton>
#include <QWidget>

class QHBoxLayout;

namespace backspool::browser {

class Navigator;

class PathBar : public QWidget
{
    Q_OBJECT

public:
    /// The navigator outlives it.
    explicit PathBar(Navigator &navigator, QWidget *parent = nullptr);

private:
    void rebuild();

    Navigator &navigator_;
    QToolButton *back_;
    QToolButton *forward_;
    QToolButton *up_;
    QWidget *folders_;
    QHBoxLayout *row_;
};

} // namespace backspool::browser
