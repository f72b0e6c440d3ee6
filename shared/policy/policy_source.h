#pragma once
/// The policy in force, from its files. A file that is refused changes nothing: the last good one of its kind stays
/// in force, over restarts too, since a copy of it is kept. A file that is removed ends its policy.
#include "policy/policy_file.h"

namespace backspool::policy {

struct PolicyInForce
{
    PolicyFile service, network, user;
    Policy policy;              ///< of all three
    std::vector<Error> refused; ///< what is wrong with a file, and what is in force instead

    /// Fields that the user cannot change.
    std::set<QString> locked() const;
};

class PolicySource
{
public:
    struct Places
    {
        QString service;    ///< what the service gave, good when it was taken
        QString network;    ///< the administrator's file
        QString user;       ///< the user's
        QString copyFolder; ///< for the last good of each
    };
    explicit PolicySource(Places places) : places_(std::move(places)) {}

    /// Reads the files. Never fails: without a good file what Policy has by itself is in force.
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
    Kept service_, network_, user_;
};

} // namespace backspool::policy
