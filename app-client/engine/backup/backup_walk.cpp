#include "backup/backup_walk.h"

#include "core/logging.h"
#include "protocol/read_messages.h"

#include <thread>

namespace backspool::engine {

namespace {

/// The tally's, with what the last point had as the best guess of all there is. (Nobody counts first: that would be the
/// walk itself.)
Progress progressOf(const Tally &tally, uint64_t itemsBefore)
{
    auto progress = tally.progress();
    progress.itemsTotal = itemsBefore == 0 ? 0 : std::max(itemsBefore, progress.itemsDone);
    return progress;
}

/// Tells the progress ten times a second, from a thread of its own.
class Ticker
{
public:
    Ticker(const Tally &tally, uint64_t itemsBefore, ProgressSink &sink)
        : thread_([&tally, itemsBefore, &sink](const std::stop_token &stop) {
              std::mutex mutex;
              std::condition_variable_any tick;
              std::unique_lock lock(mutex);
              while (
                  !tick.wait_for(lock, stop, std::chrono::milliseconds(100), [&stop] { return stop.stop_requested(); }))
                  sink.progressed(progressOf(tally, itemsBefore));
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

/// The connection stays, so every answer that is on its way must come before what it would call ends. The service
/// answers in order, and once the failure is set nothing is asked any more but what a proof still sends.
Status waitForAnswers(protocol::ClientConnection &connection, ClaimQueue &claims)
{
    TRY(newestPoint(connection));
    claims.waitForProvers();
    TRY(newestPoint(connection));
    return {};
}

} // namespace

Result<PointId> newestPoint(protocol::ClientConnection &connection)
{
    protocol::ListPoints request;
    request.limit = 1;
    const auto reply = TRY(protocol::Points::decode(
        TRY(connection.call(protocol::MessageType::ListPoints, request.encode(), protocol::MessageType::Points))));
    return reply.points.empty() ? PointId{} : reply.points.front().id;
}

std::expected<std::unique_ptr<Walked>, WalkFailure> walkForBackup(const WalkTools &tools, const BackupOptions &options,
                                                                  const protocol::BackupGranted &granted)
{
    auto &connection = tools.connection;
    auto &cache = tools.cache;
    auto walked = std::make_unique<Walked>();
    if (const auto begun = cache.beginUpdate(); !begun)
        qCWarning(logEngine).noquote() << begun.error().text();

    Failure failure;
    Pacer pacer(tools.clock, granted.rate);
    ClaimQueue claims(connection, failure);
    CandidateQueue candidates(connection, failure);
    ObjectSink sink(claims, failure, {});
    SenderOptions senderOptions = options.sender;
    senderOptions.window = granted.window;
    BlockSender sender(
        connection, failure, pacer, senderOptions, [&sink](ByteCount bytes) { sink.left(bytes); },
        [&sink](const std::vector<ObjectName> &names) { sink.arrived(names); });
    sink.setSender(sender);
    connection.setListener([&](Result<protocol::Frame> frame) {
        if (!frame) {
            failure.set(frame.error());
        } else if (frame->type == protocol::MessageType::Acknowledge) {
            if (const auto acknowledged = protocol::Acknowledge::decode(frame->payload))
                sender.acknowledged(acknowledged->blocks);
        }
    });
    // The parts above must not be called any more once they are gone: nothing that is unanswered is left by then, but
    // the last answer may still be on its way back through them.
    struct Quiet
    {
        protocol::ClientConnection &connection;
        ~Quiet()
        {
            connection.setListener({});
            connection.waitForCallbacks();
        }
    } quiet{connection};

    const ContentReader contents(tools.digester, tools.chunker, sink, walked->tally, tools.cancel);
    CachedInodes inodes(cache);
    const BaseService baseService(connection);
    CandidateTries candidateTries;
    DifferenceBases bases(baseService, tools.fingerprints, tools.digester);
    WalkQueue queue(failure);
    WalkContext context{.digester = tools.digester,
                        .contents = contents,
                        .sink = sink,
                        .claims = claims,
                        .candidates = candidates,
                        .askCandidates = granted.rfeRecords > 0,
                        .queue = queue,
                        .cache = cache,
                        .inodes = inodes,
                        .known = tools.known,
                        .exclusion = tools.exclusion,
                        .active = tools.active,
                        .bases = bases,
                        .regionsOf = options.regionsOf,
                        .methodRule = options.methodRule,
                        .shadows = options.shadows,
                        .candidateTries = candidateTries,
                        .failure = failure,
                        .cancel = tools.cancel,
                        .tally = walked->tally,
                        .owners = walked->owners,
                        .clock = tools.clock,
                        .racyWindow = options.racyWindow,
                        .quiescence = options.quiescence,
                        .lastPoint = cache.isEmpty() ? format::FileTime{} : fileTime(cache.point().started),
                        .changes = tools.changes,
                        .missed = tools.missed};
    bool isWalked = false;
    const Ticker ticker(walked->tally, cache.isEmpty() ? 0 : cache.point().items, tools.progress);
    {
        const auto root = FolderJob::makeRoot(context, SelectionTree::make(options.paths), cachedRoot(cache),
                                              [&](FolderResult result) {
                                                  walked->root = std::move(result);
                                                  isWalked = true;
                                                  queue.finish();
                                              });
        queue.addScan([root] { root->scan(); });
        std::vector<std::jthread> workers;
        for (int i = 0; i < options.workers; ++i)
            workers.emplace_back([&queue] { queue.run(); });
    }
    const auto sendRest = [&]() -> Status {
        const auto sent = tools.system.send(tools.digester, tools.chunker, sink, failure, tools.cancel);
        if (!sent) {
            failure.set(sent.error());
            return failure.check();
        }
        walked->systemInformation = *sent;
        return sink.drain();
    };
    const auto drained = isWalked ? sendRest() : failure.check();
    if (drained)
        return walked;
    if (context.cacheFailed && waitForAnswers(connection, claims))
        return std::unexpected(WalkFailure{drained.error(), true});
    connection.abort(); // no callback may come to what ends here
    return std::unexpected(WalkFailure{drained.error()});
}

} // namespace backspool::engine
