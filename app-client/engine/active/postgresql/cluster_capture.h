#pragma once
/// The data folder of a PostgreSQL server that runs, captured in the server's own backup mode (PostgreSQL manual,
/// "Making a Base Backup Using the Low Level API").
///
/// From begin() to end() the server has the whole of each page that it changes in its write-ahead log. What is read
/// meanwhile may be torn, of different moments, or gone: with that log, from one end to the other, and the label that
/// end() gives, a server that is started on it makes it what it was at the end. So everything of the folder is looked
/// at between the two, but for the log, which is read after end() and before release(). A temporary replication slot
/// keeps the server from using the log's files anew until then.
///
/// Nothing is written into the folder but by the server, for itself.
#include "active/capture.h"
#include "active/postgresql/wal_range.h"
#include "core/cancel_token.h"

#include <mutex>

namespace backspool::engine {

class PsqlSession;

/// One for a backup of a folder; begin(), end() and release() each once and in this order, the others thread-safe. When
/// it is not released, the server ends the backup by itself.
class ClusterCapture
{
public:
    /// The server of the data folder that is open as @p folder is in backup mode; it makes a checkpoint first, which
    /// can take minutes. Errors: Denied, NotFound, Unsupported (a standby; parts of it lie elsewhere), Busy, Io (the
    /// server's words), Cancelled: each but the last with what can be done.
    static Result<std::shared_ptr<ClusterCapture>> begin(int folder, const CancelToken &cancel);
    ~ClusterCapture();
    ClusterCapture(const ClusterCapture &) = delete;
    ClusterCapture &operator=(const ClusterCapture &) = delete;

    /// Ends backup mode. Errors: as begin().
    Status end(const CancelToken &cancel);
    /// After end(): what the files are that only the backup has; the second is empty where there is none.
    const QByteArray &label() const { return label_; }
    const QByteArray &tablespaceMap() const { return tablespaceMap_; }
    /// After end(): a file of the log's folder is part of the backup.
    bool needsWal(QByteArrayView name) const { return !range_ || range_->needs(name); }
    /// When the log has been read: it was all there, @p folder being the data folder. Lets the server go.
    void release(int folder);

    /// It is no backup, for the first of the reasons given.
    void spoil(const QString &reason);
    /// Empty: it is one, as far as is known.
    QString problem() const;

private:
    ClusterCapture(std::unique_ptr<PsqlSession> session, int version);

    std::unique_ptr<PsqlSession> session_;
    const int version_; ///< of the server, as server_version_num has it
    uint64_t segmentSize_ = 0;
    QByteArray label_, tablespaceMap_;
    std::optional<WalRange> range_;
    mutable std::mutex mutex_; ///< guards problem_
    QString problem_;
};

/// The file @p name in the open folder @p folder as it was between two writes, by reading until it is the same twice.
/// Errors: Busy (it never is), NotFound, Denied, Io.
Result<CapturedFile> captureSteadyFile(int folder, const QByteArray &name);
/// A file that is on no disk, with the owner of the folder that has the status @p folder.
Result<CapturedFile> makeFileOf(const FileStatus &folder, const QByteArray &name, const QByteArray &content);

} // namespace backspool::engine
