#include "settings/language.h"

#include <QDir>
#include <QSettings>

namespace backspool::settings {

namespace {

const QString kKey = QStringLiteral("language");
const QString kPrefix = QStringLiteral("backspool_");

QSettings settings()
{
    return QSettings(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("backspool"),
                     QStringLiteral("backspool"));
}

} // namespace

QStringList languages()
{
    QStringList all;
    const auto files = QDir(QStringLiteral(":/i18n")).entryList({kPrefix + QStringLiteral("*.qm")}, QDir::Files);
    for (const auto &file : files)
        all += file.sliced(kPrefix.size()).section(QLatin1Char('.'), 0, 0);
    return all;
}

QString languageName(const QString &language)
{
    QString name = QLocale(language).nativeLanguageName();
    if (!name.isEmpty())
        name[0] = name[0].toUpper();
    return name.isEmpty() ? language : name;
}

QString chosenLanguage()
{
    const QString language = settings().value(kKey).toString();
    return languages().contains(language) ? language : QString();
}

bool chooseLanguage(const QString &language)
{
    auto stored = settings();
    if (language.isEmpty())
        stored.remove(kKey);
    else
        stored.setValue(kKey, language);
    stored.sync();
    return stored.status() == QSettings::NoError;
}

QLocale chosenLocale()
{
    const QLocale desktop;
    const QString language = chosenLanguage();
    return language.isEmpty() || QLocale(language).language() == desktop.language() ? desktop : QLocale(language);
}

} // namespace backspool::settings
