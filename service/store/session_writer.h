#pragma once
/// What a session appends to the store: blocks of chunks go to its BDF, of nodes and version records to its DTF.
///
/// A container that has reached the size bound is finished and published at once, uncommitted: a crash late in a long
/// backup leaves two containers to be saved, not all of them.
#include "catalogue/rows.h"
#include "core/units.h"
#include "format/block.h"

#include <memory>
#include <optional>
#include <vector>

namespace backspool::store {

class IndexKeeper;
struct StoreParts;

/// Appends a session's blocks to its staged BDF and DTF. Calls must come one after the other (any thread). The store
/// outlives the writer.
class SessionWriter
{
public:
    /// For ObjectStore::beginSession().
    SessionWriter(StoreParts &parts, IndexKeeper &index, ClientId client, LeaseId lease, catalogue::Area area);
    /// Destroyed without publish(): what was appended is published as uncommitted (it serves a later session of the
    /// client, and goes after 7 days).
    ~SessionWriter();

    /// Appends a verified block: @p names are the digests that the caller has computed (version records: the
    /// signature that the agent gave). Seals, writes, inserts into the chunk index; rolls to a new container at the
    /// size bound. Not durable yet. Returns where the block's objects are.
    /// After an error what was appended before stays found and readable; the block may be appended again.
    Result<ContainerId> append(const format::PackedBlock &block, const std::vector<ObjectName> &names);
    /// Everything appended before is durable when this returns.
    Status sync();
    ByteCount bytesWritten() const;

    /// Finishes all containers, the DTF with @p point as its last block (if given), mirrors and publishes them.
    /// Returns the container of the DTF (0 when there is none). The catalogue is told of the containers, not of the
    /// point. After an error it may be called again.
    Result<ContainerId> publish(const std::optional<format::PointRecord> &point);
    /// The containers so far.
    std::vector<ContainerId> containers() const;

private:
    struct Private;
    std::unique_ptr<Private> d_;
};

} // namespace backspool::store
