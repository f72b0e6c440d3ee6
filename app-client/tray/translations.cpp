#include "tray/translations.h"

#include <QLibraryInfo>
#include <QTranslator>

namespace backspool::tray {

namespace {

constexpr QLatin1StringView kOwn("backspool");
constexpr QLatin1StringView kFolder(":/i18n");

/// The language whose words were found; nothing: none.
std::optional<QLocale> install(QApplication &application, const QLocale &locale, const QString &name,
                               const QString &folder)
{
    auto translator = std::make_unique<QTranslator>();
    if (!translator->load(locale, name, QStringLiteral("_"), folder) ||
        !QApplication::installTranslator(translator.get()))
        return std::nullopt;
    const QLocale found(translator->language());
    translator.release()->setParent(&application);
    return found;
}

} // namespace

void installTranslations(QApplication &application, const QLocale &locale)
{
    for (auto *before : application.findChildren<QTranslator *>({}, Qt::FindDirectChildrenOnly))
        delete before; // it takes itself away
    auto language = install(application, locale, kOwn, kFolder);
    if (!language)
        language = install(application, QLocale(QLocale::English), kOwn, kFolder);
    install(application, language ? locale : QLocale(QLocale::English), QStringLiteral("qtbase"),
            QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    if (language)
        QApplication::setLayoutDirection(language->textDirection());
}

void useLanguage(QApplication &application, const QString &language)
{
    const QLocale system = QLocale::system();
    QLocale locale = system;
    // Who chooses the language that the desktop has anyway keeps what it says of dates and figures.
    if (!language.isEmpty() && QLocale(language).language() != system.language())
        locale = QLocale(language);
    QLocale::setDefault(locale);
    installTranslations(application, locale);
}

} // namespace backspool::tray
