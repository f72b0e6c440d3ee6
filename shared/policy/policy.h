#pragma once
/// How an agent protects by itself: when it backs up, when it holds back, what it leaves out (seed: the backup
/// configuration file 312). This is what is in force, with nothing missing; policy_file.h is what a file says.
///
/// Every field here is obeyed by the agent. docs/policy.md explains each, docs/policy.schema.json says the same to
/// programs.
#include <QByteArray>
#include <QByteArrayView>

#include <chrono>
#include <vector>

namespace backspool::policy {

struct SchedulePolicy
{
    std::chrono::seconds targetDelay{3600};      ///< from one backup's begin to the next (seed: once an hour)
    int loadLimit = 95;                          ///< per cent; above it a backup that is due waits (seed: 95 %)
    std::chrono::seconds loadRetry{300};         ///< until the load is looked at again (seed: 5 minutes)
    std::chrono::seconds forcedStartAfter{1800}; ///< of waiting for the load (seed: 30 minutes)
    bool catchUp = true; ///< what was missed asleep or switched off is made up at once, not a target delay later

    bool operator==(const SchedulePolicy &) const = default;
};

struct ExclusionPolicy
{
    bool defaultList = false;              ///< default_exclusions.h; a point is exact unless somebody wants less
    std::vector<QByteArray> patterns;      ///< the network's and then the user's; as exclude_pattern.h has them
    std::vector<QByteArray> finalPatterns; ///< those that the administrator locked: nothing overrules them

    bool operator==(const ExclusionPolicy &) const = default;
};

struct Policy
{
    SchedulePolicy schedule;
    int pauseBelowBattery = 20; ///< per cent, on battery only; 0: never
    bool pauseOnMetered = true; ///< on connections that cost by the byte
    ExclusionPolicy exclusions;
    std::chrono::seconds safetyWalkAfter{7 * 24 * 3600}; ///< between backups that look at everything (write log)

    bool operator==(const Policy &) const = default;

    /// The patterns of one backup of @p selected (normalised paths) whose user excludes @p excludes: of the default
    /// list, of the policy, the user's, and last those that are locked, since the last pattern that matches decides.
    [[nodiscard]] std::vector<QByteArray> excludesFor(const std::vector<QByteArray> &selected,
                                                      const std::vector<QByteArray> &excludes) const;
};

} // namespace backspool::policy
