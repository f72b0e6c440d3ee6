#pragma once
/// Compression of blocks: one Zstandard frame (RFC 8878) that states its content's size, without checksum (the seal
/// and the digests are stronger) and without dictionary.
#include "core/result.h"
#include "core/units.h"

#include <QByteArray>
#include <QByteArrayView>

#include <memory>

struct ZSTD_CCtx_s;
struct ZSTD_DCtx_s;

namespace backspool::codec {

/// How far level 1 looks back. Of itself it reaches 512 KiB and remembers 16,000 places; with all of a block of 4 MiB
/// in reach, libraries and the like become 4 % smaller (level 2: the same, for more time). Many small files gain less
/// than they pay. Other levels reach far in any case.
enum class Reach { Usual, WholeBlock };

/// Reuses its working memory from call to call. Movable; not thread-safe: one a thread.
class Compressor
{
public:
    /// @p level as of zstd, 1 (fast) to 19 (small); beyond, the nearest of these is taken (higher levels would make
    /// windows that Decompressor refuses).
    explicit Compressor(int level, Reach reach = Reach::Usual);
    Compressor(Compressor &&) noexcept = default;
    Compressor &operator=(Compressor &&) noexcept = default;
    ~Compressor();

    /// The frame for @p plain; may be some bytes longer than it when it does not compress.
    [[nodiscard]] QByteArray compress(QByteArrayView plain);

private:
    struct Free
    {
        void operator()(ZSTD_CCtx_s *context) const;
    };
    std::unique_ptr<ZSTD_CCtx_s, Free> context_;
};

/// A frame may ask for this much window memory over its content's size.
constexpr ByteCount kMaxWindowOverSize = 8_MiB;

/// Expands what may come from a hostile peer. Reuses its working memory from call to call. Movable; not thread-safe:
/// one a thread.
class Decompressor
{
public:
    Decompressor();
    Decompressor(Decompressor &&) noexcept = default;
    Decompressor &operator=(Decompressor &&) noexcept = default;
    ~Decompressor();

    /// The content of the frame @p compressed, of exactly @p expectedSize bytes; never allocates more than that, and
    /// nothing before the frame's header has been found to agree.
    /// REQUIRES: expectedSize >= 0, and bounded by the caller.
    /// Errors: Damaged (not one whole frame; states no size, or another; expands to another size; asks for a window of
    /// more than expectedSize + kMaxWindowOverSize; needs a dictionary).
    [[nodiscard]] Result<QByteArray> decompress(QByteArrayView compressed, qsizetype expectedSize);

private:
    struct Free
    {
        void operator()(ZSTD_DCtx_s *context) const;
    };
    std::unique_ptr<ZSTD_DCtx_s, Free> context_;
};

} // namespace backspool::codec
