#pragma once
/// Past backups as people look them up: the points that the service has, and what the agent has kept of its runs, as
/// one list.
#include "session/agent_session.h"

namespace backspool::activity {

struct ActivityRow
{
    engine::Activity activity;
    bool hasPoint = true;    ///< Backup: the service still has it (or was not asked)
    bool hasDetails = false; ///< Backup: the agent's own word of it is there, and with it what is to be said of files
};

/// The newest first. @p points: null: they are not known.
std::vector<ActivityRow> activityRows(const engine::PointsSnapshot &points,
                                      const std::vector<engine::Activity> &activities);

/// What was read and did not go over the network: the service had it, or it was compressed.
uint64_t savedBytes(const format::PointStatistics &statistics);

/// What can be done; empty: the reason says it, or nothing can.
QString remedyText(const engine::ActivityProblem &problem);

} // namespace backspool::activity
