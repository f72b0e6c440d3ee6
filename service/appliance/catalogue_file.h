#pragma once
/// The catalogue of a data directory: opened and found to be of its repository, or set aside for a new one.
#include "catalogue/catalogue.h"

namespace backspool::appliance {

/// What the appliance keeps in the catalogue's settings.
inline const QString kRepositorySetting = QStringLiteral("appliance.repository");
inline const QString kRebuildingSetting = QStringLiteral("appliance.rebuilding"); ///< "1" while a rebuild is not done

/// With @p given's name, or the file in the data folder.
catalogue::DatabaseOptions databaseOptions(const catalogue::DatabaseOptions &given, const QString &dataFolder);

/// Whether the catalogue has been filled. Errors: Damaged (a rebuild was not finished), Invalid (of another
/// repository).
Result<bool> isFilled(catalogue::Catalogue &catalogue, const QString &repository);

/// A catalogue for a rebuild to fill: empty, and marked as such. A file that is no whole catalogue is renamed to
/// *.damaged first.
Result<std::unique_ptr<catalogue::Catalogue>> openForRebuild(const catalogue::DatabaseOptions &options);
/// The rebuild is done.
Status finishRebuild(catalogue::Catalogue &catalogue, const QString &repository);

} // namespace backspool::appliance
