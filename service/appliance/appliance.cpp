#include "appliance/appliance.h"

#include "appliance/catalogue_file.h"
#include "appliance/data_paths.h"
#include "appliance/folder_lock.h"
#include "appliance/forgotten_points.h"
#include "appliance/reconcile.h"
#include "appliance/repository_start.h"
#include "core/logging.h"
#include "protocol/policy_messages.h"
#include "store/real_disk.h"

#include <algorithm>

namespace backspool::appliance {

using catalogue::Catalogue;
using catalogue::ClientRow;

namespace {

/// What fits a line of a list and a certificate's name.
constexpr qsizetype kMaxClientName = 64;
/// With the longest policies a quarter of what a state object may have.
constexpr size_t kPoliciesKept = 16;

Status checkClientName(const QString &name)
{
    const auto isPlain = [](QChar c) { return c.isPrint() && c != u'/' && c != u'\\'; };
    if (!name.isEmpty() && name.size() <= kMaxClientName && name.trimmed() == name &&
        std::ranges::all_of(name, isPlain))
        return {};
    return fail(
        ErrorKind::Invalid,
        QStringLiteral("\"%1\" cannot be a client's name: 1 to %2 characters, without slashes, control characters "
                       "or spaces at its ends")
            .arg(name)
            .arg(kMaxClientName));
}

ClientRow *findClient(trust::State &state, ClientId client)
{
    const auto found = std::ranges::find(state.clients, client, &ClientRow::id);
    return found == state.clients.end() ? nullptr : &*found;
}

} // namespace

struct Appliance::Private
{
    Private(const ApplianceOptions &given, FolderLock folderLock)
        : options(given), lock(std::move(folderLock)), disk(given.disk ? *given.disk : realDisk),
          clock(given.clock ? *given.clock : systemClock)
    {
    }

    static Result<std::unique_ptr<Private>> start(const ApplianceOptions &options);
    Status openStore();
    Status openRfe(bool fillsAlways, const CancelToken &cancel);
    points::CommitContext context() { return {*store, *catalogue, *rfe, *trust, commitMutex}; }

    const ApplianceOptions options;
    const FolderLock lock;
    store::RealDisk realDisk;
    SystemClock systemClock;
    store::Disk &disk;
    const Clock &clock;
    trust::RepositoryKey key;
    std::unique_ptr<trust::StateStore> stateStore;
    std::unique_ptr<StateKeeper> states;
    std::optional<trust::Authority> authority;
    bool isNew = false;
    std::unique_ptr<Catalogue> catalogue;
    std::unique_ptr<store::ObjectStore> store;
    std::unique_ptr<redundancy::RfeIndex> rfe;
    points::LeaseRegistry leases;
    std::unique_ptr<points::VersionTrust> trust;
    std::mutex commitMutex;
    std::mutex reclaiming; ///< held through a reclaim
};

/// Folder, lock, and what the key stands for.
Result<std::unique_ptr<Appliance::Private>> Appliance::Private::start(const ApplianceOptions &options)
{
    TRY(store::RealDisk().makeFolder(options.dataFolder));
    auto d = std::make_unique<Private>(options, TRY(FolderLock::take(lockPath(options.dataFolder))));
    return d;
}

Status Appliance::Private::openStore()
{
    const store::StoreOptions storeOptions{.folder = storeFolder(options.dataFolder),
                                           .indexFolder = indexFolder(options.dataFolder),
                                           .repositoryKey = key.key,
                                           .containerSize = options.settings.containerSize,
                                           .reserve = options.settings.reserve};
    store = TRY(store::ObjectStore::open(storeOptions, disk, *catalogue, clock));
    trust = std::make_unique<points::VersionTrust>(*store);
    return {};
}

Status Appliance::Private::openRfe(bool fillsAlways, const CancelToken &cancel)
{
    rfe = TRY(redundancy::RfeIndex::open(disk, rfeFolder(options.dataFolder)));
    if (fillsAlways || rfe->needsRebuild())
        TRY(points::rebuildRfe(context(), cancel));
    return {};
}

Appliance::Appliance(std::unique_ptr<Private> d) : d_(std::move(d)) {}

Appliance::~Appliance() = default;

Result<std::unique_ptr<Appliance>> Appliance::open(const ApplianceOptions &options)
{
    auto d = TRY(Private::start(options));
    d->key = TRY(findOrMakeKey(d->disk, options.dataFolder));
    d->stateStore = std::make_unique<trust::StateStore>(d->disk, storeFolder(options.dataFolder), d->key.key, d->clock);
    auto found = TRY(findOrMakeState(*d->stateStore, d->disk, options.dataFolder, d->key, d->clock));
    d->isNew = found.isNew;
    d->authority = TRY(trust::Authority::load(found.state.authority));
    d->states = std::make_unique<StateKeeper>(*d->stateStore, std::move(found.state));

    d->catalogue = TRY(Catalogue::open(databaseOptions(options.database, options.dataFolder)));
    if (!TRY(isFilled(*d->catalogue, d->key.repository))) {
        if (TRY(holdsContainers(d->disk, storeFolder(options.dataFolder))))
            return fail(
                ErrorKind::Damaged,
                QStringLiteral("The catalogue is lost, the store in %1 is there. Run \"backspoold rebuild\": it makes "
                               "the catalogue again from the store.")
                    .arg(storeFolder(options.dataFolder)));
        TRY(d->catalogue->setSetting(kRepositorySetting, d->key.repository.toUtf8()));
    }
    TRY(reconcile(*d->states, *d->catalogue));
    TRY(d->openStore());
    TRY(d->openRfe(false, CancelToken()));
    TRY(listStrayRecords(*d->states, d->context(), d->leases));
    return std::unique_ptr<Appliance>(new Appliance(std::move(d)));
}

Result<points::RebuildReport> Appliance::rebuild(const ApplianceOptions &options, ProgressSink &progress,
                                                 const CancelToken &cancel)
{
    auto d = TRY(Private::start(options));
    d->key = TRY(trust::readKeyFile(keyPath(options.dataFolder)));
    d->stateStore = std::make_unique<trust::StateStore>(d->disk, storeFolder(options.dataFolder), d->key.key, d->clock);
    const auto state = TRY(findState(*d->stateStore, d->key));
    d->catalogue = TRY(openForRebuild(databaseOptions(options.database, options.dataFolder)));
    auto report = TRY(points::rebuildCatalogue(d->disk, storeFolder(options.dataFolder), d->key.key, state,
                                               *d->catalogue, progress, cancel));
    TRY(d->openStore());
    TRY(d->openRfe(true, cancel));
    TRY(finishRebuild(*d->catalogue, d->key.repository));
    return report;
}

bool Appliance::isNew() const
{
    return d_->isNew;
}

const Settings &Appliance::settings() const
{
    return d_->options.settings;
}

const QString &Appliance::dataFolder() const
{
    return d_->options.dataFolder;
}

const trust::RepositoryKey &Appliance::key() const
{
    return d_->key;
}

codec::SecretKey Appliance::domainSecret() const
{
    return codec::deriveKey(d_->key.key, {}, "backspool domain 0");
}

trust::Authority Appliance::authority() const
{
    return *d_->authority;
}

trust::CertifiedKey Appliance::serverCertificate() const
{
    return d_->states->state().server;
}

const Clock &Appliance::clock() const
{
    return d_->clock;
}

Catalogue &Appliance::catalogue()
{
    return *d_->catalogue;
}

store::ObjectStore &Appliance::store()
{
    return *d_->store;
}

redundancy::RfeIndex &Appliance::rfe()
{
    return *d_->rfe;
}

points::LeaseRegistry &Appliance::leases()
{
    return d_->leases;
}

points::VersionTrust &Appliance::trust()
{
    return *d_->trust;
}

points::CommitContext Appliance::commitContext()
{
    return d_->context();
}

Result<PointId> Appliance::reservePointId()
{
    const auto point = TRY(d_->catalogue->reservePointId());
    TRY(d_->states->keepAheadOf(point, {}));
    return point;
}

Result<LeaseId> Appliance::reserveLeaseId()
{
    const auto lease = TRY(d_->catalogue->reserveLeaseId());
    TRY(d_->states->keepAheadOf({}, lease));
    return lease;
}

Result<ClientRow> Appliance::addClient(const QString &name, bool replace)
{
    TRY(checkClientName(name));
    if (replace) {
        const auto client = TRY(d_->catalogue->clientByName(name));
        if (!client)
            return fail(ErrorKind::NotFound, QStringLiteral("There is no client named \"%1\".").arg(name));
        return *client;
    }
    std::optional<ClientRow> added;
    // The catalogue first: it gives the number. A client without certificate is allowed nothing.
    TRY(d_->states->change([&](trust::State &next) -> Status {
        added = TRY(d_->catalogue->addClient(name, d_->clock.now()));
        return addMissingClients(next, *d_->catalogue);
    }));
    return *added;
}

Status Appliance::setCertificate(ClientId client, const QByteArray &certificateDer)
{
    const auto fingerprint = trust::certificateFingerprint(certificateDer);
    const auto other = TRY(d_->catalogue->clientByCertificate(fingerprint));
    if (other && other->id != client)
        return fail(ErrorKind::Exists, QStringLiteral("The certificate is that of another client."));
    return d_->states->change(
        [&](trust::State &next) -> Status {
            TRY(addMissingClients(next, *d_->catalogue));
            auto *row = findClient(next, client);
            if (!row)
                return fail(ErrorKind::NotFound, QStringLiteral("There is no client %1.").arg(client.value));
            row->certificate = fingerprint;
            row->revoked = false;
            return {};
        },
        [&] { return d_->catalogue->setCertificate(client, fingerprint); });
}

Status Appliance::revokeClient(const QString &name)
{
    const auto client = TRY(d_->catalogue->clientByName(name));
    if (!client)
        return fail(ErrorKind::NotFound, QStringLiteral("There is no client named \"%1\".").arg(name));
    return d_->states->change(
        [&](trust::State &next) -> Status {
            TRY(addMissingClients(next, *d_->catalogue));
            if (auto *row = findClient(next, client->id))
                row->revoked = true;
            return {};
        },
        [&] { return d_->catalogue->setRevoked(client->id, true); });
}

Status Appliance::forgetPoints(const std::vector<PointId> &points)
{
    const std::set<PointId> wanted(points.begin(), points.end());
    return d_->states->change(
        [&](trust::State &next) -> Status {
            for (const auto point : wanted) {
                if (!TRY(d_->catalogue->point(point)))
                    return fail(ErrorKind::NotFound,
                                QStringLiteral("There is no point %1. None was forgotten.").arg(point.value));
            }
            next.forgotten.insert(wanted.begin(), wanted.end());
            return {};
        },
        [&] {
            // Reclaim moves records of points under this lock.
            const std::lock_guard lock(d_->commitMutex);
            return d_->catalogue->removePoints({wanted.begin(), wanted.end()});
        });
}

Result<trust::PolicyVersion> Appliance::setPolicy(const QByteArray &content)
{
    if (content.size() > protocol::kMaxPolicySize)
        return fail(
            ErrorKind::Invalid,
            QStringLiteral("The policy is longer than the %1 bytes that agents take.").arg(protocol::kMaxPolicySize));
    trust::PolicyVersion policy{.version = 1, .set = d_->clock.now(), .content = content};
    TRY(d_->states->change([&](trust::State &next) -> Status {
        if (!next.policies.empty())
            policy.version = next.policies.back().version + 1;
        next.policies.push_back(policy);
        if (next.policies.size() > kPoliciesKept)
            next.policies.erase(next.policies.begin());
        return {};
    }));
    return policy;
}

trust::PolicyVersion Appliance::policy() const
{
    const auto all = policies();
    return all.empty() ? trust::PolicyVersion{} : all.back();
}

std::vector<trust::PolicyVersion> Appliance::policies() const
{
    return d_->states->state().policies;
}

Result<points::ReclaimReport> Appliance::reclaim(bool dryRun, ProgressSink &progress, const CancelToken &cancel)
{
    const std::unique_lock lock(d_->reclaiming, std::try_to_lock);
    if (!lock.owns_lock())
        return fail(ErrorKind::Busy, QStringLiteral("Space is being given back already."));
    const auto context = d_->context();
    if (!dryRun)
        TRY(listStrayRecords(*d_->states, context, d_->leases));
    auto report = TRY(points::reclaim(context, d_->leases, d_->clock, {.dryRun = dryRun}, progress, cancel));
    if (!dryRun)
        TRY(dropGoneRecords(*d_->states, context));
    return report;
}

} // namespace backspool::appliance
