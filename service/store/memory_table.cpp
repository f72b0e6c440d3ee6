#include "store/memory_table.h"

#include <QHashFunctions>
#include <QRandomGenerator>

namespace backspool::store {

namespace {
constexpr size_t kFirstBuckets = 1024; // a power of two, as all later sizes
}

MemoryTable::MemoryTable() : seed_(QRandomGenerator::system()->generate64()), newest_(kFirstBuckets, uint32_t(kNone)) {}

size_t MemoryTable::bucketOf(const ObjectName &name) const
{
    // Seeded: the names of version records are what a client says, who could have them all fall into one bucket.
    return qHashBits(name.data(), ObjectName::kSize, seed_) & (newest_.size() - 1);
}

void MemoryTable::insert(const IndexEntry &entry)
{
    if (entries_.size() == newest_.size())
        grow();
    auto &newest = newest_[bucketOf(entry.name)];
    older_.push_back(newest);
    newest = uint32_t(entries_.size());
    entries_.push_back(entry);
    ++containers_[entry.location.container];
}

void MemoryTable::grow()
{
    newest_.assign(newest_.size() * 2, uint32_t(kNone));
    for (uint32_t i = 0; i < entries_.size(); ++i) {
        auto &newest = newest_[bucketOf(entries_[i].name)];
        older_[i] = newest;
        newest = i;
    }
}

ByteCount MemoryTable::memoryUse() const
{
    return ByteCount(entries_.capacity() * sizeof(IndexEntry) + (older_.capacity() + newest_.capacity()) * 4);
}

} // namespace backspool::store
