#include "appliance/catalogue_file.h"

#include "appliance/data_paths.h"
#include "core/logging.h"

#include <QFile>

namespace backspool::appliance {

using catalogue::Catalogue;
using catalogue::DatabaseOptions;

namespace {

Result<std::unique_ptr<Catalogue>> openWhole(const DatabaseOptions &options)
{
    auto catalogue = TRY(Catalogue::open(options));
    TRY(catalogue->checkIntegrity());
    return catalogue;
}

/// SQLite keeps what is not yet in the file beside it.
void setAside(const QString &file)
{
    const auto aside = file + QStringLiteral(".damaged");
    QFile::remove(aside);
    QFile::rename(file, aside);
    for (const char *suffix : {"-wal", "-shm", "-journal"})
        QFile::remove(file + QLatin1StringView(suffix));
}

} // namespace

DatabaseOptions databaseOptions(const DatabaseOptions &given, const QString &dataFolder)
{
    auto options = given;
    if (options.name.isEmpty())
        options.name = cataloguePath(dataFolder);
    return options;
}

Result<bool> isFilled(Catalogue &catalogue, const QString &repository)
{
    if (TRY(catalogue.setting(kRebuildingSetting)).value_or(QByteArray()) == "1")
        return fail(
            ErrorKind::Damaged,
            QStringLiteral(
                "The catalogue was being rebuilt and that was not finished. Run \"backspoold rebuild\" again."));
    const auto own = TRY(catalogue.setting(kRepositorySetting));
    if (own && *own != repository.toUtf8())
        return fail(ErrorKind::Invalid,
                    QStringLiteral("The catalogue is that of the repository %1, not of %2. Nothing was changed.")
                        .arg(QString::fromUtf8(*own), repository));
    return own.has_value();
}

Result<std::unique_ptr<Catalogue>> openForRebuild(const DatabaseOptions &options)
{
    auto opened = openWhole(options);
    const bool isFile = options.driver == QLatin1StringView("QSQLITE");
    // What a newer program made is whole, and another process's work is its own.
    const bool mayReplace =
        !opened && opened.error().kind() != ErrorKind::Unsupported && opened.error().kind() != ErrorKind::Busy;
    if (isFile && mayReplace && QFile::exists(options.name)) {
        qCWarning(logCatalogue, "The catalogue is set aside: %ls", qUtf16Printable(opened.error().text()));
        setAside(options.name);
        opened = openWhole(options);
    }
    auto catalogue = TRY(std::move(opened));
    TRY(catalogue->setSetting(kRebuildingSetting, "1"));
    TRY(catalogue->clearForRebuild());
    return catalogue;
}

Status finishRebuild(Catalogue &catalogue, const QString &repository)
{
    TRY(catalogue.setSetting(kRepositorySetting, repository.toUtf8()));
    return catalogue.setSetting(kRebuildingSetting, "0");
}

} // namespace backspool::appliance
