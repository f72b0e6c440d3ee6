#include "restore-browser/change_tint.h"

#include <QApplication>
#include <QPalette>

namespace backspool::browser {

QColor changeTint(engine::EntryChange change)
{
    using engine::EntryChange;
    const QColor base = QApplication::palette().color(QPalette::Base);
    const int hue = change == EntryChange::New ? 130 : change == EntryChange::Changed ? 42 : 0;
    const bool isDark = base.lightness() < 128;
    return QColor::fromHsl(hue, isDark ? 90 : 170, isDark ? std::min(base.lightness() + 28, 90) : 228);
}

} // namespace backspool::browser
