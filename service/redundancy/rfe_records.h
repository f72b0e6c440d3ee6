#pragma once
/// The records of the RFE index in memory, 28 bytes each (seed: Figure 8), sorted by CRC in many small runs.
///
/// The CRCs are the clients' choice: which run one belongs to is a secret of this process, and a CRC has a few records
/// at most, so that nobody can make one run long, and additions slow for all.
#include "redundancy/rfe_index.h"

#include <array>
#include <functional>
#include <optional>

namespace backspool::redundancy {

/// Not thread-safe.
class RfeRecords
{
public:
    static constexpr qsizetype kRecordSize = 28;
    /// Of one CRC. More would be files of one name, size and time with different contents; for the hint that asking is
    /// worth it one is enough, the others are for when that one goes.
    static constexpr size_t kMostOfOneCrc = 16;

    RfeRecords();
    /// False: a record of the same CRC, size and signature (as far as the record has it) is there, or enough of the
    /// CRC.
    bool add(const RfeFile &file, uint32_t row);
    bool contains(uint32_t crc) const;
    uint64_t count() const { return count_; }
    void clear();
    /// Gives records the row that @p numberOf says, and drops those for which it says nullopt.
    void renumber(const std::function<std::optional<uint32_t>(uint32_t row)> &numberOf);

private:
    /// u32 file, u32 client, u64 size, u32 CRC, the first 8 bytes of the signature.
    using Record = std::array<uint8_t, kRecordSize>;
    using Run = std::vector<Record>;
    /// 100 KB when empty; at ten million records an insertion moves 34 KB on average.
    static constexpr int kRunBits = 12;

    static Record pack(const RfeFile &file, uint32_t row);
    static uint32_t crcOf(const Record &record);
    size_t runNumber(uint32_t crc) const;
    Run &runOf(uint32_t crc) { return runs_[runNumber(crc)]; }
    const Run &runOf(uint32_t crc) const { return runs_[runNumber(crc)]; }

    const size_t seed_;
    std::vector<Run> runs_;
    uint64_t count_ = 0;
};

} // namespace backspool::redundancy
