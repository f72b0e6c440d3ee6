#pragma once
/// The state object's list of forgotten points: exactly those whose record is still in a DTF, so that a rebuild makes
/// no point of them.
#include "appliance/state_keeper.h"
#include "points/lease_registry.h"
#include "points/point_commit.h"

namespace backspool::appliance {

/// Puts on the list what is no point though its record is in the store: the commit failed, or the service ended in it,
/// after its DTF was published. Whatever reclaim removes after that, no rebuild brings back a point without its data.
Status listStrayRecords(StateKeeper &states, const points::CommitContext &context, const points::LeaseRegistry &leases);

/// Takes off the list what has no record any more.
Status dropGoneRecords(StateKeeper &states, const points::CommitContext &context);

} // namespace backspool::appliance
