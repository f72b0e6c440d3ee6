#include "points/point_commit.h"

#include "core/logging.h"
#include "points/point_check.h"
#include "protocol/backup_messages.h"

namespace backspool::points {

using redundancy::RfeFile;

namespace {

/// 15 MB of records wait for the commit at most.
constexpr size_t kMaxWaiting = 256 * 1024;

/// The records of redundant file elimination for the new files of a point, kept until it is committed.
class NewFiles
{
public:
    NewFiles(redundancy::RfeIndex &rfe, ClientId client) : rfe_(rfe), client_(client) {}

    void add(QByteArrayView name, const format::DirectoryEntry &entry)
    {
        files_.push_back(
            {protocol::candidateCrc(name, entry.size, entry.modified), client_, entry.size, entry.content});
        // A record only says that asking is worth it, so one of a point that fails does no harm; too many in memory
        // would.
        if (files_.size() >= kMaxWaiting)
            flush();
    }
    void flush()
    {
        rfe_.add(files_);
        files_.clear();
    }

private:
    redundancy::RfeIndex &rfe_;
    const ClientId client_;
    std::vector<RfeFile> files_;
};

catalogue::PointRow rowOf(const format::PointRecord &record, ContainerId dtf)
{
    return {.id = record.point,
            .client = record.client,
            .lease = record.lease,
            .base = record.base,
            .started = record.started,
            .ended = record.ended,
            .zone = record.zone,
            .host = record.host,
            .dtf = dtf,
            .root = record.root.content,
            .hints = record.rootHint.hints,
            .statistics = record.statistics,
            .systemInformation = record.systemInformation};
}

Status checkRecord(const format::PointRecord &record)
{
    if (!record.root.isDirectory() || !record.rootHint.isDirectory())
        return fail(ErrorKind::Invalid, QStringLiteral("the top of the new point is not a folder"));
    // It is one object of one block.
    if (record.encode().size() > format::kMaxBlockSize)
        return fail(ErrorKind::Invalid,
                    QStringLiteral("what is to be noted with the new point (selected paths, patterns, users and "
                                   "groups) is more than 4 MiB"));
    return {};
}

} // namespace

Status checkPoint(const store::ObjectStore &store, VersionTrust &trust, const Lease &lease, const ObjectName &root,
                  const ObjectName &hints, const GrantOf &grantOf,
                  const std::function<void(QByteArrayView name, const format::DirectoryEntry &)> &newFile,
                  const format::FileContent &systemInformation)
{
    return PointCheck(store, trust, lease, grantOf, newFile).run(root, hints, systemInformation);
}

// Why what was checked is still there when the transaction commits, though the check and the publishing (which syncs,
// so it may take long) run outside commitMutex, beside a reclaim:
//
// * Reclaim removes an object only in containers that it has condemned, and only what neither a point nor the base of
// an active
//   lease reached in its last mark.
// * This lease began before the condemnation: reclaim waits until it has ended, so until this function has returned,
// and
//   marks again: then the point is among those that it walks.
// * This lease began after it: each find() of this session came after it too and said "not there" for whatever was not
// wanted.
//   So all that was granted, and all that this check has found, is wanted or lies where nothing is removed. What was
//   accepted as the base's is wanted because reclaim took its points and active leases together under commitMutex: it
//   saw this lease or, when the commit came first, this point.
//
// commitMutex makes that last step one: no reclaim can see neither the lease nor the point.
Result<catalogue::PointRow> commitPoint(const CommitContext &context, store::SessionWriter &writer, const Lease &lease,
                                        const format::PointRecord &record, const GrantOf &grantOf)
{
    Q_ASSERT(record.client == lease.client && record.lease == lease.id);
    TRY(checkRecord(record));
    NewFiles newFiles(context.rfe, lease.client);
    TRY(checkPoint(
        context.store, context.trust, lease, record.root.content, record.rootHint.hints, grantOf,
        [&](QByteArrayView name, const format::DirectoryEntry &entry) { newFiles.add(name, entry); },
        record.systemInformation));
    const auto dtf = TRY(writer.publish(record));
    const auto row = rowOf(record, dtf);
    {
        const std::lock_guard lock(context.commitMutex);
        TRY(context.catalogue.commitPoint(row));
    }
    newFiles.flush();
    // The point stands; a lost record costs one elimination at most.
    if (const auto saved = context.rfe.save(); !saved)
        qCWarning(logStore, "The index of redundant files was not saved: %ls", qUtf16Printable(saved.error().text()));
    return row;
}

} // namespace backspool::points
