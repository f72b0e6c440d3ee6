#include "restore/restore_run.h"

#include "core/logging.h"
#include "files/open_file.h"
#include "restore/database_logs.h"
#include "restore/linked_files.h"
#include "restore/restore_plan.h"

#include <QFile>
#include <QFileInfo>

#include <fcntl.h>
#include <sys/resource.h>

namespace backspool::engine {

namespace {

/// Folders that are kept open: a quarter of what the system allows (the rest is for the files that are being written,
/// and whatever else the process has open), and no more than is of use.
size_t mostOpenFolders()
{
    constexpr size_t kEnough = 4'096;
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return kEnough;
    return std::min<size_t>(kEnough, limit.rlim_cur / 4);
}

std::optional<FileStatus> folderOf(const RestoreState &state)
{
    const FileDescriptor folder(
        ::open(QFile::encodeName(QFileInfo(state.journal).path()).constData(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    const auto status = folder.isOpen() ? statusOf(folder.get()) : fail(ErrorKind::NotFound, QString());
    return status ? std::optional(*status) : std::nullopt;
}

} // namespace

Result<RestoreReport> runRestore(PointService &service, const Verifier &verifier, PointId point,
                                 const RestoreState &state, const RestoreOptions &options, RestoreEvents &events,
                                 ProgressSink &progress, const CancelToken &cancel)
{
    raiseOpenFileLimit();
    ObjectFetcher fetcher(service, verifier, options.fetch);
    NodeReader nodes(fetcher);
    const auto reader = TRY(PointReader::open(service, nodes, point));
    const auto plan = TRY(RestorePlan::make(reader, options.paths, options.to.isEmpty()));

    RestoreTally tally(events, progress);
    if (plan.isWhole())
        tally.setTotals(reader.record().statistics.files, reader.record().statistics.bytes);
    std::unique_ptr<Temporaries> temporaries;
    std::optional<KnownContentsWriter> knownWriter;
    std::unique_ptr<UndoJournal> undo;
    if (!options.dryRun) {
        temporaries = TRY(Temporaries::open(state.journal));
        knownWriter = TRY(KnownContentsWriter::open(state.knownContents));
        if (!options.undoJournal.isEmpty())
            undo = TRY(UndoJournal::create(options.undoJournal));
    }
    const auto known = KnownContents::open(state.knownContents);
    const auto owners = OwnerMap::make(reader.record(), options.host);
    ContentFetch contents(fetcher, verifier);
    RestoreWork work({.fetcher = fetcher,
                      .contents = contents,
                      .verifier = verifier,
                      .record = reader.record(),
                      .owners = owners,
                      .known = known,
                      .knownWriter = knownWriter ? &*knownWriter : nullptr,
                      .temporaries = temporaries.get(),
                      .tally = tally,
                      .cancel = cancel,
                      .onConflict = options.onConflict,
                      .mostOpenFolders = mostOpenFolders(),
                      .now = SystemClock().now(),
                      .undo = undo.get(),
                      .own = folderOf(state)});
    TRY(plan.begin(work, options.to));
    work.jobs().waitForNone();
    LinkedFiles(work, nodes).restore();
    DatabaseLogs(work).restore();
    fetcher.threads().waitUntilIdle(); // the last of them may still be on its way out of what is above
    TRY(work.failure().check());
    if (!options.dryRun) {
        TRY(work.fileSystems().sync());
        if (undo)
            TRY(undo->sync());
        if (const auto flushed = knownWriter->flush(); !flushed)
            qCWarning(logRestore).noquote() << flushed.error().text();
    }
    auto report = tally.report();
    report.point = reader.record().point;
    return report;
}

} // namespace backspool::engine
