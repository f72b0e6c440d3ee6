#pragma once
/// The RFE index (seed: redundant file elimination module 510, index 512, Figure 8): one record of 28 bytes for each
/// common file, found by the CRC of its name, size and date.
///
/// A record: u32 file, u32 client, u64 size, u32 CRC, 8 bytes of the signature. `file` is the row of a table on disk
/// that holds the whole 32-byte signature. The index is derived from the points' trees: it is kept in a file of its own
/// for a quick start and made again when that is missing or damaged. Memory: 28 bytes a record.
#include "core/ids.h"
#include "core/object_name.h"
#include "core/result.h"
#include "store/disk.h"

#include <memory>
#include <span>
#include <vector>

namespace backspool::redundancy {

struct RfeFile
{
    uint32_t crc = 0; ///< protocol::candidateCrc()
    ClientId client;  ///< the first holder
    uint64_t size = 0;
    ObjectName signature;
};

/// Thread-safe.
class RfeIndex
{
public:
    /// Opens what is in @p folder. When that is nothing or damaged, it starts empty and needsRebuild().
    static Result<std::unique_ptr<RfeIndex>> open(store::Disk &disk, const QString &folder);
    ~RfeIndex();
    /// Wants the trees walked (points::rebuildRfe()); until the next save().
    bool needsRebuild() const;

    bool contains(uint32_t crc) const;
    std::vector<bool> contains(std::span<const uint32_t> crcs) const;
    /// Adds files whose (crc, size, signature) has no record yet; of one CRC some, not all.
    void add(std::span<const RfeFile> files);
    /// Drops records whose file @p isHeld no longer vouches for (after reclaim). add() and save() wait as long;
    /// contains() does not.
    void keepOnly(const std::function<bool(const RfeFile &)> &isHeld);
    uint64_t size() const;
    /// Writes what is new (a torn write is detected and costs a rebuild, never a wrong answer).
    Status save();

private:
    struct Private;
    explicit RfeIndex(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d_;
};

} // namespace backspool::redundancy
