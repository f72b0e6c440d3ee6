#pragma once
/// The policy in force, from its two files. A file that is refused changes nothing: the last good one of its kind stays
/// in force, over restarts too, since a copy of it is kept. A file that is removed ends its policy.
#include "policy/policy_file.h"

namespace backspool::policy {

struct PolicyInForce
{
    PolicyFile network, user;
    Policy policy;              ///< of both
    std::vector<Error> refused; ///< what is wrong with a file, and what is in force instead

    bool operator==(const PolicyInForce &other) const { return network == other.network && user == other.user; }
};

class PolicySource
{
public:
    struct Places
    {
        QString network;    ///< the administrator's file
        QString user;       ///< the user's
        QString copyFolder; ///< for the last good of each
    };
    explicit PolicySource(Places places) : places_(std::move(places)) {}

    /// Reads both files. Never fails: without a good file what Policy has by itself is in force.
    [[nodiscard]] PolicyInForce read();
    const Places &places() const { return places_; }

private:
    struct Kept
    {
        bool isLoaded = false; ///< from the copy, or the file
        bool isKnown = false;  ///< there was a good file
        PolicyFile file;
    };
    PolicyFile readOne(const QString &file, const QString &copy, PolicyFile::Role role, Kept &kept,
                       std::vector<Error> &refused) const;

    const Places places_;
    Kept network_, user_;
};

} // namespace backspool::policy
