#include "store/index_keeper.h"

#include "core/logging.h"

#include <algorithm>

namespace backspool::store {

using format::ObjectKind;

namespace {
/// About 16 MiB of memory, and 16 GiB of stored content at 64 KiB a chunk.
constexpr size_t kFlushFrom = 262'144;
/// When writing out does not keep up, who inserts waits for it.
constexpr size_t kWaitFrom = 4 * kFlushFrom;
/// When a container is done, as at the end of a backup, so many are: a restart need not read them from containers
/// again.
constexpr size_t kWorthFlushing = 32'768;
/// A repair meets damage again only where more of the index has gone bad in the meantime.
constexpr int kRepairs = 3;

std::vector<IndexEntry> entriesOf(ContainerId container, const format::ContainerIndex &index)
{
    std::vector<IndexEntry> entries;
    entries.reserve(index.objects.size());
    for (const auto &object : index.objects) {
        if (!object.name.isNull())
            entries.push_back({object.name, {container, object.place, object.kind}});
    }
    keepOneOfEach(entries);
    return entries;
}
} // namespace

void keepOneOfEach(std::vector<IndexEntry> &entries)
{
    std::ranges::sort(entries, [](const IndexEntry &one, const IndexEntry &other) {
        if (one.name != other.name)
            return one.name < other.name;
        const bool isRecord = one.location.kind == ObjectKind::Version;
        if (isRecord != (other.location.kind == ObjectKind::Version))
            return !isRecord;
        return isRecord ? other.location.place < one.location.place : one.location.place < other.location.place;
    });
    const auto repeated = std::ranges::unique(entries, {}, &IndexEntry::name);
    entries.erase(repeated.begin(), repeated.end());
}

IndexKeeper::IndexKeeper(StoreParts &parts, std::function<Result<format::ContainerIndex>(ContainerId)> indexOf)
    : parts_(parts), indexOf_(std::move(indexOf))
{
    flusher_.setMaxThreadCount(1);
}

Result<std::unique_ptr<IndexKeeper>>
IndexKeeper::open(StoreParts &parts, std::function<Result<format::ContainerIndex>(ContainerId)> indexOf)
{
    auto keeper = std::unique_ptr<IndexKeeper>(new IndexKeeper(parts, std::move(indexOf)));
    keeper->index_ = TRY(ChunkIndex::open(
        parts.disk, parts.options.indexFolder,
        [&parts](ContainerId container) { return parts.table.isLive(container); },
        [&parts](ContainerId one, ContainerId other) { return parts.table.isBegunBefore(one, other); }));
    auto covered = keeper->index_->coveredContainers();
    std::ranges::sort(covered);
    std::vector<ContainerId> missing;
    for (const auto &row : parts.table.liveRows()) {
        if (!std::ranges::binary_search(covered, row.id))
            missing.push_back(row.id);
    }
    for (const auto container : TRY(keeper->insertContainers(missing)))
        keeper->index_->completed(container);
    return keeper;
}

IndexKeeper::~IndexKeeper()
{
    flusher_.waitForDone();
    if (!index_)
        return;
    // Derived: what cannot be written now is read from the containers at the next start.
    if (const auto flushed = index_->flush(); !flushed)
        qCWarning(logStore, "%ls", qUtf16Printable(flushed.error().text()));
}

void IndexKeeper::insertObjects(ContainerId container, const format::ContainerIndex &index) const
{
    index_->insert(entriesOf(container, index));
}

/// Returns those that are now in the index whole and stay as they are.
Result<std::vector<ContainerId>> IndexKeeper::insertContainers(std::span<const ContainerId> containers) const
{
    std::vector<ContainerId> whole;
    for (const auto container : containers) {
        const auto index = indexOf_(container);
        if (!index) {
            // What cannot be read cannot be found; the rest of the store goes on. Verifying tells of it.
            qCWarning(logStore, "The objects of a container cannot be found: %ls",
                      qUtf16Printable(index.error().text()));
            continue;
        }
        insertObjects(container, *index);
        const auto row = parts_.table.row(container);
        if (row && row->state == catalogue::ContainerState::Published)
            whole.push_back(container);
        if (index_->pendingCount() >= kFlushFrom)
            TRY(index_->flush());
    }
    return whole;
}

void IndexKeeper::insert(std::span<const IndexEntry> entries)
{
    index_->insert(entries);
    flushWhereLarge();
}

void IndexKeeper::insert(ContainerId container, const format::ContainerIndex &index)
{
    insertObjects(container, index);
    index_->completed(container);
    flushWhereLarge();
}

void IndexKeeper::flushWhereLarge()
{
    const auto pending = index_->pendingCount();
    if (pending >= kWaitFrom) {
        flushOrRepair();
    } else if (pending >= kFlushFrom) {
        flushBesideTheWork();
    }
}

void IndexKeeper::completed(ContainerId container)
{
    index_->completed(container);
    if (index_->pendingCount() >= kWorthFlushing)
        flushBesideTheWork();
}

void IndexKeeper::flushBesideTheWork()
{
    if (isFlushing_.exchange(true))
        return;
    flusher_.start([this] {
        flushOrRepair();
        isFlushing_ = false;
    });
}

void IndexKeeper::flushOrRepair() const
{
    auto flushed = index_->flush();
    if (!flushed && flushed.error().kind() == ErrorKind::Damaged)
        flushed = repair();
    // Derived: what cannot be written now is written later, or read from the containers at the next start.
    if (!flushed)
        qCWarning(logStore, "%ls", qUtf16Printable(flushed.error().text()));
}

Status IndexKeeper::repair() const
{
    const std::lock_guard lock(repairing_);
    const auto containers = index_->damagedContainers();
    if (!containers.empty())
        qCWarning(logStore, "The chunk index is damaged; it is made anew from %lld containers",
                  static_cast<long long>(containers.size()));
    const auto whole = TRY(insertContainers(containers));
    TRY(index_->dropDamagedRuns(containers));
    for (const auto container : whole)
        index_->completed(container);
    return index_->flush();
}

Result<std::vector<std::optional<ObjectLocation>>> IndexKeeper::find(std::span<const ObjectName> names) const
{
    auto found = index_->find(names);
    for (int i = 0; i < kRepairs && !found && found.error().kind() == ErrorKind::Damaged; ++i) {
        TRY(repair());
        found = index_->find(names);
    }
    return found;
}

Result<std::vector<ObjectLocation>> IndexKeeper::findAll(const ObjectName &name) const
{
    auto found = index_->findAll(name);
    for (int i = 0; i < kRepairs && !found && found.error().kind() == ErrorKind::Damaged; ++i) {
        TRY(repair());
        found = index_->findAll(name);
    }
    return found;
}

} // namespace backspool::store
