#include "restore-browser/first_size.h"

#include <QScreen>

namespace backspool::browser {

namespace {
/// Of the screen, at most: a frame and a title take the rest.
constexpr int kPercent = 94;
} // namespace

QSize firstSize(QSize wanted, QSize available)
{
    return wanted.boundedTo(available * kPercent / 100);
}

void resizeAtFirst(QWidget &window, int characters, int lines)
{
    const auto metrics = window.fontMetrics();
    window.resize(firstSize({metrics.averageCharWidth() * characters, metrics.height() * lines},
                            window.screen()->availableSize()));
}

} // namespace backspool::browser
