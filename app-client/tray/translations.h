#pragma once
/// The words of the windows in the user's language.
#include <QApplication>
#include <QLocale>

namespace backspool::tray {

/// Ours and Qt's own, as far as there are any for @p locale; else English with its plural forms. Windows run from right
/// to left where the language does. Again: in the place of those before; windows that are open keep their words.
void installTranslations(QApplication &application, const QLocale &locale);

/// The whole program in @p language, one of settings::languages(): words, dates and figures. Empty: as the desktop has
/// it.
void useLanguage(QApplication &application, const QString &language);

} // namespace backspool::tray
