#include "redundancy/rfe_records.h"

#include <QHash>
#include <QRandomGenerator>
#include <QtEndian>

#include <algorithm>
#include <cstring>

namespace backspool::redundancy {

namespace {
constexpr size_t kCrcOffset = 16;
constexpr size_t kRowOffset = 0;
constexpr size_t kClientOffset = 4;
constexpr size_t kSizeOffset = 8;
constexpr size_t kSignatureOffset = 20;
constexpr size_t kSignatureBytes = 8;
} // namespace

static_assert(kSignatureOffset + kSignatureBytes == RfeRecords::kRecordSize);

RfeRecords::RfeRecords() : seed_(QRandomGenerator::system()->generate64()), runs_(size_t(1) << kRunBits) {}

size_t RfeRecords::runNumber(uint32_t crc) const
{
    return qHashBits(&crc, sizeof crc, seed_) & (runs_.size() - 1);
}

RfeRecords::Record RfeRecords::pack(const RfeFile &file, uint32_t row)
{
    Record record;
    qToLittleEndian(row, record.data() + kRowOffset);
    qToLittleEndian(file.client.value, record.data() + kClientOffset);
    qToLittleEndian(file.size, record.data() + kSizeOffset);
    qToLittleEndian(file.crc, record.data() + kCrcOffset);
    std::memcpy(record.data() + kSignatureOffset, file.signature.data(), kSignatureBytes);
    return record;
}

uint32_t RfeRecords::crcOf(const Record &record)
{
    return qFromLittleEndian<uint32_t>(record.data() + kCrcOffset);
}

bool RfeRecords::add(const RfeFile &file, uint32_t row)
{
    auto &run = runOf(file.crc);
    const auto record = pack(file, row);
    const auto isSame = [&](const Record &other) {
        return std::equal(record.begin() + kSizeOffset, record.end(), other.begin() + kSizeOffset);
    };
    const auto [first, last] = std::ranges::equal_range(run, file.crc, {}, crcOf);
    if (size_t(last - first) >= kMostOfOneCrc || std::any_of(first, last, isSame))
        return false;
    const auto place = last - run.begin();
    // By an eighth: what is not used yet stays small.
    if (run.size() == run.capacity())
        run.reserve(run.size() + run.size() / 8 + 4);
    run.insert(run.begin() + place, record);
    ++count_;
    return true;
}

bool RfeRecords::contains(uint32_t crc) const
{
    return std::ranges::binary_search(runOf(crc), crc, {}, crcOf);
}

void RfeRecords::renumber(const std::function<std::optional<uint32_t>(uint32_t row)> &numberOf)
{
    count_ = 0;
    for (auto &run : runs_) {
        std::erase_if(run, [&](Record &record) {
            const auto row = numberOf(qFromLittleEndian<uint32_t>(record.data() + kRowOffset));
            if (row)
                qToLittleEndian(*row, record.data() + kRowOffset);
            return !row;
        });
        count_ += run.size();
    }
}

void RfeRecords::clear()
{
    runs_.assign(runs_.size(), {});
    count_ = 0;
}

} // namespace backspool::redundancy
