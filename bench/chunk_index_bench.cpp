/// How the chunk index fares with as many names as a large store has: `backspool-bench-chunk-index [count] [folder]`.
/// Names are synthetic; the index is written to a new folder below @p folder (default: the current one) and removed.
#include "store/chunk_index.h"
#include "store/real_disk.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>

#include <cstdio>
#include <cstring>

using namespace backspool;
using namespace backspool::store;

namespace {

/// As many as a full container has of chunks of 64 KiB.
constexpr uint64_t kNamesInContainer = 4096;
/// When the store has the index write itself out.
constexpr size_t kFlushFrom = 256 * 1024;
constexpr uint64_t kLookUps = 200'000;
/// What an agent asks for at once.
constexpr size_t kBatch = 1024;

/// The name number @p number: four words of SplitMix64 (Steele, Lea, Flood, 2014), so that no names need be kept.
ObjectName nameOf(uint64_t number)
{
    ObjectName name;
    auto state = number * 4;
    for (qsizetype at = 0; at < ObjectName::kSize; at += qsizetype(sizeof state)) {
        auto word = (++state) * 0x9e3779b97f4a7c15;
        word = (word ^ word >> 30) * 0xbf58476d1ce4e5b9;
        word = (word ^ word >> 27) * 0x94d049bb133111eb;
        word ^= word >> 31;
        std::memcpy(name.data() + at, &word, sizeof word);
    }
    return name;
}

uint64_t residentBytes()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toULongLong() * 4096;
}

double perSecond(uint64_t count, const QElapsedTimer &timer)
{
    return double(count) * 1e9 / double(std::max<qint64>(1, timer.nsecsElapsed()));
}

bool insertAll(ChunkIndex &index, uint64_t count)
{
    QElapsedTimer total;
    total.start();
    qint64 flushing = 0;
    qint64 longest = 0;
    const auto flush = [&] {
        QElapsedTimer timer;
        timer.start();
        const auto flushed = index.flush();
        flushing += timer.elapsed();
        longest = std::max(longest, timer.elapsed());
        return flushed.has_value();
    };
    std::vector<IndexEntry> entries;
    for (uint64_t number = 0; number < count;) {
        const ContainerId container{uint32_t(number / kNamesInContainer) + 1};
        entries.clear();
        for (; entries.size() < kNamesInContainer && number < count; ++number)
            entries.push_back({nameOf(number), {container, {uint32_t(number % kNamesInContainer) * 65536, 0}}});
        index.insert(entries);
        index.completed(container);
        if (index.pendingCount() >= kFlushFrom && !flush())
            return false;
    }
    if (!flush())
        return false;
    std::printf("insert and flush   %10.0f names/s (%.1f s, of which writing %.1f s, longest %.1f s)\n",
                perSecond(count, total), double(total.elapsed()) / 1000, double(flushing) / 1000,
                double(longest) / 1000);
    return true;
}

/// Names from @p first on; all or none of them must be there.
bool lookUp(const ChunkIndex &index, const char *what, uint64_t first, uint64_t range, size_t batch, bool isThere)
{
    QElapsedTimer timer;
    timer.start();
    std::vector<ObjectName> names(batch);
    for (uint64_t done = 0; done < kLookUps; done += batch) {
        for (size_t i = 0; i < batch; ++i)
            names[i] = nameOf(first + (done + i) * 7'919'993 % range); // all over the range
        const auto found = index.find(names);
        if (!found)
            return false;
        const auto right =
            std::ranges::count_if(*found, [&](const auto &place) { return place.has_value() == isThere; });
        if (size_t(right) != batch)
            return false;
    }
    std::printf("%-18s %10.0f names/s\n", what, perSecond(kLookUps, timer));
    return true;
}

bool run(uint64_t count, const QString &folder)
{
    RealDisk disk;
    const auto always = [](ContainerId) { return true; };
    auto index = ChunkIndex::open(disk, folder, always);
    if (!index || !insertAll(**index, count))
        return false;
    std::printf("memory             %10.2f bytes a name (%.1f MiB); resident %.1f MiB\n",
                double((*index)->memoryUse()) / double(count), double((*index)->memoryUse()) / double(1_MiB),
                double(residentBytes()) / double(1_MiB));
    QElapsedTimer timer;
    timer.start();
    index->reset();
    index = ChunkIndex::open(disk, folder, always);
    if (!index)
        return false;
    std::printf("open again         %10.3f s\n", double(timer.nsecsElapsed()) / 1e9);
    ByteCount bytes = 0;
    const auto files = disk.list(folder);
    for (const auto &file : files.value_or(std::vector<FileInfo>()))
        bytes += file.size;
    std::printf("on disk            %10.2f bytes a name in %zu files\n", double(bytes) / double(count), files->size());
    return lookUp(**index, "find present", 0, count, 1, true) &&
           lookUp(**index, "  in batches", 0, count, kBatch, true) &&
           lookUp(**index, "find absent", count, count, 1, false) &&
           lookUp(**index, "  in batches", count, count, kBatch, false);
}

} // namespace

int main(int argc, char **argv)
{
    const uint64_t count = argc > 1 ? QByteArray(argv[1]).toULongLong() : 16'000'000;
    const auto below = argc > 2 ? QFile::decodeName(argv[2]) : QStringLiteral(".");
    const QTemporaryDir folder(below + QStringLiteral("/chunk-index-XXXXXX"));
    if (count == 0 || !folder.isValid()) {
        std::fprintf(stderr, "usage: backspool-bench-chunk-index [count] [folder]\n");
        return 2;
    }
    std::printf("%llu names\n", static_cast<unsigned long long>(count));
    if (run(count, folder.path()))
        return 0;
    std::fprintf(stderr, "the chunk index failed\n");
    return 1;
}
