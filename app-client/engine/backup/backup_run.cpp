#include "backup/backup_run.h"

#include "backup/cache_fetch.h"
#include "backup/owner_names.h"
#include "core/logging.h"
#include "difference/folder_job.h"
#include "files/open_file.h"
#include "protocol/read_messages.h"

#include <QFile>
#include <QSysInfo>
#include <QTimeZone>

#include <thread>

namespace backspool::engine {

namespace {

/// Kernel file times come from a clock that ticks every 10 ms at the slowest (CONFIG_HZ_100).
constexpr std::chrono::milliseconds kClockGranularity{20};

format::FileTime fileTime(WallTime time)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
    return {seconds.time_since_epoch().count(), uint32_t((time - seconds).count())};
}

Result<PointId> newestPoint(protocol::ClientConnection &connection)
{
    protocol::ListPoints request;
    request.limit = 1;
    const auto reply = TRY(protocol::Points::decode(
        TRY(connection.call(protocol::MessageType::ListPoints, request.encode(), protocol::MessageType::Points))));
    return reply.points.empty() ? PointId{} : reply.points.front().id;
}

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
            if (fetched.error().kind() != ErrorKind::Damaged && fetched.error().kind() != ErrorKind::NotFound)
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

/// Tells the progress ten times a second, from a thread of its own.
class Ticker
{
public:
    Ticker(const Tally &tally, ProgressSink &sink)
        : thread_([&tally, &sink](const std::stop_token &stop) {
              std::mutex mutex;
              std::condition_variable_any tick;
              std::unique_lock lock(mutex);
              while (
                  !tick.wait_for(lock, stop, std::chrono::milliseconds(100), [&stop] { return stop.stop_requested(); }))
                  sink.progressed(tally.progress());
          })
    {
    }

private:
    std::jthread thread_;
};

std::optional<FolderJob::Cached> cachedRoot(const TreeCache &cache)
{
    if (cache.isEmpty())
        return std::nullopt;
    const auto hint = format::Hint::decode(cache.point().rootHint);
    return FolderJob::Cached{cache.point().rootEntry, cache.point().rootHint, cache.point().rootRecord,
                             hint ? hint->fileSystem : format::FileSystemId{}};
}

struct Walked
{
    FolderResult root;
    OwnersSeen owners;
};

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
    raiseOpenFileLimit();

    const codec::Digester digester(identity.domainSecret);
    const codec::Chunker chunker(codec::DomainKeys(identity.domainSecret).boundary());
    const auto excludes = TRY(policy::ExcludeRules::compile(options.excludes, options.paths));
    const auto cache = TRY(TreeCache::open(state.cacheFolder(), identity.repository.toUtf8() + '/' +
                                                                    QByteArray::number(identity.client.value)));
    const auto granted = TRY(beginWithBase(connection, digester, *cache, cancel));
    TRY(cache->beginUpdate());
    const auto known = KnownContents::open(state.knownContentsFile());

    Failure failure;
    Tally tally;
    Pacer pacer(clock, granted.rate);
    ClaimQueue claims(connection, failure);
    CandidateQueue candidates(connection, failure);
    ObjectSink sink(claims, failure, {});
    SenderOptions senderOptions = options.sender;
    senderOptions.window = granted.window;
    BlockSender sender(connection, failure, pacer, senderOptions, [&sink](ByteCount bytes) { sink.left(bytes); });
    sink.setSender(sender);
    connection.setListener([&](Result<protocol::Frame> frame) {
        if (!frame) {
            failure.set(frame.error());
        } else if (frame->type == protocol::MessageType::Acknowledge) {
            if (const auto acknowledged = protocol::Acknowledge::decode(frame->payload))
                sender.acknowledged(acknowledged->blocks);
        }
    });
    // The parts above must not be called any more once they are gone.
    struct Quiet
    {
        protocol::ClientConnection &connection;
        ~Quiet() { connection.setListener({}); }
    } quiet{connection};

    const ContentReader contents(digester, chunker, sink, tally, cancel);
    CachedInodes inodes(*cache);
    WalkQueue queue(failure);
    Walked walked;
    WalkContext context{.digester = digester,
                        .contents = contents,
                        .sink = sink,
                        .claims = claims,
                        .candidates = candidates,
                        .askCandidates = granted.rfeRecords > 0,
                        .queue = queue,
                        .cache = *cache,
                        .inodes = inodes,
                        .known = known,
                        .excludes = excludes,
                        .failure = failure,
                        .cancel = cancel,
                        .tally = tally,
                        .owners = walked.owners,
                        .racyFrom = fileTime(clock.now() - kClockGranularity),
                        .lastPoint = cache->isEmpty() ? format::FileTime{} : fileTime(cache->point().started)};
    bool isWalked = false;
    {
        const Ticker ticker(tally, progress);
        const auto root = FolderJob::makeRoot(context, SelectionTree::make(options.paths), cachedRoot(*cache),
                                              [&](FolderResult result) {
                                                  walked.root = std::move(result);
                                                  isWalked = true;
                                                  queue.finish();
                                              });
        queue.addScan([root] { root->scan(); });
        std::vector<std::jthread> workers;
        for (int i = 0; i < options.workers; ++i)
            workers.emplace_back([&queue] { queue.run(); });
        workers.clear();
        const auto drained = isWalked ? sink.drain() : failure.check();
        if (!drained) {
            connection.abort(); // no callback may come to what ends here
            return fail(drained.error());
        }
    }

    CachedPoint cached;
    if (!cache->isEmpty()) {
        cached.users = cache->point().users;
        cached.groups = cache->point().groups;
    }
    addUserNames(cached.users, walked.owners.users());
    addGroupNames(cached.groups, walked.owners.groups());

    protocol::Commit commit;
    commit.root = TRY(format::DirectoryEntry::decode(walked.root.entry, true));
    commit.rootHint = TRY(format::Hint::decode(walked.root.hint));
    commit.selection = options.paths;
    commit.exclude = options.excludes;
    commit.users = cached.users;
    commit.groups = cached.groups;
    commit.statistics = tally.statistics();
    commit.statistics.bytesSent = connection.wireCount().sent;
    const auto committed = TRY(protocol::Committed::decode(
        TRY(connection.call(protocol::MessageType::Commit, commit.encode(), protocol::MessageType::Committed))));

    cached.point = committed.point;
    cached.started = granted.started;
    cached.rootEntry = walked.root.entry;
    cached.rootHint = walked.root.hint;
    cached.rootRecord = walked.root.record;
    // The point exists; a cache that cannot be kept costs time at the next backup, nothing else.
    if (const auto kept = cache->commit(cached); !kept)
        qCWarning(logEngine).noquote() << kept.error().text();
    QFile::remove(state.knownContentsFile());

    BackupReport report;
    report.point = committed.point;
    report.started = granted.started;
    report.ended = committed.ended;
    report.statistics = commit.statistics;
    report.inconsistent = tally.inconsistent;
    report.wire = connection.wireCount();
    report.statistics.bytesSent = report.wire.sent;
    report.duration = clock.steadyNow() - startedSteady;
    report.skipped = tally.skipped();
    return report;
}

} // namespace backspool::engine
