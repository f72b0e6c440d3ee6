#include "redundancy/rfe_index.h"

#include "core/logging.h"
#include "redundancy/rfe_records.h"
#include "redundancy/rfe_table.h"

#include <bit>
#include <mutex>
#include <shared_mutex>

namespace backspool::redundancy {

namespace {

/// One for each run of the program; read one after the other at the start.
constexpr size_t kMaxSegments = 16;

/// Which rows of a table are kept, and their numbers after that.
class KeptRows
{
public:
    void add(bool isKept)
    {
        if (count_ % 64 == 0) {
            words_.push_back(0);
            before_.push_back(kept_);
        }
        words_.back() |= uint64_t(isKept) << (count_ % 64);
        ++count_;
        kept_ += isKept;
    }
    /// nullopt: not kept.
    std::optional<uint32_t> numberOf(uint32_t row) const
    {
        if (row >= count_ || !(words_[row / 64] >> (row % 64) & 1))
            return std::nullopt;
        const auto below = words_[row / 64] & ((uint64_t(1) << (row % 64)) - 1);
        return before_[row / 64] + uint32_t(std::popcount(below));
    }

private:
    std::vector<uint64_t> words_;
    std::vector<uint32_t> before_; ///< kept rows before each word
    uint32_t count_ = 0;
    uint32_t kept_ = 0;
};

} // namespace

struct RfeIndex::Private
{
    Private(store::Disk &disk, const QString &folder) : table(disk, folder) {}

    Status rewrite(const std::function<bool(const RfeFile &)> &isHeld);

    std::mutex writeMutex; ///< guards table; taken before recordsMutex
    RfeTable table;
    mutable std::shared_mutex recordsMutex; ///< guards records
    RfeRecords records;
    std::atomic<bool> needsRebuild = false;
};

RfeIndex::RfeIndex(std::unique_ptr<Private> d) : d_(std::move(d)) {}

RfeIndex::~RfeIndex() = default;

Result<std::unique_ptr<RfeIndex>> RfeIndex::open(store::Disk &disk, const QString &folder)
{
    auto d = std::make_unique<Private>(disk, folder);
    const bool isWhole = TRY(d->table.load([&](uint32_t row, const RfeFile &file) {
        d->records.add(file, row);
        return true;
    }));
    if (!isWhole)
        d->records.clear();
    d->needsRebuild = !isWhole;
    if (isWhole && d->table.segmentCount() > kMaxSegments) {
        const auto joined = d->rewrite([](const RfeFile &) { return true; });
        if (!joined)
            qCWarning(logStore, "The files of the index of redundant files were not joined: %ls",
                      qUtf16Printable(joined.error().text()));
    }
    return std::unique_ptr<RfeIndex>(new RfeIndex(std::move(d)));
}

bool RfeIndex::needsRebuild() const
{
    return d_->needsRebuild;
}

bool RfeIndex::contains(uint32_t crc) const
{
    const std::shared_lock lock(d_->recordsMutex);
    return d_->records.contains(crc);
}

std::vector<bool> RfeIndex::contains(std::span<const uint32_t> crcs) const
{
    std::vector<bool> found;
    found.reserve(crcs.size());
    const std::shared_lock lock(d_->recordsMutex);
    for (const auto crc : crcs)
        found.push_back(d_->records.contains(crc));
    return found;
}

void RfeIndex::add(std::span<const RfeFile> files)
{
    const std::lock_guard writing(d_->writeMutex);
    const std::unique_lock lock(d_->recordsMutex);
    for (const auto &file : files) {
        if (d_->records.add(file, d_->table.rowCount()))
            d_->table.append(file);
    }
}

/// REQUIRES: writeMutex held (or nobody else has this).
Status RfeIndex::Private::rewrite(const std::function<bool(const RfeFile &)> &isHeld)
{
    KeptRows kept;
    TRY(table.rewrite([&](uint32_t, const RfeFile &file) {
        const bool isKept = isHeld(file);
        kept.add(isKept);
        return isKept;
    }));
    const std::unique_lock lock(recordsMutex);
    records.renumber([&](uint32_t row) { return kept.numberOf(row); });
    return {};
}

void RfeIndex::keepOnly(const std::function<bool(const RfeFile &)> &isHeld)
{
    const std::lock_guard writing(d_->writeMutex);
    // Records too many are no harm: who follows one finds that the content is not there.
    if (const auto kept = d_->rewrite(isHeld); !kept)
        qCWarning(logStore, "The index of redundant files keeps records of what is gone: %ls",
                  qUtf16Printable(kept.error().text()));
}

uint64_t RfeIndex::size() const
{
    const std::shared_lock lock(d_->recordsMutex);
    return d_->records.count();
}

Status RfeIndex::save()
{
    const std::lock_guard writing(d_->writeMutex);
    TRY_CONTEXT(QStringLiteral("writing the index of redundant files"), d_->table.save());
    d_->needsRebuild = false;
    return {};
}

} // namespace backspool::redundancy
