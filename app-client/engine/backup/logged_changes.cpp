#include "backup/logged_changes.h"

#include "core/logging.h"
#include "difference/changed_inodes.h"

#include <QCryptographicHash>

namespace backspool::engine {

namespace {

/// What decides, besides the files, what is in a point.
QByteArray configurationOf(const BackupOptions &options)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(BACKSPOOL_VERSION); // another program may take other things up
    for (const auto *texts : {&options.paths, &options.excludes}) {
        hash.addData(QByteArrayView("\0\0", 2));
        for (const auto &text : *texts) {
            hash.addData(text);
            hash.addData(QByteArrayView("\0", 1));
        }
    }
    const auto &criteria = options.criteria;
    for (const int64_t number : {criteria.largerThan, int64_t(criteria.olderThan.count()),
                                 int64_t(criteria.cacheFolders), int64_t(criteria.otherFileSystems)})
        hash.addData(QByteArray::number(qlonglong(number)) + ' ');
    return hash.result();
}

} // namespace

LoggedChanges::LoggedChanges(const BackupOptions &options)
    : safetyWalkAfter_(options.safetyWalkAfter), configuration_(configurationOf(options))
{
    // A file that nobody touches grows too old all the same.
    if (options.writeLog && options.criteria.olderThan == std::chrono::seconds::zero())
        use_.emplace(*options.writeLog);
}

void LoggedChanges::prepare(const TreeCache &cache)
{
    if (!use_ || cache.isEmpty())
        return;
    changes_ = use_->changesSince(cache.point().point, configuration_);
    if (!changes_)
        return;
    if (const auto added = addPlacesOfInodes(cache, *changes_); !added) {
        qCWarning(logEngine).noquote() << "the write log is not used:" << added.error().text();
        forget();
        return;
    }
    isSafetyWalk_ = use_->isSafetyWalkDue(safetyWalkAfter_);
}

void LoggedChanges::forget()
{
    changes_.reset();
    isSafetyWalk_ = false;
}

void LoggedChanges::committed(PointId point)
{
    if (use_)
        use_->committed(point, configuration_, !changes_ || isSafetyWalk_, isSafetyWalk_);
}

} // namespace backspool::engine
