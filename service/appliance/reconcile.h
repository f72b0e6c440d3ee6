#pragma once
/// Brings catalogue and state object together after a crash that came between them: the state object is written first
/// where that is the stricter rule (certificates, revocation, forgetting), so it wins.
#include "appliance/state_keeper.h"
#include "catalogue/catalogue.h"

namespace backspool::appliance {

/// Before anybody works on the catalogue.
Status reconcile(StateKeeper &states, catalogue::Catalogue &catalogue);

/// All clients of the catalogue become those of the state.
Status takeClients(trust::State &state, catalogue::Catalogue &catalogue);

} // namespace backspool::appliance
