#pragma once
/// Which version records may be stored. A record's name is a client's word, and the store finds of several records of
/// one name the one in the container that was begun last: so what would take the place of another must be right.
///
/// What holds: a record is stored under a name by which the store has something only when it is what the store finds
/// by it, byte for byte, or after its signature was computed from the chunks; then in a container that was begun after
/// the other was stored. The first record of a name costs nothing: it serves its own client, and whoever else wants it
/// computes it (version_trust.h).
#include "points/lease_registry.h"
#include "points/version_trust.h"

namespace backspool::points {

struct NamedRecord
{
    ObjectName name;
    QByteArray bytes;
};

/// Appends @p block without the version records by whose name the store has something else: these are returned, and
/// must be verified before they are stored.
Result<std::vector<NamedRecord>> appendUndoubted(const store::ObjectStore &store, VersionTrust &trust,
                                                 store::SessionWriter &writer, const format::PackedBlock &block,
                                                 const std::vector<ObjectName> &names);
/// Appends @p records as they are.
Status appendRecords(store::SessionWriter &writer, std::span<const NamedRecord> records);
/// Takes those whose signature is right out of @p records. Errors: Io, Cancelled; what is not right is none.
Result<std::vector<NamedRecord>> takeRight(const VersionTrust &trust, std::vector<NamedRecord> &records,
                                           const CancelToken &cancel);

/// What a backup session sends. The chunks of a record may come after it, so what is doubted waits, in memory.
/// Not thread-safe.
class VersionIntake
{
public:
    /// @p lease is the session's.
    VersionIntake(store::ObjectStore &store, VersionTrust &trust, Lease lease, catalogue::Area area)
        : store_(store), trust_(trust), lease_(std::move(lease)), area_(area)
    {
    }

    /// Appends @p block to @p writer, the session's, without what waits. Errors: the store's; Invalid (too much would
    /// have to wait).
    Status append(store::SessionWriter &writer, const format::PackedBlock &block, const std::vector<ObjectName> &names);
    /// What they need was appended: stores, in containers of the same lease, the records that waited and are right.
    /// The others are dropped: what the store has by their names stays what it finds. Errors: the store's; Cancelled.
    Status settle();

private:
    Status storeRight();

    store::ObjectStore &store_;
    VersionTrust &trust_;
    const Lease lease_;
    const catalogue::Area area_;
    std::vector<NamedRecord> waiting_;
    ByteCount waitingBytes_ = 0;
};

} // namespace backspool::points
