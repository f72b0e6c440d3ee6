#include "active/postgresql/cluster_capture.h"
#include "active/postgresql/cluster_files.h"
#include "active/postgresql/psql_session.h"
#include "files/memory_file.h"
#include "files/open_file.h"

#include <QByteArrayList>

#include <sys/stat.h>

#include <array>
#include <thread>

namespace backspool::engine {

namespace {

using namespace std::chrono_literals;

constexpr auto kAnswerTime = 60s;
/// For all that begins a backup, the checkpoint before it included, and for all that ends it. Less than the ten minutes
/// after which the service ends a connection that is silent, as it is when nothing else is to be read meanwhile.
constexpr auto kCheckpointTime = 8min;
/// A backup label has some hundred bytes, and a map a line for each table space.
constexpr qsizetype kMostOfFile = 64 * 1024;
constexpr int kSteadyTries = 100;

const QString kRemedy =
    QStringLiteral("; let the owner of its folder in by its local socket (pg_hba.conf: \"local all all peer\"), or let "
                   "it keep a dump of "
                   "its own in a folder that is selected (pg_dumpall), or stop it for the time of the backup");

Error advised(const Error &error)
{
    return error.kind() == ErrorKind::Cancelled ? error : Error(error.kind(), error.text() + kRemedy);
}

Result<QByteArray> startOf(int folder, const QByteArray &name)
{
    const auto file = TRY(openFileAt(folder, name));
    QByteArray content(kMostOfFile, Qt::Uninitialized);
    const auto got = ::pread(file.get(), content.data(), size_t(content.size()), 0);
    if (got < 0)
        return fail(systemError(errno, QStringLiteral("reading %1").arg(QString::fromUtf8(name))));
    content.truncate(got);
    return content;
}

/// Nobody but its owner has a say in what the owner's psql is told. A server takes no other folder either.
Status checkIsOwners(const FileStatus &folder, const FileStatus &postmaster)
{
    if (folder.mode & 0027)
        return fail(ErrorKind::Denied, QStringLiteral("its folder is open for others (chmod o-rwx,g-w)"));
    if (postmaster.type != format::FileType::File || postmaster.uid != folder.uid || (postmaster.mode & 0022))
        return fail(ErrorKind::Denied, QStringLiteral("its postmaster.pid is not its owner's alone"));
    return {};
}

/// All of the cluster lies in its folder.
Status checkIsWhole(int folder)
{
    for (const char *name : {"base", "global", "pg_wal"}) {
        if (TRY(statusAt(folder, name)).type != format::FileType::Directory)
            return fail(ErrorKind::Unsupported,
                        QStringLiteral("a part of it (%1) lies outside of its folder").arg(QLatin1StringView(name)));
    }
    return {};
}

/// What the server is, in one question.
struct ServerState
{
    int version = 0;
    bool isStandby = false;
    uint64_t segmentSize = 0;
    int tablespaces = 0;
    QByteArray folder;

    static Result<ServerState> ask(PsqlSession &session, const CancelToken &cancel)
    {
        const auto answer = TRY(session.ask(
            "SELECT concat_ws('|', current_setting('server_version_num'), pg_is_in_recovery()::int, "
            "pg_size_bytes(current_setting('wal_segment_size')), (SELECT count(*) FROM pg_tablespace WHERE spcname NOT "
            "IN ('pg_default', 'pg_global')), current_setting('data_directory'))",
            kAnswerTime, cancel));
        const auto parts = answer.split('|');
        if (parts.size() < 5)
            return fail(ErrorKind::Invalid, QStringLiteral("its server says what makes no sense"));
        return ServerState{.version = parts[0].toInt(),
                           .isStandby = parts[1] != "0",
                           .segmentSize = parts[2].toULongLong(),
                           .tablespaces = parts[3].toInt(),
                           .folder = QByteArrayList(parts.sliced(4)).join('|')};
    }

    /// It is the server of the open folder, and can be backed up by it.
    Status check(int own) const
    {
        struct stat theirs{}, ours{};
        if (::stat(folder.constData(), &theirs) != 0 || ::fstat(own, &ours) != 0 || theirs.st_dev != ours.st_dev ||
            theirs.st_ino != ours.st_ino)
            return fail(ErrorKind::Unsupported,
                        QStringLiteral("the server that its postmaster.pid names serves %1").arg(displayPath(folder)));
        if (isStandby)
            return fail(ErrorKind::Unsupported, QStringLiteral("it is a standby; back its primary up"));
        if (tablespaces > 0)
            return fail(ErrorKind::Unsupported, QStringLiteral("it has tablespaces, which lie outside of its folder"));
        return {};
    }
};

/// As psql is told already (psql_session_linux.cpp), where something between it and the server drops that.
const QByteArray kOnlyItsOwnFunctions = "SELECT pg_catalog.set_config('search_path', 'pg_catalog', false)";
/// A backup of hours must not end for a time limit that is meant for people's questions.
const QByteArray kNoTimeLimits = "SELECT count(set_config(name, '0', false)) FROM pg_settings WHERE name IN "
                                 "('statement_timeout', 'lock_timeout', 'idle_session_timeout', 'transaction_timeout', "
                                 "'idle_in_transaction_session_timeout')";
/// Where all slots are taken it goes without; a log that was used anew meanwhile is seen by release().
const QByteArray kKeepLog =
    "SELECT CASE WHEN (SELECT count(*) FROM pg_replication_slots) < current_setting('max_replication_slots')::int THEN "
    "(SELECT slot_name FROM pg_create_physical_replication_slot('backspool_' || pg_backend_pid(), true, true))::text "
    "ELSE '' END";

} // namespace

ClusterCapture::ClusterCapture(std::unique_ptr<PsqlSession> session, int version)
    : session_(std::move(session)), version_(version)
{
}

ClusterCapture::~ClusterCapture() = default;

Result<std::shared_ptr<ClusterCapture>> ClusterCapture::begin(int folder, const CancelToken &cancel)
{
    const auto until = std::chrono::steady_clock::now() + kCheckpointTime;
    const auto attempt = [&]() -> Result<std::shared_ptr<ClusterCapture>> {
        TRY(checkIsWhole(folder));
        const auto status = TRY(statusOf(folder));
        // In a folder that only the owner can write to, it is the file that is read then, or another one of his.
        TRY(checkIsOwners(status, TRY(statusAt(folder, "postmaster.pid"))));
        const auto address = TRY(ServerAddress::parse(TRY(startOf(folder, "postmaster.pid"))));
        const auto version = TRY(startOf(folder, "PG_VERSION")).trimmed();
        auto session = TRY(PsqlSession::open(address, status.uid, status.gid, version));
        TRY(session->ask(kOnlyItsOwnFunctions, kAnswerTime, cancel));
        TRY(session->ask(kNoTimeLimits, kAnswerTime, cancel));
        const auto state = TRY(ServerState::ask(*session, cancel));
        TRY(state.check(folder));
        TRY(session->ask(kKeepLog, kAnswerTime, cancel));
        TRY(session->ask(state.version >= 150000 ? "SELECT pg_backup_start('backspool', true)"
                                                 : "SELECT pg_start_backup('backspool', true, false)",
                         std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()),
                         cancel));
        std::shared_ptr<ClusterCapture> capture(new ClusterCapture(std::move(session), state.version));
        capture->segmentSize_ = state.segmentSize;
        return capture;
    };
    auto begun = attempt();
    return begun ? begun : fail(advised(begun.error()));
}

Status ClusterCapture::end(const CancelToken &cancel)
{
    const auto attempt = [&]() -> Status {
        const QByteArray from = version_ >= 150000 ? "pg_backup_stop(false)" : "pg_stop_backup(false, false)";
        const auto answer =
            TRY(session_->ask("SELECT concat(lsn, '|', encode(convert_to(labelfile, 'UTF8'), 'hex'), '|', "
                              "encode(convert_to(spcmapfile, 'UTF8'), 'hex')) FROM " +
                                  from,
                              kCheckpointTime, cancel));
        const auto parts = answer.split('|');
        if (parts.size() != 3 || parts[1].isEmpty() || answer.size() > 2 * kMostOfFile)
            return fail(ErrorKind::Invalid, QStringLiteral("its server ended the backup without a label"));
        label_ = QByteArray::fromHex(parts[1]);
        tablespaceMap_ = QByteArray::fromHex(parts[2]);
        range_ = TRY(WalRange::of(label_, TRY(parseWalPosition(parts[0])), segmentSize_));
        return {};
    };
    const auto ended = attempt();
    return ended ? ended : fail(advised(ended.error()));
}

void ClusterCapture::release(int folder)
{
    const auto wal = openFolderAt(folder, "pg_wal");
    // A file that is used anew has another name.
    const auto isThere = [&](const QByteArray &name) { return wal && statusAt(wal->get(), name).has_value(); };
    if (range_ && !std::ranges::all_of(range_->names(), isThere))
        spoil(QStringLiteral("its server gave up a part of its log while that was read (max_replication_slots, "
                             "max_slot_wal_keep_size)") +
              kRemedy);
    session_.reset();
}

void ClusterCapture::spoil(const QString &reason)
{
    const std::lock_guard lock(mutex_);
    if (problem_.isEmpty())
        problem_ = reason;
}

QString ClusterCapture::problem() const
{
    const std::lock_guard lock(mutex_);
    return problem_;
}

Result<CapturedFile> captureSteadyFile(int folder, const QByteArray &name)
{
    const auto file = TRY(openFileAt(folder, name));
    CapturedFile captured{.name = name,
                          .exists = true,
                          .status = TRY(statusOf(file.get())),
                          .attributes = TRY(readAttributesOf(file.get())),
                          .file = {}};
    auto before = TRY(startOf(folder, name));
    for (int i = 0; i < kSteadyTries; ++i) {
        std::this_thread::sleep_for(1ms);
        auto now = TRY(startOf(folder, name));
        if (now != before) {
            before = std::move(now);
            continue;
        }
        captured.status.size = uint64_t(now.size());
        captured.file = TRY(fileInMemory(now, "captured"));
        return captured;
    }
    return fail(ErrorKind::Busy, QStringLiteral("it is written to all the time"));
}

Result<CapturedFile> makeFileOf(const FileStatus &folder, const QByteArray &name, const QByteArray &content)
{
    CapturedFile made{.name = name, .exists = true, .status = {}, .attributes = {}, .file = {}};
    made.file = TRY(fileInMemory(content, "captured"));
    made.status = TRY(statusOf(made.file.get()));
    made.status.mode = 0600;
    made.status.uid = folder.uid;
    made.status.gid = folder.gid;
    return made;
}

} // namespace backspool::engine
