#include "settings/language.h"

#include <QDir>
#include <QLocale>
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
    const auto files =
        QDir(QStringLiteral(":/i18n")).entryList({kPrefix + QStringLiteral("*.qm")}, QDir::Files, QDir::Name);
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

} // namespace backspool::settings
