#pragma once
/// Cuts content into chunks at places that the content itself decides, so that after an insertion the cuts find
/// themselves again and the unchanged rest gives chunks that are already stored.
///
/// A gear hash over the last 63 bytes with normalised chunking and two bytes a step (FastCDC: Xia et al., USENIX ATC
/// 2016, and "The Design of Fast Content-Defined Chunking", IEEE TPDS 31(9), 2020). The gear table follows from a
/// secret key, so the lengths of chunks do not tell an onlooker which known file they come from.
#include "codec/keys.h"
#include "core/units.h"

#include <QByteArrayView>

#include <array>
#include <cstdint>

namespace backspool::codec {

/// No chunk but the last of a content is shorter.
constexpr qsizetype kMinChunk = 16_KiB;
/// The mean on data without repetition.
constexpr qsizetype kAverageChunk = 64_KiB;
/// No chunk is longer.
constexpr qsizetype kMaxChunk = 256_KiB;

/// Thread-safe: nothing changes after construction. 4 KiB; make one for a domain and share it.
class Chunker
{
public:
    explicit Chunker(const SecretKey &boundaryKey);
    Chunker(const Chunker &) = default;
    Chunker &operator=(const Chunker &) = default;
    ~Chunker();

    /// The length of the first chunk of @p data, which begins where the last chunk ended; or 0 when more data is needed
    /// to say (it has fewer than kMaxChunk bytes and no cut, and is not the last of its content). With @p isLast,
    /// 0 for empty data only. The cuts do not depend on how much data is handed in at a time; but each call begins
    /// anew, so hand in kMaxChunk bytes or more where there are as many.
    [[nodiscard]] qsizetype cut(QByteArrayView data, bool isLast) const;

private:
    std::array<uint64_t, 256> gear_;
    std::array<uint64_t, 256> gearTwice_; ///< each value shifted left by one, for the first byte of a step
};

} // namespace backspool::codec
