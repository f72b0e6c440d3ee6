#pragma once
/// Copies what is wanted of old containers into new ones: for each client and area a set of its own, so that whose an
/// object is (who may see it, whose word counts for a version) stays as it was. A copy is newer than what it is a copy
/// of, so a version record that is not the one that the store finds is copied when it is right, else dropped.
#include "catalogue/rows.h"
#include "points/version_trust.h"
#include "points/wanted_objects.h"

#include <map>

namespace backspool::points {

struct NamedRecord;

/// Not thread-safe; used once. What was copied but not taken over by ObjectStore::replace() is a second copy, no more.
class ContainerCopy
{
public:
    ContainerCopy(store::ObjectStore &store, VersionTrust &trust, const WantedObjects &wanted,
                  const CancelToken &cancel);
    ~ContainerCopy();

    struct Outcome
    {
        std::vector<ContainerId> added;
        std::vector<ContainerId> removed; ///< of these all that is wanted was copied
        std::vector<std::pair<PointId, ContainerId>> movedPoints;
        ByteCount bytesCopied = 0;
        uint64_t damagedObjects = 0;
    };

    /// @p movesRecord: its point record is that of a point. A container with a damaged object that is wanted stays.
    /// Errors: NoSpace, Io, Cancelled.
    Status copy(const catalogue::ContainerRow &container, bool movesRecord);
    /// Publishes what was copied. Errors: NoSpace, Io, Cancelled.
    Result<Outcome> publish();

private:
    class Target;
    using Owner = std::pair<ClientId, catalogue::Area>;

    std::unique_ptr<Target> makeTarget(const Owner &owner);
    Result<bool> copyBlock(ContainerId container, const format::ContainerIndex &index,
                           const format::IndexedBlock &block, Target &target);
    Result<QByteArray> wholeObject(const format::IndexedObject &object,
                                   const Result<format::UnpackedBlock> &block) const;
    Status dropLarger(std::vector<NamedRecord> &records) const;
    Status finish(Target &target, const std::optional<format::PointRecord> &record);

    store::ObjectStore &store_;
    VersionTrust &trust_;
    const WantedObjects &wanted_;
    const CancelToken &cancel_;
    std::map<Owner, std::unique_ptr<Target>> targets_;
    Outcome outcome_;
};

} // namespace backspool::points
