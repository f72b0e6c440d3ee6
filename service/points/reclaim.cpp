#include "points/reclaim.h"

#include "core/logging.h"
#include "points/container_copy.h"
#include "points/look_up_scope.h"

#include <unordered_set>

namespace backspool::points {

using catalogue::ContainerRow;
using format::IndexedObject;

namespace {

/// So much is copied before the containers that it comes from are removed: on a nearly full disk, what is freed first
/// makes room for what is copied next.
constexpr ByteCount kMaxCopiedAtOnce = 1_GiB;

/// The points and the leases at one time: no commit is between the one and the other.
struct Snapshot
{
    std::vector<catalogue::PointRow> points;
    std::vector<Lease> leases;
};

/// What of a container is wanted.
struct Share
{
    ContainerRow container;
    ByteCount wanted = 0; ///< of its bytes, the blocks' in proportion to their objects' sizes
    ByteCount unwanted = 0;
    bool isEmpty = true; ///< nothing in it is wanted

    bool isTooMuch(double maxUnwanted) const
    {
        return isEmpty || double(unwanted) > maxUnwanted * double(container.size);
    }
};

/// A DTF counts with its mirror.
ByteCount diskBytes(const ContainerRow &container, ByteCount bytes)
{
    return container.kind == format::ContainerKind::Dtf ? 2 * bytes : bytes;
}

/// Nothing is condemned any more when it goes.
class Condemnation
{
public:
    explicit Condemnation(store::ObjectStore &store) : store_(store) {}
    ~Condemnation() { store_.condemn({}, {}); }
    Q_DISABLE_COPY_MOVE(Condemnation)

private:
    store::ObjectStore &store_;
};

class Reclaim
{
public:
    Reclaim(const CommitContext &context, LeaseRegistry &leases, const Clock &clock, const ReclaimOptions &options,
            ProgressSink &progress, const CancelToken &cancel)
        : context_(context), store_(context.store), leases_(leases), clock_(clock), options_(options),
          progress_(progress), cancel_(cancel), wanted_(std::make_shared<WantedObjects>(context.store))
    {
    }

    Result<ReclaimReport> run()
    {
        TRY(chooseContainers());
        TRY(mark());
        auto shares = TRY(condemnable());
        if (options_.dryRun || shares.empty()) {
            foresee(shares);
            return report_;
        }
        const Condemnation condemnation(store_);
        TRY(condemnAndWait(shares));
        TRY(mark());
        TRY(rewrite(std::move(shares)));
        return report_;
    }

private:
    Status chooseContainers();
    bool isKeptWhole(const ContainerRow &container, const std::unordered_map<LeaseId, WallTime> &newestOfLease) const;
    Status mark();
    Result<Snapshot> snapshot() const;
    Result<std::vector<Share>> condemnable();
    Result<Share> shareOf(const ContainerRow &container) const;
    bool isWanted(const ContainerRow &container, const IndexedObject &object) const;
    Status condemnAndWait(const std::vector<Share> &shares);
    Status rewrite(std::vector<Share> shares);
    Status rewriteGroup(std::span<const Share> group);
    Result<std::vector<ContainerRow>> replace(const ContainerCopy::Outcome &copied);
    void dropRfeRecords();
    void foresee(const std::vector<Share> &shares);

    const CommitContext &context_;
    store::ObjectStore &store_;
    LeaseRegistry &leases_;
    const Clock &clock_;
    const ReclaimOptions &options_;
    ProgressSink &progress_;
    const CancelToken &cancel_;
    std::shared_ptr<WantedObjects> wanted_; ///< the store's condemnation asks it too
    std::vector<ContainerRow> containers_;  ///< that may be rewritten
    std::unordered_map<ContainerId, PointId> pointOfDtf_;
    Progress done_;
    ReclaimReport report_;
};

/// Containers of a session that came to no point yet, or of a recent one that did not.
bool Reclaim::isKeptWhole(const ContainerRow &container,
                          const std::unordered_map<LeaseId, WallTime> &newestOfLease) const
{
    if (container.committed || !container.lease)
        return false;
    return leases_.isActive(container.lease) ||
           newestOfLease.at(container.lease) + options_.keepUncommitted > clock_.now();
}

Status Reclaim::chooseContainers()
{
    // The catalogue knows which are committed, the store which are whole.
    std::unordered_map<ContainerId, bool> committed;
    std::unordered_map<LeaseId, WallTime> newestOfLease;
    const auto published = store_.containers();
    for (const auto &row : TRY(context_.catalogue.containers())) {
        committed[row.id] = row.committed;
        auto &newest = newestOfLease[row.lease];
        newest = std::max(newest, row.created);
    }
    report_.containersBefore = published.size();
    report_.bytesBefore = store_.storedBytes();
    for (auto container : published) {
        TRY(cancel_.check());
        const auto known = committed.find(container.id);
        if (known == committed.end())
            continue;
        container.committed = known->second;
        if (isKeptWhole(container, newestOfLease))
            continue;
        const auto index = store_.containerIndex(container.id);
        if (!index) {
            qCWarning(logStore, "A container is left alone: %ls", qUtf16Printable(index.error().text()));
            continue;
        }
        wanted_->addContainer(container.id, *index);
        containers_.push_back(container);
    }
    return {};
}

Result<Snapshot> Reclaim::snapshot() const
{
    // Points before leases: see LeaseRegistry. The lock: see commitPoint().
    const std::lock_guard lock(context_.commitMutex);
    auto points = TRY(context_.catalogue.points(std::nullopt));
    return Snapshot{std::move(points), leases_.active()};
}

Status Reclaim::mark()
{
    const auto now = TRY(snapshot());
    pointOfDtf_.clear();
    done_ = {.itemsTotal = now.points.size() + now.leases.size()};
    const auto markPoint = [&](const ObjectName &root, const ObjectName &hints, const format::FileContent &system,
                               const QString &what) -> Status {
        auto marked = wanted_->mark(root, hints, cancel_);
        if (marked)
            marked = wanted_->mark(system, cancel_);
        if (!marked && marked.error().kind() == ErrorKind::Cancelled)
            return marked;
        if (!marked)
            return fail(
                marked.error().withContext(QStringLiteral("No space can be given back while it is not known what %1 "
                                                          "needs. Verify the store, and forget what is damaged")
                                               .arg(what)));
        ++done_.itemsDone;
        progress_.progressed(done_);
        return {};
    };
    for (const auto &point : now.points) {
        pointOfDtf_.emplace(point.dtf, point.id);
        TRY(markPoint(point.root, point.hints, point.systemInformation,
                      QStringLiteral("point %1").arg(point.id.value)));
    }
    for (const auto &lease : now.leases) {
        if (!lease.baseRoot.isNull())
            TRY(markPoint(lease.baseRoot, lease.baseHints, {},
                          QStringLiteral("point %1, the base of a running backup,").arg(lease.base.value)));
    }
    report_.damagedObjects = wanted_->missing();
    return {};
}

bool Reclaim::isWanted(const ContainerRow &container, const IndexedObject &object) const
{
    if (object.kind == format::ObjectKind::Point)
        return pointOfDtf_.contains(container.id);
    const store::ObjectLocation location{container.id, object.place, object.kind};
    if (wanted_->isWanted(location))
        return true;
    if (!wanted_->isFoundElsewhere(object.name))
        return false;
    wanted_->markObject(location);
    return true;
}

Result<Share> Reclaim::shareOf(const ContainerRow &container) const
{
    const auto index = TRY(store_.containerIndex(container.id));
    Share share{container};
    for (const auto &block : index.blocks) {
        ByteCount wanted = 0;
        ByteCount all = 0;
        for (const auto &object : std::span(index.objects).subspan(block.firstObject, block.objectCount)) {
            all += object.size;
            if (!isWanted(container, object))
                continue;
            wanted += object.size;
            share.isEmpty = false;
        }
        const auto wantedStored = all > 0 ? ByteCount(double(block.storedSize) * double(wanted) / double(all)) : 0;
        share.wanted += wantedStored;
        share.unwanted += block.storedSize - wantedStored;
    }
    return share;
}

Result<std::vector<Share>> Reclaim::condemnable()
{
    std::vector<Share> shares;
    for (const auto &container : containers_) {
        TRY(cancel_.check());
        const auto share = TRY(shareOf(container));
        if (share.isTooMuch(options_.maxUnwanted))
            shares.push_back(share);
    }
    return shares;
}

void Reclaim::foresee(const std::vector<Share> &shares)
{
    for (const auto &share : shares) {
        (share.isEmpty ? report_.containersRemoved : report_.containersRewritten) += 1;
        report_.bytesFreed += diskBytes(share.container, ByteCount(share.container.size) - share.wanted);
        report_.bytesCopied += share.wanted;
    }
}

Status Reclaim::condemnAndWait(const std::vector<Share> &shares)
{
    std::vector<ContainerId> condemned;
    for (const auto &share : shares)
        condemned.push_back(share.container.id);
    // Until it is known which leases are older, all that look up are taken for such; the younger ones have not begun
    // to.
    const auto newest = std::make_shared<std::atomic<uint64_t>>(std::numeric_limits<uint64_t>::max());
    store_.condemn(condemned, [wanted = wanted_, newest](const store::ObjectLocation &location) {
        const auto lease = LookUpScope::current();
        return (lease && lease->value <= newest->load()) || wanted->isWanted(location);
    });
    LeaseId newestActive;
    for (const auto &lease : leases_.active())
        newestActive = std::max(newestActive, lease.id);
    newest->store(newestActive.value);
    return leases_.waitForOlder(newestActive, cancel_);
}

Status Reclaim::rewrite(std::vector<Share> shares)
{
    // What points committed meanwhile want may have turned the balance, but what is condemned is done with.
    for (auto &share : shares)
        share = TRY(shareOf(share.container));
    // The empty ones first, and by themselves: they cost nothing and make room, also where there is none for a copy.
    std::ranges::stable_partition(shares, &Share::isEmpty);
    done_ = {.itemsTotal = shares.size()};
    for (size_t begin = 0; begin < shares.size();) {
        size_t end = begin;
        ByteCount copied = 0;
        while (end < shares.size() && (end == begin || (shares[end].isEmpty == shares[begin].isEmpty &&
                                                        copied + shares[end].wanted <= kMaxCopiedAtOnce)))
            copied += shares[end++].wanted;
        TRY(rewriteGroup(std::span(shares).subspan(begin, end - begin)));
        begin = end;
    }
    dropRfeRecords();
    return {};
}

Status Reclaim::rewriteGroup(std::span<const Share> group)
{
    ContainerCopy copy(store_, context_.trust, *wanted_, cancel_);
    std::vector<ContainerId> empty;
    for (const auto &share : group) {
        TRY(cancel_.check());
        if (share.isEmpty)
            empty.push_back(share.container.id);
        else
            TRY(copy.copy(share.container, pointOfDtf_.contains(share.container.id)));
        ++done_.itemsDone;
        done_.bytesDone += uint64_t(share.wanted);
        progress_.progressed(done_);
    }
    auto copied = TRY(copy.publish());
    report_.containersRewritten += copied.removed.size();
    report_.containersRemoved += empty.size();
    report_.bytesCopied += copied.bytesCopied;
    report_.damagedObjects += copied.damagedObjects;
    copied.removed.insert(copied.removed.end(), empty.begin(), empty.end());
    const auto before = store_.containers();
    // Without the lock of replace(): a backup that commits does not wait for the disk.
    store_.removeFiles(TRY(replace(copied)));
    const std::unordered_set<ContainerId> removed(copied.removed.begin(), copied.removed.end());
    const std::unordered_set<ContainerId> added(copied.added.begin(), copied.added.end());
    for (const auto &container : before) {
        const auto bytes = diskBytes(container, ByteCount(container.size));
        report_.bytesFreed += removed.contains(container.id) ? bytes : added.contains(container.id) ? -bytes : 0;
    }
    return {};
}

Result<std::vector<ContainerRow>> Reclaim::replace(const ContainerCopy::Outcome &copied)
{
    // A point may have been forgotten since the mark: no other commit, and no forgetting, while this is one.
    const std::lock_guard lock(context_.commitMutex);
    std::vector<std::pair<PointId, ContainerId>> movedPoints;
    for (const auto &moved : copied.movedPoints) {
        if (TRY(context_.catalogue.point(moved.first)))
            movedPoints.push_back(moved);
    }
    return store_.replace(copied.added, copied.removed, movedPoints);
}

/// Records of files whose content is gone: asking for them would be in vain.
void Reclaim::dropRfeRecords()
{
    context_.rfe.keepOnly([this](const redundancy::RfeFile &file) {
        const auto found = store_.find(file.signature);
        return !found || *found;
    });
    if (const auto saved = context_.rfe.save(); !saved)
        qCWarning(logStore, "%ls", qUtf16Printable(saved.error().text()));
}

} // namespace

Result<ReclaimReport> reclaim(const CommitContext &context, LeaseRegistry &leases, const Clock &clock,
                              const ReclaimOptions &options, ProgressSink &progress, const CancelToken &cancel)
{
    return Reclaim(context, leases, clock, options, progress, cancel).run();
}

} // namespace backspool::points
