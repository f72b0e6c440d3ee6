#pragma once
/// How large a window is when it first shows.
#include <QWidget>

namespace backspool::browser {

/// @p wanted, as far as there is room in @p available: some of it is left to the window's frame. Device-independent
/// pixels, both.
QSize firstSize(QSize wanted, QSize available);

/// Gives @p window that many characters and lines of its font, as far as its screen has room for them.
void resizeAtFirst(QWidget &window, int characters, int lines);

} // namespace backspool::browser
