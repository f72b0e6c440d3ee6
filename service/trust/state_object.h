#pragma once
/// What cannot be derived from trees and indexes, kept sealed in the store beside them (docs/format.md, "State
/// object"): with it and the key, `rebuild` brings everything back.
#include "catalogue/rows.h"
#include "store/disk.h"
#include "trust/authority.h"

#include <QStringList>

#include <mutex>
#include <set>
#include <vector>

namespace backspool::trust {

/// The policy for all clients, as an administrator set it once.
struct PolicyVersion
{
    uint64_t version = 0; ///< rises by one with each change; 0: there never was one
    WallTime set{};
    QByteArray content; ///< a policy::PolicyFile that was good for the program that took it; empty: cleared

    bool operator==(const PolicyVersion &) const = default;
};

struct State
{
    QString repository;
    CertifiedKey authority;
    CertifiedKey server;
    std::vector<catalogue::ClientRow> clients;
    std::vector<PolicyVersion> policies; ///< the oldest first; the last one is in force. Empty: there never was one
    std::set<PointId> forgotten;         ///< forgotten points whose DTF is still in the store
    PointId nextPoint{1};                ///< numbers below were given (or may have been)
    LeaseId nextLease{1};
    ClientId nextClient{1};

    QByteArray encode() const; ///< CBOR
    static Result<State> decode(const QByteArray &bytes);
};

/// The versions of the state in a store's state/ and mirror/ folders. One writer. Thread-safe.
class StateStore
{
public:
    StateStore(store::Disk &disk, QString storeFolder, const codec::SecretKey &repositoryKey, const Clock &clock);
    /// The newest version that is whole, from either copy. NotFound when there is none at all; Damaged when there are
    /// files but none is whole.
    Result<State> load();
    /// Writes the next version (and its mirror), synced, then removes all but the last three.
    Status save(const State &state);

private:
    QStringList folders() const;
    store::Disk &disk_;
    QString folder_;
    codec::SecretKey key_;
    const Clock &clock_;
    std::mutex mutex_; ///< held by each call: one at a time looks at the files
};

} // namespace backspool::trust
