#include "fault/memory_file.h"

namespace backspool::fault {

void MemoryFile::apply(QByteArray &to, const Write &write)
{
    if (write.truncates) {
        to.resize(write.offset, '\0');
        return;
    }
    if (to.size() < write.offset + write.bytes.size())
        to.resize(write.offset + write.bytes.size(), '\0');
    to.replace(write.offset, write.bytes.size(), write.bytes);
}

void MemoryFile::write(qsizetype offset, QByteArrayView bytes)
{
    unsynced_.push_back({offset, bytes.toByteArray(), false});
    apply(now_, unsynced_.back());
}

void MemoryFile::truncate(qsizetype size)
{
    unsynced_.push_back({size, {}, true});
    apply(now_, unsynced_.back());
}

void MemoryFile::sync()
{
    settle(now_);
}

void MemoryFile::loseUnsynced()
{
    settle(durable_);
}

void MemoryFile::tearUnsynced(std::mt19937 &random)
{
    auto bytes = durable_;
    auto kept = random() % (unsynced_.size() + 1);
    for (size_t i = 0; i < kept; ++i)
        apply(bytes, unsynced_[i]);
    if (kept < unsynced_.size()) {
        auto part = unsynced_[kept];
        if (!part.truncates && !part.bytes.isEmpty()) {
            part.bytes.truncate(qsizetype(random() % size_t(part.bytes.size())));
            apply(bytes, part);
        }
    }
    settle(bytes);
}

void MemoryFile::replace(QByteArray bytes)
{
    settle(std::move(bytes));
}

void MemoryFile::settle(QByteArray bytes)
{
    now_ = std::move(bytes);
    durable_ = now_;
    unsynced_.clear();
}

} // namespace backspool::fault
