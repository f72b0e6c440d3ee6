#include "restore-browser/search_results.h"

#include "restore-browser/place_list.h"
#include "restore-browser/texts.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStyle>

namespace backspool::browser {

SearchResults::SearchResults(engine::AgentSession &session, QObject *parent)
    : QAbstractTableModel(parent), session_(session),
      home_(QFile::encodeName(QFileInfo(QDir::homePath()).canonicalFilePath()))
{
}

SearchResults::~SearchResults()
{
    if (watcher_)
        watcher_->cancel();
}

void SearchResults::search(const engine::PointsSnapshot &points, const QString &text)
{
    if (watcher_)
        watcher_->cancel();
    watcher_.reset();
    beginResetModel();
    points_ = points;
    hits_.clear();
    endResetModel();
    error_.reset();
    isCut_ = false;
    isSearching_ = !text.isEmpty() && points;
    if (isSearching_) {
        watcher_ = std::make_unique<QFutureWatcher<engine::SearchBatch>>();
        connect(watcher_.get(), &QFutureWatcherBase::resultsReadyAt, this, [this](int begin, int end) {
            for (int i = begin; i < end; ++i)
                take(watcher_->resultAt(i));
            Q_EMIT changed();
        });
        connect(watcher_.get(), &QFutureWatcherBase::finished, this, [this] {
            isSearching_ = false;
            Q_EMIT changed();
        });
        watcher_->setFuture(session_.search(points, text));
    }
    Q_EMIT changed();
}

void SearchResults::take(const engine::SearchBatch &batch)
{
    if (batch.error)
        error_ = batch.error;
    isCut_ = isCut_ || batch.isCut;
    if (batch.hits.empty())
        return;
    beginInsertRows({}, int(hits_.size()), int(hits_.size() + batch.hits.size()) - 1);
    hits_.insert(hits_.end(), batch.hits.begin(), batch.hits.end());
    endInsertRows();
}

/// As the places and the path above the files have it.
QString SearchResults::folderText(QByteArrayView folder) const
{
    if (home_.isEmpty() || !folder.startsWith(home_) || (folder.size() > home_.size() && folder[home_.size()] != '/'))
        return pathText(folder);
    return PlaceList::tr("Home") + pathText(folder.sliced(home_.size()));
}

int SearchResults::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(hits_.size());
}

int SearchResults::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant SearchResults::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const auto &hit = hits_[size_t(index.row())];
    if (role == Qt::DecorationRole && index.column() == Name)
        return QApplication::style()->standardIcon(hit.entry.isDirectory() ? QStyle::SP_DirIcon : QStyle::SP_FileIcon);
    if (role == Qt::TextAlignmentRole && index.column() == Size)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    const auto lastSeen = [&] {
        return timeText(dateTime((*points_)[hit.newest].started), QDateTime::currentDateTime());
    };
    if (role == Qt::ToolTipRole && index.column() == LastSeen)
        return hit.newest == 0 ? tr("It is in the newest backup.")
                               : tr("Deleted since then; the last backup that has it: %1").arg(lastSeen());
    if (role == Qt::ToolTipRole)
        return pathText(hit.path);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Name:
        return pathText(hit.entry.name);
    case Folder:
        return folderText(hit.path.first(std::max<qsizetype>(hit.path.lastIndexOf('/'), 1)));
    case Size:
        return hit.entry.type == format::FileType::File ? sizeText(hit.entry.size) : QString();
    case LastSeen:
        return hit.newest == 0 ? tr("newest backup") : lastSeen();
    default:
        return {};
    }
}

QVariant SearchResults::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Name");
    case Folder:
        return tr("Folder");
    case Size:
        return tr("Size");
    case LastSeen:
        return tr("Last seen");
    default:
        return {};
    }
}

} // namespace backspool::browser
