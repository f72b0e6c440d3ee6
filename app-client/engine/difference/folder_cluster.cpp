#include "active/database_folder.h"
#include "active/postgresql/cluster_files.h"
#include "difference/folder_job.h"

namespace backspool::engine {

// The data folder of a database server that runs, captured in the server's backup mode. All jobs beneath it know of
// that.

namespace {

constexpr int kLogPhase = 1; ///< of the write-ahead log; everything else is in the one before

bool hasName(const std::vector<QByteArray> &names, QByteArrayView name)
{
    return std::ranges::binary_search(names, name, {}, [](const QByteArray &own) { return QByteArrayView(own); });
}

} // namespace

/// Before the entries are looked at, @p names being all of them.
void FolderJob::beginCluster(const std::vector<QByteArray> &names)
{
    if (cluster_ || !context_.active.asksServers())
        return;
    const auto server = databaseFolderOf([&](QByteArrayView name) { return hasName(names, name); });
    if (server != GroupKind::PostgreSql || !isServed(folder_.get(), *server))
        return;
    auto begun = ClusterCapture::begin(folder_.get(), context_.cancel);
    if (!begun) {
        clusterProblem_ = begun.error().text();
        return;
    }
    cluster_ = *std::move(begun);
    // It tells of what was written before it was asked: that a page was written after, and not before, is what counts.
    logHolds_ = false;
}

/// @p names: those of a folder in a cluster; afterwards those of its backup.
void FolderJob::arrangeCluster(std::vector<QByteArray> &names)
{
    if (isEmptiedInCluster(clusterPath_)) {
        names.clear();
        leavesOutContent_ = true;
    }
    std::erase_if(names, [this](const QByteArray &name) {
        const bool isOfLog = isWalFolder(clusterPath_) && name != "archive_status" && name != "summaries";
        return isLeftOutOfCluster(clusterPath_, name) || (isOfLog && !cluster_->needsWal(name));
    });
    if (!isClusterRoot())
        return;
    for (const auto own : {kBackupLabel, kTablespaceMap}) {
        if (!hasName(names, own))
            names.insert(
                std::ranges::lower_bound(names, own, {}, [](const QByteArray &name) { return QByteArrayView(name); }),
                own.toByteArray());
    }
}

/// The file's content comes from elsewhere than from reading it as it is.
bool FolderJob::isClusterFile(QByteArrayView name) const
{
    return cluster_ &&
           ((isClusterRoot() && (name == kBackupLabel || name == kTablespaceMap)) || isControlFile(clusterPath_, name));
}

/// What an exclusion leaves out is missing in a backup.
void FolderJob::leftOutOfCluster(const QByteArray &name)
{
    if (cluster_ && !isSpareInCluster(clusterPath_, name))
        cluster_->spoil(QStringLiteral("a part of it (%1) is left out by an exclusion; take that in (\"!PATTERN\")")
                            .arg(displayPath(joinPath(path_, name))));
}

int FolderJob::phaseOf(const Item &item) const
{
    return isClusterRoot() && isWalFolder(item.name) ? kLogPhase : 0;
}

/// When all that was begun is done. True: more is to come.
bool FolderJob::startNextPhase()
{
    if (!isClusterRoot() || phase_ > kLogPhase)
        return false;
    if (++phase_ == kLogPhase) {
        endCluster();
        if (const auto children = childrenOf(phase_); !children.empty()) {
            pending_ = children.size();
            startChildren(children);
            return true;
        }
        ++phase_;
    }
    cluster_->release(folder_.get());
    return false;
}

/// The server says what only the backup has.
void FolderJob::endCluster()
{
    if (const auto ended = cluster_->end(context_.cancel); !ended) {
        if (ended.error().kind() == ErrorKind::Cancelled)
            context_.failure.set(ended.error());
        cluster_->spoil(ended.error().text());
        return;
    }
    for (const auto &[name, content] :
         {std::pair(kBackupLabel, cluster_->label()), std::pair(kTablespaceMap, cluster_->tablespaceMap())}) {
        if (!content.isEmpty())
            takeClusterFile(name, makeFileOf(status_, name.toByteArray(), content));
    }
}

/// Which the server rewrites in place.
void FolderJob::readControlFile()
{
    constexpr QByteArrayView kName = "pg_control";
    if (cluster_ && isControlFile(clusterPath_, kName))
        takeClusterFile(kName, captureSteadyFile(folder_.get(), kName.toByteArray()));
}

void FolderJob::takeClusterFile(QByteArrayView name, const Result<CapturedFile> &file)
{
    const auto item =
        std::ranges::lower_bound(items_, name, {}, [](const Item &own) { return QByteArrayView(own.name); });
    if (item == items_.end() || item->name != name)
        return;
    if (!file) {
        skip(joinPath(path_, name), file.error().text());
        return;
    }
    takeCaptured(*item, *file, context_.racyFrom());
    // What the next backup finds by that name is not this.
    if (item->draft)
        item->draft->hint.flags |= format::Hint::Racy;
}

} // namespace backspool::engine
