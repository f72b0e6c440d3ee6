#include "store/chunk_index.h"

#include "core/logging.h"
#include "store/best_effort.h"
#include "store/index_manifest.h"
#include "store/index_merge.h"
#include "store/seen_places.h"

#include <algorithm>
#include <numeric>
#include <ranges>
#include <set>
#include <shared_mutex>

namespace backspool::store {

namespace {

using RunPointer = std::shared_ptr<const IndexRun>;
using RunList = std::vector<RunPointer>; // oldest first
using TablePointer = std::shared_ptr<const MemoryTable>;
using format::ObjectKind;

/// Each run costs an absent name one look into its filter, and 0.6 % of them a read.
constexpr size_t kMaxRuns = 6;
/// A run is merged with the newer ones when it is not at least this many times as large as all of them: so a name is
/// written again about log2(names / names in memory) times.
constexpr uint64_t kGrowth = 2;

constexpr auto kRunPrefix = "run-";
constexpr auto kManifestPrefix = "manifest-";
constexpr int kNumberDigits = 20;

QString numbered(const char *prefix, uint64_t number)
{
    return QLatin1StringView(prefix) + QStringLiteral("%1").arg(number, kNumberDigits, 10, QLatin1Char('0'));
}

std::optional<uint64_t> numberIn(const QString &name, const char *prefix)
{
    const QLatin1StringView start(prefix);
    bool ok = false;
    const auto number = QStringView(name).sliced(std::min(start.size(), name.size())).toULongLong(&ok);
    return ok && name == numbered(prefix, number) ? std::optional<uint64_t>(number) : std::nullopt;
}

std::vector<ContainerId> containersOf(const IndexRun &run)
{
    std::vector<ContainerId> containers;
    for (const auto &container : run.containers())
        containers.push_back(container.container);
    return containers;
}

/// Whether a place that is inserted earlier may be preferred to what was found.
bool isOpen(const std::optional<ObjectLocation> &found)
{
    return !found || found->kind == ObjectKind::Version;
}

Result<IndexManifest> readManifest(Disk &disk, const QString &path, uint64_t number)
{
    auto file = TRY(disk.openRead(path));
    const auto manifest = TRY(IndexManifest::decode(TRY(file->read(0, qsizetype(file->size())))));
    if (manifest.number != number)
        return fail(ErrorKind::Damaged, QStringLiteral("%1 says that it is number %2").arg(path).arg(manifest.number));
    return manifest;
}

} // namespace

struct ChunkIndex::Private
{
    Private(Disk &disk, QString folder, IsLive isLive, IsBegunBefore isBegunBefore)
        : disk(disk), folder(std::move(folder)), isLive(std::move(isLive)), isBegunBefore(std::move(isBegunBefore))
    {
    }

    QString path(const char *prefix, uint64_t number) const { return folder + u'/' + numbered(prefix, number); }

    Status load();
    void loadRuns(const IndexManifest &manifest);
    void removeLeftovers(const std::vector<FileInfo> &files);

    template <class Visit> bool visitTables(const ObjectName &name, Visit visit) const;
    bool isPreferred(const ObjectLocation &location, const ObjectLocation &newer) const;
    bool offer(std::optional<ObjectLocation> &best, const ObjectLocation &location) const;
    std::shared_ptr<const RunList> runsNow() const;

    size_t firstToMerge(const RunList &present, uint64_t added) const;
    Result<RunPointer> writeRun(std::span<const TablePointer> tables, std::span<const RunPointer> old);
    Status commit(RunList next, std::set<ContainerId> nextCovered, size_t tablesWritten);

    Disk &disk;
    const QString folder;
    const IsLive isLive;
    const IsBegunBefore isBegunBefore;

    /// Held through a flush. Guards the numbers.
    std::mutex flushing;
    uint64_t nextRun = 1;
    uint64_t nextManifest = 1;

    /// Guards what follows; short.
    mutable std::shared_mutex mutex;
    std::shared_ptr<MemoryTable> table = std::make_shared<MemoryTable>();
    std::vector<TablePointer> frozen; ///< being written, oldest first; nothing changes them
    std::shared_ptr<const RunList> runs = std::make_shared<RunList>();
    std::set<ContainerId> covered;
    std::set<ContainerId> completed; ///< since the last flush
};

// Opening

Status ChunkIndex::Private::load()
{
    TRY(disk.makeFolder(folder));
    const auto files = TRY(disk.list(folder));
    std::vector<uint64_t> manifests;
    for (const auto &file : files) {
        if (const auto number = numberIn(file.name, kManifestPrefix)) {
            manifests.push_back(*number);
            nextManifest = std::max(nextManifest, *number + 1);
        }
        if (const auto number = numberIn(file.name, kRunPrefix))
            nextRun = std::max(nextRun, *number + 1);
    }
    std::ranges::sort(manifests, std::greater());
    for (const auto number : manifests) {
        const auto manifest = readManifest(disk, path(kManifestPrefix, number), number);
        if (manifest) {
            loadRuns(*manifest);
            break;
        }
        qCWarning(logStore, "The chunk index's manifest %llu is passed over: %ls",
                  static_cast<unsigned long long>(number), qUtf16Printable(manifest.error().text()));
    }
    removeLeftovers(files);
    return {};
}

void ChunkIndex::Private::loadRuns(const IndexManifest &manifest)
{
    covered.insert(manifest.covered.begin(), manifest.covered.end());
    RunList whole;
    for (const auto &listed : manifest.runs) {
        auto run = IndexRun::open(disk, path(kRunPrefix, listed.number), listed.number);
        if (run) {
            whole.push_back(*std::move(run));
            continue;
        }
        qCWarning(logStore, "A part of the chunk index is lost and is made again from the containers: %ls",
                  qUtf16Printable(run.error().text()));
        for (const auto container : listed.containers)
            covered.erase(container);
    }
    runs = std::make_shared<const RunList>(std::move(whole));
}

void ChunkIndex::Private::removeLeftovers(const std::vector<FileInfo> &files)
{
    // A manifest that dropped runs stays until the next flush: opening again drops them again.
    for (const auto &file : files) {
        const auto number = numberIn(file.name, kRunPrefix);
        if (number && std::ranges::none_of(*runs, [&](const auto &run) { return run->number() == *number; }))
            bestEffort(disk.remove(folder + u'/' + file.name));
    }
}

Result<std::unique_ptr<ChunkIndex>> ChunkIndex::open(Disk &disk, const QString &folder, IsLive isLive,
                                                     IsBegunBefore isBegunBefore)
{
    auto d = std::make_unique<Private>(disk, folder, std::move(isLive), std::move(isBegunBefore));
    TRY_CONTEXT(QStringLiteral("opening the chunk index"), d->load());
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

/// The run of what is in @p tables and @p old, or null when nothing of that is live.
Result<RunPointer> ChunkIndex::Private::writeRun(std::span<const TablePointer> tables, std::span<const RunPointer> old)
{
    uint64_t expected = 0;
    std::vector<std::unique_ptr<RecordSource>> sources;
    if (!tables.empty())
        sources.push_back(sourceOf(tables));
    for (const auto &table : tables)
        expected += table->entries().size();
    for (const auto &run : std::views::reverse(old)) {
        sources.push_back(sourceOf(run));
        expected += run->recordCount();
    }
    const auto number = nextRun++;
    const auto file = path(kRunPrefix, number);
    const auto write = [&]() -> Result<RunPointer> {
        const auto writer = TRY(IndexRunWriter::create(disk, file, number, expected));
        TRY(mergeRecords(sources, isLive, *writer));
        if (writer->recordCount() == 0)
            return nullptr;
        TRY(writer->finish());
        return IndexRun::open(disk, file, number);
    };
    auto run = write();
    if (!run || !*run)
        bestEffort(disk.remove(file));
    return run;
}

/// Makes @p next the runs of the index, on disk and here; forgets the first @p tablesWritten frozen tables.
Status ChunkIndex::Private::commit(RunList next, std::set<ContainerId> nextCovered, size_t tablesWritten)
{
    std::erase_if(nextCovered, [&](ContainerId container) { return !isLive(container); });
    IndexManifest manifest;
    manifest.number = nextManifest++;
    manifest.covered.assign(nextCovered.begin(), nextCovered.end());
    for (const auto &run : next)
        manifest.runs.push_back({run->number(), containersOf(*run)});

    const auto file = TRY(disk.create(path(kManifestPrefix, manifest.number)));
    TRY(file->append(manifest.encode()));
    TRY(file->sync());
    TRY(disk.syncFolder(folder));

    const auto old = runsNow();
    const auto now = std::make_shared<const RunList>(std::move(next));
    {
        const std::unique_lock lock(mutex);
        runs = now;
        covered = std::move(nextCovered);
        frozen.erase(frozen.begin(), frozen.begin() + qsizetype(tablesWritten));
    }
    for (const auto &run : *old) {
        if (std::ranges::find(*now, run) == now->end())
            bestEffort(disk.remove(path(kRunPrefix, run->number())));
    }
    for (const auto &leftover : TRY(disk.list(folder))) {
        const auto number = numberIn(leftover.name, kManifestPrefix);
        if (number && *number < manifest.number)
            bestEffort(disk.remove(folder + u'/' + leftover.name));
    }
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
    auto run = d_->writeRun(tables, std::span(present).subspan(first));
    Status damage;
    if (!run && run.error().kind() == ErrorKind::Damaged) {
        // The damaged run stays until the owner has had its containers inserted again.
        damage = std::unexpected(run.error());
        next = present;
        run = d_->writeRun(tables, {});
    }
    Status written;
    if (run) {
        if (*run)
            next.push_back(*run);
        written = d_->commit(std::move(next), std::move(covered), tables.size());
    } else {
        written = std::unexpected(run.error());
    }
    if (!written) {
        // The tables stay as they are, and go with the next flush.
        if (run && *run)
            bestEffort(d_->disk.remove(d_->path(kRunPrefix, (*run)->number())));
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
    return d_->commit(std::move(next), std::move(covered), 0);
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
