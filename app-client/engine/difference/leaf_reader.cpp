#include "difference/leaf_reader.h"

#include <algorithm>
#include <cstring>

namespace backspool::engine {

LeafReader::LeafReader(const FileContent &file, const FileStatus &status, Tally &tally)
    : file_(file), size_(status.size), isSparse_(isSparse(status)), tally_(tally)
{
    leaf_.reserve(codec::kLeafSize);
}

Result<bool> LeafReader::read(uint64_t offset)
{
    const auto wanted = qsizetype(std::min(size_ - offset, uint64_t(codec::kLeafSize)));
    leaf_.resize(wanted);
    holes_.clear();
    for (qsizetype at = 0; at < wanted;) {
        const uint64_t place = offset + uint64_t(at);
        if (place < run_.offset || place >= run_.offset + run_.length)
            run_ = fileRunAt(file_, place, size_, isSparse_);
        const auto part = qsizetype(std::min(uint64_t(wanted - at), run_.offset + run_.length - place));
        if (part == 0) {
            leaf_.truncate(at);
            return false;
        }
        if (run_.isHole) {
            std::memset(leaf_.data() + at, 0, size_t(part));
            holes_.push_back({at, part});
            at += part;
            continue;
        }
        const auto got = TRY(readFileAt(file_, leaf_.data() + at, part, place));
        tally_.bytesRead += uint64_t(got);
        at += got;
        if (got < part) {
            leaf_.truncate(at);
            return false;
        }
    }
    return true;
}

} // namespace backspool::engine
