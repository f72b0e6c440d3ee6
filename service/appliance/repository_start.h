#pragma once
/// Key and state object of a data directory: found, or made at the first start.
#include "core/clock.h"
#include "trust/key_file.h"
#include "trust/state_object.h"

namespace backspool::appliance {

/// Whether any container or state object is in the store.
Result<bool> holdsAnything(store::Disk &disk, const QString &storeFolder);
/// Whether any container is (also one being written).
Result<bool> holdsContainers(store::Disk &disk, const QString &storeFolder);

/// The key of the data folder; a new one where there is none and the store is empty.
/// Errors: NotFound (the store has something: its key is to be imported), Damaged, Denied, Io.
Result<trust::RepositoryKey> findOrMakeKey(store::Disk &disk, const QString &dataFolder);

struct StartState
{
    trust::State state;
    bool isNew = false;
};
/// The newest state object; with authority and certificate made where the store is empty.
/// Errors: Damaged (the store has containers but no whole state object), Invalid (of another repository), Io.
Result<StartState> findOrMakeState(trust::StateStore &states, store::Disk &disk, const QString &dataFolder,
                                   const trust::RepositoryKey &key, const Clock &clock);
/// The newest state object. Errors: NotFound, Damaged, Invalid (of another repository).
Result<trust::State> findState(trust::StateStore &states, const trust::RepositoryKey &key);

} // namespace backspool::appliance
