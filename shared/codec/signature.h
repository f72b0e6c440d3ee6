#pragma once
/// The signature of a file's content: the root of a hash tree over fixed leaves of 64 KiB. It depends on the content
/// alone, never on how it was cut into chunks, read or transferred, and tells any two contents apart
/// (docs/format.md, "Names").
///
/// * Content of at most one leaf (also none): the name of the content as a chunk.
/// * Longer content: each leaf is digested as a chunk (the last may be shorter); each run of 256 digests of a level
///   (the last may be shorter, down to one) becomes one digest of the next, treeNode(digests one after another),
///   at least once and until one digest is left; the name is treeNode(size as u64 little-endian || that digest).
#include "codec/digest.h"
#include "core/object_name.h"
#include "core/units.h"

#include <QByteArrayView>

#include <array>
#include <cstdint>
#include <vector>

namespace backspool::codec {

/// Bytes of a leaf.
constexpr qsizetype kLeafSize = 64_KiB;
/// Digests that one inner node covers; a node of 8 KiB covers 16 MiB of content.
constexpr qsizetype kTreeFanOut = 256;

struct Signature
{
    ObjectName name;
    uint64_t size = 0; ///< bytes of content

    auto operator<=>(const Signature &) const = default;
};

/// Computes a signature from content that comes piece by piece. Keeps at most one leaf and 8 KiB a level (seven levels
/// at 2^64 bytes). Not thread-safe: one a thread.
class SignatureBuilder
{
public:
    /// @p leaves, which outlives it, gets the digests of the leaves, one after the other; null: nobody wants them.
    explicit SignatureBuilder(const Digester &digester, QByteArray *leaves = nullptr);

    /// The next bytes of the content. Whole leaves in @p bytes are digested in place.
    void add(QByteArrayView bytes);
    /// The next @p length bytes are zeros (a hole of a sparse file). Takes microseconds for any length.
    void addZeros(uint64_t length);
    /// The next leaf of the content, of @p length bytes, by its digest.
    /// REQUIRES: what was added before is whole leaves, and only the last leaf is shorter than kLeafSize.
    void addDigested(const ObjectName &leaf, qsizetype length);
    /// Bytes added since the start.
    uint64_t size() const { return size_; }
    /// The signature of all that was added. The builder then starts anew with empty content.
    [[nodiscard]] Signature finish();

private:
    /// 256^6 leaves are 2^64 bytes.
    static constexpr size_t kLevels = 8;

    void addLeaf(QByteArrayView leaf);
    void addZeroLeaves(uint64_t count);
    void keepLeaf(const ObjectName &digest);
    /// A digest that covers 256^level leaves (or, at the end of the content, fewer).
    void push(size_t level, const ObjectName &digest);
    void closeNode(size_t level);
    bool isEmptyFrom(size_t level) const;
    const ObjectName &zeroTree(size_t level);

    Digester digester_;
    uint64_t size_ = 0;
    QByteArray partial_;                     ///< the bytes of a leaf that is not complete
    std::array<QByteArray, kLevels> levels_; ///< the digests of nodes that are not complete
    std::vector<ObjectName> zeroTrees_;      ///< [n]: the digest that covers 256^n leaves of zeros
    QByteArray *keptLeaves_;
};

/// The signature of @p content.
[[nodiscard]] Signature signatureOf(const Digester &digester, QByteArrayView content);

} // namespace backspool::codec
