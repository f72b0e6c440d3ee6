#include "difference/copy_writer.h"

#include <algorithm>

namespace backspool::engine {

CopyWriter::CopyWriter(const KnownVersion &old, const codec::Digester &digester, ChunkSender &chunks)
    : old_(old), digester_(digester), chunks_(chunks)
{
    starts_.reserve(old.extents.size());
    uint64_t start = 0;
    for (const auto &extent : old.extents) {
        starts_.push_back(start);
        start += extent.length;
    }
}

/// Mostly the one that was looked up last, or the next.
size_t CopyWriter::extentAt(uint64_t offset)
{
    if (offset >= starts_[near_] && offset < endOf(near_))
        return near_;
    if (near_ + 1 < starts_.size() && offset >= starts_[near_ + 1] && offset < endOf(near_ + 1))
        return ++near_;
    near_ = size_t(std::ranges::upper_bound(starts_, offset) - starts_.begin()) - 1;
    return near_;
}

Status CopyWriter::writePart(size_t extent, uint64_t offset, uint64_t length)
{
    auto part = old_.extents[extent];
    if (!part.isHole())
        part.offset += offset - starts_[extent];
    part.length = length;
    copiedBytes_ += length;
    return chunks_.copy(part);
}

Status CopyWriter::copyProven(uint64_t offset, uint64_t length)
{
    TRY(endPart());
    while (length > 0) {
        const size_t extent = extentAt(offset);
        const uint64_t part = std::min(length, endOf(extent) - offset);
        TRY(writePart(extent, offset, part));
        offset += part;
        length -= part;
    }
    return {};
}

Status CopyWriter::copy(uint64_t offset, QByteArrayView bytes)
{
    if (partOffset_ + uint64_t(part_.size()) != offset)
        TRY(endPart());
    while (!bytes.isEmpty()) {
        const size_t extent = extentAt(offset);
        const auto length = qsizetype(std::min(uint64_t(bytes.size()), endOf(extent) - offset));
        const auto piece = bytes.first(length);
        if (old_.extents[extent].isHole()) { // as long as can be: not gathered
            TRY(endPart());
            hasFailed_ = hasFailed_ || std::ranges::any_of(piece, [](char byte) { return byte != 0; });
            TRY(writePart(extent, offset, uint64_t(length)));
        } else {
            if (part_.isEmpty())
                partOffset_ = offset;
            part_.append(piece);
            if (offset + uint64_t(length) == endOf(extent))
                TRY(endPart());
        }
        offset += uint64_t(length);
        bytes = bytes.sliced(length);
    }
    return {};
}

Status CopyWriter::endPart()
{
    if (part_.isEmpty())
        return {};
    const size_t extent = extentAt(partOffset_);
    const auto &old = old_.extents[extent];
    const auto digest = digester_.chunk(part_);
    const bool isWholeChunk = digest == old.chunk && old.offset == 0 && partOffset_ == starts_[extent];
    if (!isWholeChunk)
        unproven_.push_back({partOffset_, uint64_t(part_.size()), digest});
    TRY(writePart(extent, partOffset_, uint64_t(part_.size())));
    part_.resize(0);
    return {};
}

} // namespace backspool::engine
