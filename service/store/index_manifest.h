#pragma once
/// Which runs make up the chunk index, and whose objects are all in them. A new manifest has the next number and is
/// synced before older ones go; the highest whole one counts.
#include "store/chunk_index.h"

namespace backspool::store {

struct ManifestRun
{
    uint64_t number = 0;
    std::vector<ContainerId> containers; ///< that it has records of
};

struct IndexManifest
{
    uint64_t number = 0;
    std::vector<ManifestRun> runs;    ///< oldest first
    std::vector<ContainerId> covered; ///< whose every object is in some run

    QByteArray encode() const;
    /// Errors: Damaged.
    static Result<IndexManifest> decode(QByteArrayView bytes);
};

} // namespace backspool::store
