#pragma once
/// The messages of differencing within files (docs/protocol.md, "Differences within files"): a file of the base is
/// named by its path there, which is all the permission that reading it needs.
#include "format/extent.h"
#include "protocol/messages.h"

#include <vector>

namespace backspool::protocol {

/// Longest path of a file that fingerprints are asked for; those of files with a longer one are not.
constexpr qsizetype kMaxBasePath = 65'536;
/// Versions of more extents are too scattered to be a base.
constexpr uint64_t kMaxBaseExtents = uint64_t(1) << 20;
/// Of more blocks no set is made: 24 MiB.
constexpr uint64_t kMaxFingerprints = uint64_t(1) << 21;
constexpr size_t kMaxCopiesInMessage = 512;

/// What a file of the base consists of.
struct GetFingerprints
{
    QByteArray path;       ///< from "/", its components separated by one "/"
    uint8_t blockSize = 0; ///< as a power of two
    QByteArray key;        ///< 32 fresh random bytes
    ObjectName known;      ///< digest of the version record that the client has the set of; null: of none
    QByteArray encode() const;
    static Result<GetFingerprints> decode(QByteArrayView payload);
};

/// One or more replies, until one with last: each has the next of the extents, leaves and blocks.
struct Fingerprints
{
    bool last = false;
    bool isAsKnown = false; ///< the record is the one that the client has the set of: nothing follows
    bool isOwn = false;     ///< all chunks are the client's own: files at other places may refer to them too
    ObjectName content;     ///< signature of the file in the base
    uint64_t size = 0;
    ObjectName record; ///< digest of its version record
    std::vector<format::Extent> extents;
    QByteArray leaves;       ///< digests of leaves, one after the other
    QByteArray fingerprints; ///< codec::kFingerprintSize bytes each
    QByteArray encode() const;
    static Result<Fingerprints> decode(QByteArrayView payload);
};

/// Whether parts of a file of the base are what the client takes them for.
struct CheckCopies
{
    struct Copy
    {
        uint64_t offset = 0; ///< in the file as it is in the base
        uint64_t length = 0; ///< at most format::kMaxBlockSize
        ObjectName digest;   ///< of the bytes, as a chunk's name
    };
    QByteArray path;
    std::vector<Copy> copies; ///< by rising offset
    QByteArray encode() const;
    static Result<CheckCopies> decode(QByteArrayView payload);
};

struct CopiesChecked
{
    std::vector<bool> right; ///< one for each copy
    QByteArray encode() const;
    static Result<CopiesChecked> decode(QByteArrayView payload);
};

} // namespace backspool::protocol
