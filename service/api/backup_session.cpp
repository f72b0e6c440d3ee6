#include "api/backup_session.h"

#include "api/committed_trees.h"
#include "core/logging.h"
#include "points/look_up_scope.h"

namespace backspool::api {

namespace {

/// One flush for so many bytes: dear enough to be rare, and half the window of an agent, so that it never waits for
/// one.
constexpr ByteCount kSyncAfter = 16_MiB;

/// When a backup that finds no place is to come again: many are done in a minute, and asking costs next to nothing.
constexpr std::chrono::seconds kRetryAfter{60};

struct Base
{
    PointId id;
    ObjectName root;
    ObjectName hints;
};

catalogue::Area areaOf(const protocol::BackupGranted &granted)
{
    return granted.newest ? catalogue::Area::Delta : catalogue::Area::Full;
}

/// The point that a client compares with; none when it is not one of its own (any more).
Result<Base> findBase(catalogue::Catalogue &catalogue, ClientId client, PointId wanted)
{
    if (!wanted)
        return Base{};
    const auto point = TRY(catalogue.point(wanted));
    if (!point || point->client != client)
        return Base{};
    return Base{point->id, point->root, point->hints};
}

} // namespace

/// The session's place in both registries: left at the very end, when nothing of the session is being written.
class BackupSession::Place
{
public:
    static Result<std::unique_ptr<Place>> take(const Services &services, const BackupClient &client)
    {
        switch (services.backups.admit(client.id, client.connection)) {
        case BackupRegistry::Admission::Admitted:
            break;
        case BackupRegistry::Admission::Soon:
            return fail(ErrorKind::Cancelled, QStringLiteral("an older connection is being ended"));
        case BackupRegistry::Admission::Busy:
            return fail(ErrorKind::Busy, QStringLiteral("A backup of %1 is under way already.").arg(client.name));
        case BackupRegistry::Admission::Full:
            return fail(Error(ErrorKind::Busy, QStringLiteral("As many backups as the service takes are under way (%1)")
                                                   .arg(services.backups.most()))
                            .withRetryAfter(kRetryAfter));
        }
        return std::unique_ptr<Place>(new Place(services, client));
    }
    ~Place()
    {
        if (lease)
            leases_.end(lease);
        backups_.leave(client_.id, client_.connection);
    }
    Place(const Place &) = delete;
    Place &operator=(const Place &) = delete;

    LeaseId lease; ///< ended at the end, when set

private:
    Place(const Services &services, const BackupClient &client)
        : backups_(services.backups), leases_(services.appliance.leases()), client_(client)
    {
    }
    BackupRegistry &backups_;
    points::LeaseRegistry &leases_;
    const BackupClient client_;
};

Result<std::unique_ptr<BackupSession>> BackupSession::begin(const Services &services, const BackupClient &client,
                                                            Peer &peer, const protocol::BeginBackup &request)
{
    auto &appliance = services.appliance;
    auto &catalogue = appliance.catalogue();
    TRY(appliance.store().checkSpace());
    auto place = TRY(Place::take(services, client));

    auto base = TRY(findBase(catalogue, client.id, request.base));
    points::Lease lease{
        .client = client.id, .started = appliance.clock().now(), .holder = client.connection->cancelledAtEnd};
    const auto point = TRY(appliance.reservePointId());
    // The lease first, then the look whether its base is still there: see lease_registry.h.
    for (;;) {
        lease.id = TRY(appliance.reserveLeaseId());
        lease.base = base.id;
        lease.baseRoot = base.root;
        lease.baseHints = base.hints;
        const auto begun = appliance.leases().begin(lease);
        // Held up for so long that a reclaim counts it as over: another number.
        if (!begun && begun.error().kind() == ErrorKind::Exists)
            continue;
        TRY(begun);
        place->lease = lease.id;
        const auto still = TRY(findBase(catalogue, client.id, base.id));
        if (still.id == base.id)
            break;
        appliance.leases().end(lease.id);
        place->lease = {};
        base = {};
    }

    const auto newest = TRY(catalogue.newestPoint(client.id));
    protocol::BackupGranted granted;
    granted.point = point;
    granted.lease = lease.id;
    granted.baseIsHeld = bool(lease.base);
    granted.newest = newest ? newest->id : PointId{};
    granted.hasObjects = appliance.store().objectCount() > 0;
    granted.rfeRecords = appliance.rfe().size();
    granted.window = appliance.settings().window;
    granted.started = lease.started;
    qCInfo(logSession).noquote() << QStringLiteral("backup of %1 begins: point %2, lease %3")
                                        .arg(client.name)
                                        .arg(point.value)
                                        .arg(lease.id.value);
    return std::unique_ptr<BackupSession>(
        new BackupSession(services, client, peer, std::move(place), lease, granted, request));
}

BackupSession::BackupSession(const Services &services, const BackupClient &client, Peer &peer,
                             std::unique_ptr<Place> place, points::Lease lease, protocol::BackupGranted granted,
                             const protocol::BeginBackup &request)
    : appliance_(services.appliance), trees_(services.trees), peer_(peer), place_(std::move(place)),
      clientName_(client.name), lease_(std::move(lease)), granted_(std::move(granted)), request_(request),
      claims_(services, lease_, grants_), baseFiles_(appliance_.store(), appliance_.trust(), lease_),
      intake_(appliance_.store(), appliance_.trust(), lease_, areaOf(granted_)),
      writer_(appliance_.store().beginSession(client.id, lease_.id, areaOf(granted_)))
{
}

BackupSession::~BackupSession() = default;

Status BackupSession::append(const CheckedBlock &block)
{
    TRY(intake_.append(*writer_, block.block, block.names));
    for (const auto &name : block.names)
        grants_.add(name, points::Grant::Sent);
    ++blocks_;
    unsynced_ += block.block.payload.size();
    if (unsynced_ >= kSyncAfter)
        return sync();
    if (unsynced_ == block.block.payload.size())
        peer_.remindToSync();
    return {};
}

Status BackupSession::sync()
{
    if (acknowledged_ == blocks_)
        return {};
    TRY_CONTEXT(QStringLiteral("making received data durable"), writer_->sync());
    acknowledged_ = blocks_;
    unsynced_ = 0;
    peer_.send(protocol::MessageType::Acknowledge, 0, protocol::Acknowledge{blocks_}.encode());
    return {};
}

Result<FingerprintsAnswer> BackupSession::fingerprints(const protocol::GetFingerprints &request)
{
    const points::LookUpScope scope(lease_.id);
    return FingerprintsAnswer::prepare(appliance_.store(), TRY(baseFiles_.open(request.path, request.known)), request);
}

Result<protocol::CopiesChecked> BackupSession::checkCopies(const protocol::CheckCopies &request)
{
    const points::LookUpScope scope(lease_.id);
    const auto file = TRY(baseFiles_.open(request.path));
    return api::checkCopies(appliance_.store(), *file, request, *lease_.holder);
}

Result<protocol::Committed> BackupSession::commit(const protocol::Commit &request)
{
    format::PointRecord record;
    record.point = granted_.point;
    record.client = lease_.client;
    record.lease = lease_.id;
    record.base = lease_.base;
    record.clientName = clientName_;
    record.host = request_.host;
    record.zone = request_.zone;
    record.agent = request_.agent;
    record.started = lease_.started;
    record.ended = appliance_.clock().now();
    record.root = request.root;
    record.rootHint = request.rootHint;
    record.selection = request.selection;
    record.exclude = request.exclude;
    record.users = request.users;
    record.groups = request.groups;
    record.statistics = request.statistics;
    record.systemInformation = request.systemInformation;
    TRY(intake_.settle());
    const auto point = TRY(points::commitPoint(appliance_.commitContext(), *writer_, lease_, record,
                                               [this](const ObjectName &name) { return claims_.grantOf(name); }));
    trees_.pointMade();
    qCInfo(logSession).noquote() << QStringLiteral("backup of %1 is point %2").arg(clientName_).arg(point.id.value);
    return protocol::Committed{point.id, point.ended};
}

} // namespace backspool::api
