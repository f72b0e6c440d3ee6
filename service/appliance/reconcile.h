#pragma once
/// Brings catalogue and state object together after a crash that came between them: the state object is written first
/// where that is the stricter rule (certificates, revocation, forgetting), so it wins.
#include "appliance/state_keeper.h"
#include "catalogue/catalogue.h"

namespace backspool::appliance {

/// Before anybody works on the catalogue.
Status reconcile(StateKeeper &states, catalogue::Catalogue &catalogue);

/// Adds the clients that the state does not have yet. What it says of the others stays: it may be the stricter.
Status addMissingClients(trust::State &state, catalogue::Catalogue &catalogue);

} // namespace backspool::appliance
