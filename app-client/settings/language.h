#pragma once
/// The language of the windows: the desktop's, or the one that the user has chosen for this program.
#include <QLocale>
#include <QStringList>

namespace backspool::settings {

/// "de", "ar": those that this program speaks.
QStringList languages();
/// In itself: "Deutsch".
QString languageName(const QString &language);
/// Empty: the desktop's. Reads a small file.
QString chosenLanguage();
/// Counts from the next start. Writes a small file, durably; false: it could not.
bool chooseLanguage(const QString &language);
/// Of chosenLanguage(), with the desktop's forms of dates and numbers where it is the same language.
QLocale chosenLocale();

} // namespace backspool::settings
