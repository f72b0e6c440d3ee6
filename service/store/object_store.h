#pragma once
/// The store (seed: backup storage module 520): containers in the full and delta areas, found through the chunk index.
///
/// What holds: a container in an area is finished, synced and never changed. Objects appended by a session are
/// found by name at once (so that a session never stores one twice) and are durable once a sync has returned. What
/// was synced is found again after any crash.
#include "catalogue/catalogue.h"
#include "codec/digest.h"
#include "store/chunk_index.h"
#include "store/disk.h"
#include "store/session_writer.h"

namespace backspool::store {

struct StoreOptions
{
    QString folder;      ///< .../store
    QString indexFolder; ///< .../index
    codec::SecretKey repositoryKey;
    ByteCount containerSize = format::kContainerSize;
    ByteCount reserve = 0;        ///< free space that backups leave untouched, bytes
    ByteCount cacheSize = 16_MiB; ///< expanded blocks kept for readers
};

/// A block as it lies in a container, still compressed, with who may see it whole.
struct StoredBlock
{
    ContainerId container;
    ClientId client; ///< whose container it is
    uint32_t offset = 0;
    format::PackedBlock block;
};

/// Thread-safe.
class ObjectStore
{
public:
    /// Opens the store: registers staged containers of an earlier run as published (closed as they are, uncommitted),
    /// reads the indexes that the chunk index does not cover, removes containers that are Removing.
    static Result<std::unique_ptr<ObjectStore>> open(const StoreOptions &options, Disk &disk,
                                                     catalogue::Catalogue &catalogue, const Clock &clock);
    ~ObjectStore();

    const codec::Digester &digester() const;
    Disk &disk();
    const StoreOptions &options() const;

    /// NoSpace with a sentence for people when free space is under the reserve.
    Status checkSpace() const;

    // Look-up. A "condemned" container (see condemn()) answers only for objects that are still wanted.
    Result<std::optional<ObjectLocation>> find(const ObjectName &name) const;
    Result<std::vector<std::optional<ObjectLocation>>> find(std::span<const ObjectName> names) const;
    /// All live places, whether condemned or not; first the one that is found.
    Result<std::vector<ObjectLocation>> findAll(const ObjectName &name) const;
    /// Who sent the container (0: the service).
    ClientId clientOf(ContainerId container) const;

    // Reading. What is read is verified: seal, sizes and the object's digest (chunks, nodes). A damaged block of a DTF
    // is read from the mirror; a damaged chunk from a twin where there is one. Errors: NotFound, Damaged (names
    // container and offset), Io.
    Result<QByteArray> read(const ObjectName &name) const;
    Result<format::UnpackedBlock> readObjects(const ObjectLocation &location) const; ///< cached; not digested
    Result<StoredBlock> readStoredBlock(const ObjectLocation &location) const;
    /// read() of a node or version record, parsed by the caller; nodes are kept in a cache of their own.
    Result<QByteArray> readNode(const ObjectName &name) const;

    // Writing.
    std::unique_ptr<SessionWriter> beginSession(ClientId client, LeaseId lease, catalogue::Area area);

    // For reclaim, rebuild and verify.
    std::vector<catalogue::ContainerRow> containers() const; ///< Published, sorted by id
    Result<format::ContainerIndex> containerIndex(ContainerId container) const;
    /// Reads all blocks (or those that @p choose takes) of a container and digests every object; @p damaged is called
    /// for each object that is not whole, with the reason. Checks the mirror of a DTF too.
    Status verifyContainer(ContainerId container, const std::function<bool(uint32_t blockOffset)> &choose,
                           const std::function<void(const format::IndexedObject &, const Error &)> &damaged) const;
    /// From now on find() answers "not there" for objects of these containers unless @p isWanted says so. Ends with
    /// the next call (an empty list ends it).
    void condemn(std::vector<ContainerId> containers, std::function<bool(const ObjectLocation &)> isWanted);
    /// How often condemn() was called: what find() said before the last time may not hold for everybody any more.
    uint64_t condemnations() const;
    /// Makes published, uncondemned @p added containers (written through a SessionWriter with client 0) take the place
    /// of @p removed ones, in the catalogue's transaction. Returns the removed ones for removeFiles(): until then their
    /// files stay, and the next start removes them.
    Result<std::vector<catalogue::ContainerRow>>
    replace(const std::vector<ContainerId> &added, const std::vector<ContainerId> &removed,
            const std::vector<std::pair<PointId, ContainerId>> &movedPoints);
    /// Unlinks what replace() returned (readers that hold the files go on). Takes some syncs for each container.
    void removeFiles(const std::vector<catalogue::ContainerRow> &removed);
    uint64_t objectCount() const;
    ByteCount storedBytes() const; ///< of containers and mirrors

private:
    struct Private;
    explicit ObjectStore(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d_;
};

} // namespace backspool::store
