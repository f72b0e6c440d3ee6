#include "backup/backup_run.h"

#include "backup/backup_walk.h"
#include "backup/cache_fetch.h"
#include "backup/logged_changes.h"
#include "backup/owner_names.h"
#include "core/logging.h"
#include "difference/cached_path.h"
#include "files/open_file.h"

#include <QFile>
#include <QSysInfo>
#include <QTimeZone>

namespace backspool::engine {

namespace {

Result<protocol::BackupGranted> begin(protocol::ClientConnection &connection, PointId base)
{
    protocol::BeginBackup request;
    request.base = base;
    request.host = QSysInfo::machineHostName();
    request.zone = QString::fromUtf8(QTimeZone::systemTimeZoneId());
    request.agent = QStringLiteral(BACKSPOOL_VERSION);
    return protocol::BackupGranted::decode(TRY(
        connection.call(protocol::MessageType::BeginBackup, request.encode(), protocol::MessageType::BackupGranted)));
}

/// The grant, with a cache that describes its base (or is empty, and the grant has none).
Result<protocol::BackupGranted> beginWithBase(protocol::ClientConnection &connection, const codec::Digester &digester,
                                              TreeCache &cache, const CancelToken &cancel)
{
    const auto fetchNewest = [&]() -> Status {
        const auto newest = TRY(newestPoint(connection));
        if (!newest)
            return {};
        if (const auto fetched = fetchCache(connection, digester, newest, cache, cancel); !fetched) {
            if (fetched.error().kind() != ErrorKind::Damaged && fetched.error().kind() != ErrorKind::NotFound &&
                !cache.isLost())
                return fetched;
            // Without a base everything is claimed anew: slower, not wrong.
            qCWarning(logEngine).noquote() << "the tree of the last point cannot be fetched:" << fetched.error().text();
            TRY(cache.clear());
        }
        return {};
    };
    if (cache.isEmpty())
        TRY(fetchNewest());
    for (int attempt = 0;; ++attempt) {
        auto granted = TRY(begin(connection, cache.isEmpty() ? PointId{} : cache.point().point));
        if (granted.baseIsHeld || cache.isEmpty())
            return granted;
        if (attempt > 0)
            return fail(
                ErrorKind::Busy,
                QStringLiteral("the points of this computer are being forgotten while it wants to back up; try again"));
        TRY(connection.send(protocol::MessageType::AbortBackup, {}));
        TRY(cache.clear());
        TRY(fetchNewest());
    }
}

} // namespace

Result<BackupReport> runBackup(protocol::ClientConnection &connection, const protocol::Identity &identity,
                               const AgentState &state, const Clock &clock, const BackupOptions &options,
                               ProgressSink &progress, const CancelToken &cancel)
{
    if (options.paths.empty())
        return fail(ErrorKind::Invalid,
                    QStringLiteral(
                        "nothing is selected: name the folders to protect, as in: backspool-agent backup ~/Documents"));
    const auto lock = TRY(state.lockForBackup());
    const auto startedSteady = clock.steadyNow();
    struct ShadowsOfFailure
    {
        ShadowFiles *shadows;
        ~ShadowsOfFailure()
        {
            if (shadows)
                shadows->discard();
        }
    } shadowsOfFailure{options.shadows};
    raiseOpenFileLimit();
    LoggedChanges logged(options); // before anything is looked at

    const codec::Digester digester(identity.domainSecret);
    const codec::Chunker chunker(codec::DomainKeys(identity.domainSecret).boundary());
    const Exclusion exclusion(TRY(policy::ExcludeRules::compile(options.excludes, options.paths)), options.criteria,
                              fileTime(clock.now()));
    const auto cache = TRY(TreeCache::open(state.cacheFolder(), identity.repository.toUtf8() + '/' +
                                                                    QByteArray::number(identity.client.value)));
    const auto known = KnownContents::open(state.knownContentsFile());
    SystemDocument system(options.systemInformation);
    CopyGuard ownGuard(options.active.writerWait); // starts nothing unless there is something to guard
    ActiveFiles active(options.active, state.folder(), options.guard ? options.guard : &ownGuard,
                       options.shadows ? &options.shadows->spares() : nullptr);
    FingerprintCache fingerprints(state.fingerprintFolder());
    WalkTools tools{connection, digester, chunker,      *cache, exclusion, known,
                    system,     active,   fingerprints, clock,  progress,  cancel};
    const auto before = cache->isEmpty() ? PointId{} : cache->point().point;
    auto granted = TRY(beginWithBase(connection, digester, *cache, cancel));
    if (before && !cache->isEmpty() && cache->point().point == before)
        logged.prepare(*cache);
    tools.changes = logged.changes();
    tools.missed = logged.missed();
    auto walked = walkForBackup(tools, options, granted);
    if (!walked && walked.error().isCacheUnreadable) {
        // The service has the tree too. Once: what came from there just now is not at fault a second time.
        qCWarning(logEngine).noquote() << "the cached tree is fetched again:" << walked.error().error.text();
        TRY(connection.send(protocol::MessageType::AbortBackup, {}));
        TRY(cache->clear());
        logged.forget();
        tools.changes = nullptr;
        tools.missed = nullptr;
        granted = TRY(beginWithBase(connection, digester, *cache, cancel));
        walked = walkForBackup(tools, options, granted);
    }
    if (!walked) {
        connection.abort();
        return fail(walked.error().error);
    }
    const auto &[root, owners, tally, systemInformation] = **walked;

    CachedPoint cached;
    if (!cache->isEmpty()) {
        cached.users = cache->point().users;
        cached.groups = cache->point().groups;
    }
    addUserNames(cached.users, owners.users());
    addGroupNames(cached.groups, owners.groups());

    protocol::Commit commit;
    commit.root = TRY(format::DirectoryEntry::decode(root.entry, true));
    commit.rootHint = TRY(format::Hint::decode(root.hint));
    commit.selection = options.paths;
    commit.exclude = options.excludes;
    std::ranges::copy(options.criteria.toComments(), std::back_inserter(commit.exclude));
    commit.users = cached.users;
    commit.groups = cached.groups;
    commit.statistics = tally.statistics();
    commit.statistics.bytesSent = connection.wireCount().sent;
    commit.systemInformation = systemInformation;
    const auto committed = TRY(protocol::Committed::decode(
        TRY(connection.call(protocol::MessageType::Commit, commit.encode(), protocol::MessageType::Committed))));

    logged.committed(committed.point);
    if (options.shadows)
        options.shadows->commit();

    cached.point = committed.point;
    cached.started = granted.started;
    cached.rootEntry = root.entry;
    cached.rootHint = root.hint;
    cached.rootRecord = root.record;
    cached.items = commit.statistics.files + commit.statistics.directories;
    // The point exists; a cache that cannot be kept costs time at the next backup, nothing else.
    if (const auto kept = cache->commit(cached); !kept)
        qCWarning(logEngine).noquote() << kept.error().text();
    else if (options.shadows)
        options.shadows->retain([&](const QByteArray &path) { return hasPath(*cache, path).value_or(true); });
    fingerprints.commit();
    QFile::remove(state.knownContentsFile());

    BackupReport report;
    report.point = committed.point;
    report.started = granted.started;
    report.ended = committed.ended;
    report.statistics = commit.statistics;
    report.inconsistent = tally.inconsistent;
    report.groups = tally.groups();
    report.groupCounts = tally.groupCounts();
    report.wire = connection.wireCount();
    report.statistics.bytesSent = report.wire.sent;
    report.duration = clock.steadyNow() - startedSteady;
    report.skipped = tally.skipped();
    report.filesLeftOut = tally.filesLeftOut;
    report.dropped = tally.dropped();
    return report;
}

} // namespace backspool::engine
