#pragma once
/// Which pages of a guarded file have been put aside, in memory that guard and agent share.
///
/// The guard puts a page aside, then notes it, then lets the write go on. The agent reads the file, then looks here,
/// and takes what was put aside in the place of what it read: had it read anything of the write, the note was there
/// before.
#include <algorithm>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace backspool::guard {

/// Pages are what the kernel's ranges are made of (on what we run on; multiples of it elsewhere).
constexpr uint64_t kPageSize = 4096;

constexpr uint64_t pagesOf(uint64_t bytes)
{
    return bytes / kPageSize + (bytes % kPageSize != 0);
}

/// A view of memory that begins as zeros and outlives it. One thread adds; any may look.
class PreservedPages
{
public:
    static size_t memoryFor(uint64_t capacity) { return kHeader + size_t(pagesOf(capacity) / kBits + 1) * 8; }

    PreservedPages() = default;
    explicit PreservedPages(void *memory) : memory_(static_cast<std::byte *>(memory)) {}

    void add(uint64_t first, uint64_t end)
    {
        for (uint64_t page = first; page < end; ++page)
            word(page).fetch_or(bit(page), std::memory_order_release);
    }
    /// The first page from @p page on that is (not) here; @p end when there is none before it.
    uint64_t find(uint64_t page, uint64_t end, bool isHere) const
    {
        while (page < end) {
            uint64_t bits = word(page).load(std::memory_order_acquire);
            if (!isHere)
                bits = ~bits;
            bits &= ~uint64_t(0) << page % kBits;
            if (bits != 0)
                return std::min(end, page - page % kBits + uint64_t(std::countr_zero(bits)));
            page += kBits - page % kBits;
        }
        return end;
    }
    /// Bytes of the room that were used up for it.
    std::atomic<uint64_t> &charged() const { return *reinterpret_cast<std::atomic<uint64_t> *>(memory_); }
    /// How large the file was when the agent last looked, before it is to begin.
    std::atomic<uint64_t> &sizeSeen() const { return *reinterpret_cast<std::atomic<uint64_t> *>(memory_ + 8); }

private:
    static constexpr size_t kHeader = 64; ///< a cache line
    static constexpr uint64_t kBits = 64;

    std::atomic<uint64_t> &word(uint64_t page) const
    {
        return *reinterpret_cast<std::atomic<uint64_t> *>(memory_ + kHeader + page / kBits * 8);
    }
    static uint64_t bit(uint64_t page) { return uint64_t(1) << page % kBits; }

    std::byte *memory_ = nullptr;
};

} // namespace backspool::guard
