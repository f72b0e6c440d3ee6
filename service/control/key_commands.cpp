#include "control/key_commands.h"

#include "appliance/data_paths.h"
#include "control/data_owner.h"
#include "store/real_disk.h"
#include "trust/key_file.h"
#include "trust/state_object.h"

#include <QFileInfo>

namespace backspool::control {

namespace {

/// Success when @p key opens the newest state object of the store, or there is no store yet.
Status checkOpens(const trust::RepositoryKey &key, const QString &dataFolder)
{
    const auto folder = appliance::storeFolder(dataFolder);
    if (!QFileInfo::exists(folder))
        return {};
    store::RealDisk disk;
    const SystemClock clock;
    const auto state = trust::StateStore(disk, folder, key.key, clock).load();
    if (!state && state.error().kind() != ErrorKind::NotFound)
        return fail(state.error().withContext(QStringLiteral("This key does not open the store in %1").arg(folder)));
    return {};
}

} // namespace

Result<QString> exportKey(const QString &dataFolder, const QString &file)
{
    const auto key = TRY(trust::readKeyFile(appliance::keyPath(dataFolder)));
    TRY(trust::writeKeyFile(file, key));
    return key.repository;
}

Result<QString> importKey(const QString &dataFolder, const QString &file)
{
    const auto key = TRY(trust::readKeyFile(file));
    TRY(actAsOwnerOf(dataFolder));
    const auto path = appliance::keyPath(dataFolder);
    if (const auto present = trust::readKeyFile(path)) {
        if (present->key == key.key && present->repository == key.repository)
            return key.repository;
        return fail(ErrorKind::Exists,
                    QStringLiteral("%1 holds the key of another repository (%2). Nothing was changed.")
                        .arg(path, present->repository));
    }
    TRY(checkOpens(key, dataFolder));
    TRY(store::RealDisk().makeFolder(appliance::keyFolder(dataFolder)));
    TRY(trust::writeKeyFile(path, key));
    return key.repository;
}

} // namespace backspool::control
