#pragma once
/// The rows of a folder at a point, as a table for a view. When another point is shown, only what differs comes and
/// goes, so that a view keeps its selection and its place.
///
/// It keeps its rows in order by itself: in a folder of ten thousand entries a proxy model that sorts takes most of the
/// time of a slide.
#include "session/folder_timeline.h"

#include <QAbstractTableModel>
#include <QDateTime>
#include <QIcon>

#include <map>
#include <memory>

namespace backspool::browser {

class FolderModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Size, Changed, Versions, ColumnCount };
    /// Of any column of a row.
    enum Role { NameRole = Qt::UserRole, IsFolderRole, ChangeRole };

    explicit FolderModel(QObject *parent = nullptr);

    /// What @p timeline says of @p point; null: nothing. @p pointTimes: of all points.
    void show(std::shared_ptr<const engine::FolderTimeline> timeline, size_t point, bool withDeleted,
              const std::vector<QDateTime> &pointTimes);
    const engine::FolderRow &row(int row) const { return rows_[order_[size_t(row)]]; }
    /// -1: none.
    int rowOf(const QByteArray &name) const;
    /// Times are told as they are clear at @p now.
    void setNow(const QDateTime &now) { now_ = now; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    /// What is withheld from this user is seen, and cannot be chosen: nothing could be done with it.
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    void sort(int column, Qt::SortOrder direction = Qt::AscendingOrder) override;
    /// Who types in a list looks for a name, without the sign that shows before it.
    QModelIndexList match(const QModelIndex &start, int role, const QVariant &value, int hits,
                          Qt::MatchFlags flags) const override;

private:
    /// Places in lists of rows.
    using Places = std::vector<uint32_t>;
    static constexpr uint32_t kGone = std::numeric_limits<uint32_t>::max();

    QString text(const engine::FolderRow &row, int column) const;
    QString description(const engine::FolderRow &row) const;
    void reset(std::vector<engine::FolderRow> rows);
    void exchange(std::vector<engine::FolderRow> rows);
    void removeGone(const Places &nowAt);
    void moveTo(const Places &order);
    Places orderOf(const std::vector<engine::FolderRow> &rows) const;
    const QIcon &icon(format::FileType type) const;

    std::shared_ptr<const engine::FolderTimeline> timeline_, before_;
    std::vector<engine::FolderRow> rows_; ///< in order of names as bytes
    Places order_;                        ///< as they show: places in rows_
    Column sortColumn_ = Name;
    Qt::SortOrder direction_ = Qt::AscendingOrder;
    std::vector<QDateTime> pointTimes_;
    QDateTime now_;
    mutable std::map<format::FileType, QIcon> icons_; ///< as they are first asked for
};

} // namespace backspool::browser
