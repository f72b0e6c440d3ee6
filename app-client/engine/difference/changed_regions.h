#pragma once
/// Which bytes of a file may differ from its last version: what a write log knows (seed: file delta accelerator 345).
#include <cstdint>
#include <optional>
#include <vector>

namespace backspool::engine {

struct ByteRange
{
    uint64_t offset = 0;
    uint64_t length = 0;
};

/// By rising offset, without overlaps. All else that both versions have is as it was, at the same offsets; what lies
/// beyond the end of the shorter one need not be in it.
using ChangedRegions = std::vector<ByteRange>;

/// Bytes in all of them.
uint64_t bytesIn(const ChangedRegions &regions);

/// Goes through a file in order and says what is touched. Not thread-safe; the regions outlive it.
class RegionCursor
{
public:
    explicit RegionCursor(const ChangedRegions &regions) : regions_(regions) {}
    /// REQUIRES: @p offset does not fall from call to call.
    bool touches(uint64_t offset, uint64_t length);
    /// Where the first region lies, or goes on, that reaches beyond @p offset; nullopt: there is none.
    /// REQUIRES: the same.
    std::optional<uint64_t> nextFrom(uint64_t offset);

private:
    const ChangedRegions &regions_;
    size_t next_ = 0;
};

} // namespace backspool::engine
