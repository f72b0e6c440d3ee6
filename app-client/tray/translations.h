#pragma once
/// The words of the windows in the user's language.
#include <QCoreApplication>
#include <QLocale>

namespace backspool::tray {

/// Ours and Qt's own, as far as there are any for @p locale; else English with its plural forms.
void installTranslations(QCoreApplication &application, const QLocale &locale);

} // namespace backspool::tray
