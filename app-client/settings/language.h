#pragma once
/// The language of the windows: the desktop's, or the one that the user has chosen for this program.
#include <QStringList>

namespace backspool::settings {

/// Those that this program speaks, as ISO 639 has them: "de", "ar".
QStringList languages();
/// In itself: "Deutsch".
QString languageName(const QString &language);
/// Empty: the desktop's. Reads a small file.
QString chosenLanguage();
/// Counts from the next start. Writes a small file, durably; false: it could not.
bool chooseLanguage(const QString &language);
} // namespace backspool::settings
