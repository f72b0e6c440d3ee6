#include "store/chunk_index.h"

#include "store/index_folder.h"
#include "store/seen_places.h"

#include <algorithm>
#include <numeric>
#include <ranges>
#include <set>
#include <shared_mutex>

namespace backspool::store {

namespace {

using format::ObjectKind;

/// Each run costs an absent name one look into its filter, and 0.6 % of them a read.
constexpr size_t kMaxRuns = 6;
/// A run is merged with the newer ones when it is not at least this many times as large as all of them: so a name is
/// written again about log2(names / names in memory) times.
constexpr uint64_t kGrowth = 2;

/// Whether a place that is inserted earlier may be preferred to what was found.
bool isOpen(const std::optional<ObjectLocation> &found)
{
    return !found || found->kind == ObjectKind::Version;
}

} // namespace

struct ChunkIndex::Private
{
    Private(Disk &disk, QString folder, IsLive isLive, IsBegunBefore isBegunBefore)
        : isLive(std::move(isLive)), isBegunBefore(std::move(isBegunBefore)), folder(disk, std::move(folder))
    {
    }

    Status open();

    template <class Visit> bool visitTables(const ObjectName &name, Visit visit) const;
    bool isPreferred(const ObjectLocation &location, const ObjectLocation &newer) const;
    bool offer(std::optional<ObjectLocation> &best, const ObjectLocation &location) const;
    std::shared_ptr<const RunList> runsNow() const;

    size_t firstToMerge(const RunList &present, uint64_t added) const;
    Status commit(IndexedRuns next, size_t tablesWritten);

    const IsLive isLive;
    const IsBegunBefore isBegunBefore;

    /// Held through a flush. Guards the folder.
    std::mutex flushing;
    IndexFolder folder;

    /// Guards what follows; short.
    mutable std::shared_mutex mutex;
    std::shared_ptr<MemoryTable> table = std::make_shared<MemoryTable>();
    std::vector<TablePointer> frozen; ///< being written, oldest first; nothing changes them
    std::shared_ptr<const RunList> runs = std::make_shared<RunList>();
    std::set<ContainerId> covered;
    std::set<ContainerId> completed; ///< since the last flush
};

// Opening

Status ChunkIndex::Private::open()
{
    auto found = TRY(folder.open());
    runs = std::make_shared<const RunList>(std::move(found.runs));
    covered = std::move(found.covered);
    return {};
}

Result<std::unique_ptr<ChunkIndex>> ChunkIndex::open(Disk &disk, const QString &folder, IsLive isLive,
                                                     IsBegunBefore isBegunBefore)
{
    auto d = std::make_unique<Private>(disk, folder, std::move(isLive), std::move(isBegunBefore));
    TRY_CONTEXT(QStringLiteral("opening the chunk index"), d->open());
    return std::unique_ptr<ChunkIndex>(new ChunkIndex(std::move(d)));
}

ChunkIndex::ChunkIndex(std::unique_ptr<Private> d) : d_(std::move(d)) {}
ChunkIndex::~ChunkIndex() = default;

std::vector<ContainerId> ChunkIndex::coveredContainers() const
{
    const std::shared_lock lock(d_->mutex);
    return {d_->covered.begin(), d_->covered.end()};
}

// Looking up

template <class Visit> bool ChunkIndex::Private::visitTables(const ObjectName &name, Visit visit) const
{
    if (!table->visit(name, visit))
        return false;
    return std::ranges::all_of(std::views::reverse(frozen),
                               [&](const TablePointer &old) { return old->visit(name, visit); });
}

/// Whether find() gives @p location rather than @p newer, which was inserted after it.
bool ChunkIndex::Private::isPreferred(const ObjectLocation &location, const ObjectLocation &newer) const
{
    if (location.kind != ObjectKind::Version || newer.kind != ObjectKind::Version)
        return newer.kind == ObjectKind::Version && location.kind != ObjectKind::Version;
    if (location.container != newer.container)
        return isBegunBefore(newer.container, location.container);
    return newer.place < location.place;
}

/// Takes the places of one name, the newest first, into @p best. Returns whether a better one may follow.
bool ChunkIndex::Private::offer(std::optional<ObjectLocation> &best, const ObjectLocation &location) const
{
    if (isLive(location.container) && (!best || isPreferred(location, *best)))
        best = location;
    return isOpen(best);
}

std::shared_ptr<const RunList> ChunkIndex::Private::runsNow() const
{
    const std::shared_lock lock(mutex);
    return runs;
}

Result<std::optional<ObjectLocation>> ChunkIndex::find(const ObjectName &name) const
{
    return TRY(find(std::span(&name, 1))).front();
}

Result<std::vector<std::optional<ObjectLocation>>> ChunkIndex::find(std::span<const ObjectName> names) const
{
    std::vector<std::optional<ObjectLocation>> found(names.size());
    std::shared_ptr<const RunList> runs;
    {
        const std::shared_lock lock(d_->mutex);
        for (size_t i = 0; i < names.size(); ++i) {
            d_->visitTables(names[i], [&](const ObjectLocation &location) { return d_->offer(found[i], location); });
        }
        // Under the same lock: what is flushed in between is in the one or the other.
        runs = d_->runs;
    }
    if (runs->empty())
        return found;

    std::vector<uint32_t> open;
    for (uint32_t i = 0; i < names.size(); ++i) {
        if (isOpen(found[i]))
            open.push_back(i);
    }
    std::ranges::sort(open, {}, [&](uint32_t i) -> const ObjectName & { return names[i]; });
    for (const auto &run : std::views::reverse(*runs)) {
        IndexRun::Cursor cursor;
        for (const auto i : open) {
            if (!isOpen(found[i]) || !run->mayContain(names[i]))
                continue;
            TRY(run->visit(names[i], cursor,
                           [&](const ObjectLocation &location) { return d_->offer(found[i], location); }));
        }
    }
    return found;
}

Result<std::vector<ObjectLocation>> ChunkIndex::findAll(const ObjectName &name) const
{
    std::vector<ObjectLocation> places;
    SeenPlaces seen;
    const auto collect = [&](const ObjectLocation &location) {
        if (d_->isLive(location.container) && seen.put(location))
            places.push_back(location);
        return true;
    };
    std::shared_ptr<const RunList> runs;
    {
        const std::shared_lock lock(d_->mutex);
        d_->visitTables(name, collect);
        runs = d_->runs;
    }
    for (const auto &run : std::views::reverse(*runs)) {
        IndexRun::Cursor cursor;
        if (run->mayContain(name))
            TRY(run->visit(name, cursor, collect));
    }
    std::ranges::stable_sort(
        places, [&](const ObjectLocation &one, const ObjectLocation &other) { return d_->isPreferred(one, other); });
    return places;
}

// Growing

void ChunkIndex::insert(std::span<const IndexEntry> entries)
{
    const std::unique_lock lock(d_->mutex);
    for (const auto &entry : entries)
        d_->table->insert(entry);
}

void ChunkIndex::completed(ContainerId container)
{
    const std::unique_lock lock(d_->mutex);
    d_->completed.insert(container);
}

size_t ChunkIndex::pendingCount() const
{
    const std::shared_lock lock(d_->mutex);
    return std::accumulate(d_->frozen.begin(), d_->frozen.end(), d_->table->entries().size(),
                           [](size_t sum, const TablePointer &table) { return sum + table->entries().size(); });
}

size_t ChunkIndex::Private::firstToMerge(const RunList &present, uint64_t added) const
{
    auto first = present.size();
    auto sum = added;
    while (first > 0 && !present[first - 1]->isDamaged() &&
           (present[first - 1]->recordCount() < kGrowth * sum || first + 1 > kMaxRuns))
        sum += present[--first]->recordCount();
    return first;
}

/// Makes @p next the runs of the index, on disk and here; forgets the first @p tablesWritten frozen tables.
Status ChunkIndex::Private::commit(IndexedRuns next, size_t tablesWritten)
{
    std::erase_if(next.covered, [&](ContainerId container) { return !isLive(container); });
    TRY(folder.commit(next));
    const auto old = runsNow();
    const auto now = std::make_shared<const RunList>(std::move(next.runs));
    {
        const std::unique_lock lock(mutex);
        runs = now;
        covered = std::move(next.covered);
        frozen.erase(frozen.begin(), frozen.begin() + qsizetype(tablesWritten));
    }
    folder.tidy(*old, *now);
    return {};
}

Status ChunkIndex::flush()
{
    const std::lock_guard flushing(d_->flushing);
    std::vector<TablePointer> tables;
    std::set<ContainerId> covered;
    std::set<ContainerId> completed;
    {
        const std::unique_lock lock(d_->mutex);
        if (!d_->table->entries().empty())
            d_->frozen.push_back(std::exchange(d_->table, std::make_shared<MemoryTable>()));
        tables = d_->frozen;
        completed = std::exchange(d_->completed, {});
        covered = d_->covered;
    }
    if (tables.empty() && completed.empty())
        return {};
    covered.insert(completed.begin(), completed.end());
    uint64_t added = 0;
    for (const auto &table : tables)
        added += table->entries().size();

    const auto present = *d_->runsNow();
    const auto first = d_->firstToMerge(present, added);
    RunList next(present.begin(), present.begin() + qsizetype(first));
    auto run = d_->folder.write(tables, std::span(present).subspan(first), d_->isLive);
    Status damage;
    if (!run && run.error().kind() == ErrorKind::Damaged) {
        // The damaged run stays until the owner has had its containers inserted again.
        damage = std::unexpected(run.error());
        next = present;
        run = d_->folder.write(tables, {}, d_->isLive);
    }
    Status written;
    if (run) {
        if (*run)
            next.push_back(*run);
        written = d_->commit({std::move(next), std::move(covered)}, tables.size());
    } else {
        written = std::unexpected(run.error());
    }
    if (!written) {
        // The tables stay as they are, and go with the next flush.
        if (run && *run)
            d_->folder.remove(**run);
        const std::unique_lock lock(d_->mutex);
        d_->completed.merge(completed);
        return fail(written.error().withContext(QStringLiteral("writing the chunk index")));
    }
    return damage;
}

// Damage

std::vector<ContainerId> ChunkIndex::damagedContainers() const
{
    const auto runs = d_->runsNow();
    std::set<ContainerId> containers;
    for (const auto &run : *runs) {
        if (!run->isDamaged())
            continue;
        for (const auto &container : run->containers()) {
            if (d_->isLive(container.container))
                containers.insert(container.container);
        }
    }
    return {containers.begin(), containers.end()};
}

Status ChunkIndex::dropDamagedRuns(std::span<const ContainerId> inserted)
{
    const std::lock_guard flushing(d_->flushing);
    auto next = *d_->runsNow();
    std::set<ContainerId> covered;
    {
        const std::shared_lock lock(d_->mutex);
        covered = d_->covered;
    }
    const auto isInserted = [&](const RunContainer &container) {
        return std::ranges::find(inserted, container.container) != inserted.end() || !d_->isLive(container.container);
    };
    const auto dropped = std::erase_if(next, [&](const RunPointer &run) {
        if (!run->isDamaged() || !std::ranges::all_of(run->containers(), isInserted))
            return false;
        for (const auto &container : run->containers())
            covered.erase(container.container);
        return true;
    });
    if (dropped == 0)
        return {};
    return d_->commit({std::move(next), std::move(covered)}, 0);
}

// Size

uint64_t ChunkIndex::entryCount() const
{
    uint64_t count = 0;
    const auto add = [&](const MemoryTable &table) {
        for (const auto &[container, entries] : table.containers())
            count += d_->isLive(container) ? entries : 0;
    };
    const std::shared_lock lock(d_->mutex);
    add(*d_->table);
    for (const auto &table : d_->frozen)
        add(*table);
    for (const auto &run : *d_->runs) {
        for (const auto &container : run->containers())
            count += d_->isLive(container.container) ? container.records : 0;
    }
    return count;
}

ByteCount ChunkIndex::memoryUse() const
{
    const std::shared_lock lock(d_->mutex);
    auto bytes = d_->table->memoryUse();
    for (const auto &table : d_->frozen)
        bytes += table->memoryUse();
    for (const auto &run : *d_->runs)
        bytes += run->memoryUse();
    return bytes;
}

} // namespace backspool::store
