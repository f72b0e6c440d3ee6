#include "tray/translations.h"

#include <QLibraryInfo>
#include <QTranslator>

namespace backspool::tray {

namespace {

bool install(QCoreApplication &application, const QLocale &locale, const QString &name, const QString &folder)
{
    auto *translator = new QTranslator(&application);
    return translator->load(locale, name, QStringLiteral("_"), folder) &&
           QCoreApplication::installTranslator(translator);
}

} // namespace

void installTranslations(QCoreApplication &application, const QLocale &locale)
{
    const QString own = QStringLiteral("backspool");
    const QString folder = QStringLiteral(":/i18n");
    if (!install(application, locale, own, folder))
        install(application, QLocale(QLocale::English), own, folder);
    install(application, locale, QStringLiteral("qtbase"), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
}

} // namespace backspool::tray
