#include "appliance/repository_start.h"

#include "appliance/data_paths.h"
#include "store/real_disk.h"

#include <QFile>

namespace backspool::appliance {

namespace {

/// Whether a file is in @p folder, at most @p depth folders down. One that is not there holds none.
Result<bool> holdsFiles(store::Disk &disk, const QString &folder, int depth)
{
    const auto files = disk.list(folder);
    if (!files && files.error().kind() == ErrorKind::NotFound)
        return false;
    if (!files)
        return fail(files.error());
    for (const auto &file : *files) {
        if (!file.isFolder)
            return true;
        if (depth > 0 && TRY(holdsFiles(disk, folder + u'/' + file.name, depth - 1)))
            return true;
    }
    return false;
}

} // namespace

Result<bool> holdsAnything(store::Disk &disk, const QString &storeFolder)
{
    return holdsFiles(disk, storeFolder, 2);
}

Result<bool> holdsContainers(store::Disk &disk, const QString &storeFolder)
{
    for (const char *area : {"/full", "/delta", "/staging"}) {
        if (TRY(holdsFiles(disk, storeFolder + QLatin1StringView(area), 1)))
            return true;
    }
    return false;
}

Result<trust::RepositoryKey> findOrMakeKey(store::Disk &disk, const QString &dataFolder)
{
    const auto path = keyPath(dataFolder);
    auto key = trust::readKeyFile(path);
    if (key || key.error().kind() != ErrorKind::NotFound)
        return key;
    if (TRY(holdsAnything(disk, storeFolder(dataFolder))))
        return fail(ErrorKind::NotFound,
                    QStringLiteral(
                        "The key of the store in %1 is not there (%2). Import it with \"backspoold key import FILE\"; "
                        "without it nobody can read the store.")
                        .arg(storeFolder(dataFolder), path));
    TRY(store::RealDisk().makeFolder(keyFolder(dataFolder)));
    QFile::setPermissions(keyFolder(dataFolder), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    auto made = trust::RepositoryKey::generate();
    TRY(trust::writeKeyFile(path, made));
    return made;
}

Result<trust::State> findState(trust::StateStore &states, const trust::RepositoryKey &key)
{
    auto state = TRY(states.load());
    if (state.repository != key.repository)
        return fail(ErrorKind::Invalid,
                    QStringLiteral("The key is that of the repository %1, the store that of %2. Nothing was changed.")
                        .arg(key.repository, state.repository));
    return state;
}

Result<StartState> findOrMakeState(trust::StateStore &states, store::Disk &disk, const QString &dataFolder,
                                   const trust::RepositoryKey &key, const Clock &clock)
{
    auto found = findState(states, key);
    if (found)
        return StartState{*std::move(found)};
    if (found.error().kind() != ErrorKind::NotFound)
        return fail(found.error());
    if (TRY(holdsContainers(disk, storeFolder(dataFolder))))
        return fail(
            ErrorKind::Damaged,
            QStringLiteral("The store in %1 has data but no state object: who may read what is lost with it. Bring "
                           "back the folder \"state\" or \"mirror\" of the store from a copy.")
                .arg(storeFolder(dataFolder)));
    const auto now = clock.now();
    StartState made{.isNew = true};
    made.state.repository = key.repository;
    const auto authority = TRY(trust::Authority::create(key.repository, now));
    made.state.authority = authority.certifiedKey();
    made.state.server = TRY(authority.issueServerCertificate(key.repository, now));
    TRY(states.save(made.state));
    return made;
}

} // namespace backspool::appliance
