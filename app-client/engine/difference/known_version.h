#pragma once
/// What the agent knows of a version of a file: what it consists of, and the digests of its leaves. With the regions
/// that were written since, that is enough for the next version: of the leaves that they do not touch nothing is read.
#include "codec/digest.h"
#include "codec/signature.h"
#include "core/units.h"
#include "format/extent.h"

#include <vector>

namespace backspool::engine {

struct KnownVersion
{
    /// It is kept of the first version of files of so many bytes, whether or not regions are known of them: to have the
    /// service make fingerprints of a smaller one takes no time that anybody notices.
    static constexpr auto kKeptFrom = uint64_t(16_MiB);

    ObjectName content; ///< signature
    uint64_t size = 0;
    ObjectName record; ///< digest of the version record that the extents are of
    std::vector<format::Extent> extents;
    QByteArray leaves; ///< digests, one after the other

    uint64_t leafCount() const { return uint64_t(leaves.size() / ObjectName::kSize); }
    ObjectName leaf(uint64_t number) const;
    /// Bytes of the leaf @p number; 0: there is none.
    uint64_t leafLength(uint64_t number) const;
    ByteCount memory() const;
    /// About what is needed for a content of so many bytes, when it is cut anew.
    static ByteCount expectedMemory(uint64_t size);

    /// As the agent keeps it (docs/developing.md, "What the agent keeps").
    QByteArray encode() const;
    /// Errors: Damaged (also where extents or leaves are not those of the size, or the leaves do not give the
    /// signature: then nothing of it is believed).
    static Result<KnownVersion> decode(QByteArrayView bytes, const codec::Digester &digester);
};

} // namespace backspool::engine
