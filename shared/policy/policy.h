#pragma once
/// How an agent protects by itself: when it backs up, when it holds back, what it leaves out (seed: the backup
/// configuration file 312). This is what is in force, with nothing missing; policy_file.h is what a file says.
///
/// Every field here is obeyed by the agent. docs/policy.md explains each, docs/policy.schema.json says the same to
/// programs.
#include "policy/group_policy.h"

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
    int64_t amountWritten = 0;                   ///< bytes since the last backup that make one due; 0: none do
    bool catchUp = true; ///< what was missed asleep or switched off is made up at once, not a target delay later

    bool operator==(const SchedulePolicy &) const = default;
};

/// What is left out for what it is, whatever its name. What is selected itself, by its own path, is never left out by
/// these, only what lies beneath.
struct ExclusionCriteria
{
    int64_t largerThan = 0;            ///< files of more bytes; 0: none
    std::chrono::seconds olderThan{0}; ///< files last modified longer ago than this; 0: none
    bool cacheFolders = false;         ///< what lies beside a CACHEDIR.TAG (https://bford.info/cachedir/)
    bool otherFileSystems = false;     ///< what lies beneath mount points

    bool operator==(const ExclusionCriteria &) const = default;

    /// As lines that mean nothing as patterns, for the point to say what was in force (docs/format.md, "Point record").
    [[nodiscard]] std::vector<QByteArray> toComments() const;
};

struct ExclusionPolicy
{
    bool defaultList = false; ///< default_exclusions.h; a point is exact unless somebody wants less
    ExclusionCriteria criteria;
    std::vector<QByteArray> patterns;      ///< the network's and then the user's; as exclude_pattern.h has them
    std::vector<QByteArray> finalPatterns; ///< those that the administrator locked: nothing overrules them

    bool operator==(const ExclusionPolicy &) const = default;
};

struct ActivePolicy
{
    /// For how long a backup waits for an application's read lock, and for how long it holds one. Below the five
    /// seconds for which most bindings of SQLite let a writer wait.
    std::chrono::seconds lockTime{4};
    int64_t spillMebibytes = 1024; ///< of local disk, for copies of what is in use
    bool askServers = true;        ///< database servers that run are asked for a backup of theirs
    /// For how long a writer is held up until what it overwrites is put aside; 0: nobody is.
    std::chrono::milliseconds writerWait{500};
    std::chrono::seconds quietTime{5};    ///< without a write make a file safe to be read (seed: 5 s); 0: all are
    std::chrono::seconds quietGiveUp{60}; ///< of waiting for that; then it is read all the same (seed: 60 s)
    std::vector<GroupPolicy> groups = {};

    bool operator==(const ActivePolicy &) const = default;
};

/// Programs that the agent runs around each backup, for applications that can bring themselves to rest.
struct CommandPolicy
{
    using Arguments = std::vector<QByteArray>; ///< the program, by its absolute path, and what it is given
    Arguments before, after;                   ///< empty: none
    std::chrono::seconds timeout{600};         ///< for each of them
    bool mustSucceed = true;                   ///< `before`; else no backup is made
    bool fromService = false; ///< the service's policy may set these; only the computer's own policy says so

    bool operator==(const CommandPolicy &) const = default;
};

/// When all of a modified file is read although it is known which regions were written to (seed: more than 5 to 10 %
/// of it, and less than 2 MB).
struct DifferencePolicy
{
    int slidingAbovePercent = 5;
    int64_t slidingBelowBytes = 2'000'000; ///< 0: never

    bool operator==(const DifferencePolicy &) const = default;
};

struct Policy
{
    SchedulePolicy schedule;
    int pauseBelowBattery = 20;    ///< per cent, on battery only; 0: never
    bool pauseOnMetered = true;    ///< on connections that cost by the byte
    bool systemInformation = true; ///< goes with each point: what a recovery of the whole computer needs to know
    ExclusionPolicy exclusions;
    ActivePolicy active;
    CommandPolicy commands;
    std::chrono::seconds safetyWalkAfter{7 * 24 * 3600}; ///< between backups that look at everything (write log)
    int64_t shadowsFromMebibytes = 0;                    ///< files of at least so much are kept as clones; 0: none are
    DifferencePolicy difference;

    bool operator==(const Policy &) const = default;

    /// The patterns of one backup of @p selected (normalised paths) whose user excludes @p excludes: of the default
    /// list, of the policy, the user's, and last those that are locked, since the last pattern that matches decides.
    [[nodiscard]] std::vector<QByteArray> excludesFor(const std::vector<QByteArray> &selected,
                                                      const std::vector<QByteArray> &excludes) const;
};

} // namespace backspool::policy
