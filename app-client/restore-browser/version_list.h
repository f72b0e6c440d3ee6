#pragma once
/// The versions of one file over all points: when each was there, and how large.
#include "session/folder_timeline.h"

#include <QDateTime>
#include <QTreeWidget>

namespace backspool::browser {

class VersionList : public QTreeWidget
{
    Q_OBJECT

public:
    explicit VersionList(QWidget *parent = nullptr);

    /// @p shown: the point whose version is to be marked. @p item null: empty.
    void show(const engine::TimelineItem *item, const std::vector<QDateTime> &pointTimes, size_t shown);

    /// What is selected, the newest first: the newest point that has each.
    std::vector<size_t> selectedPoints() const;

Q_SIGNALS:
    /// The newest point that has the version that was chosen.
    void pointWanted(size_t point);

private:
    void want();
    /// One version, in points that follow one another.
    struct Stretch
    {
        engine::PointRange points;
        format::DirectoryEntry entry;
        bool operator==(const Stretch &) const = default;
    };
    void makeRows();
    void mark(size_t shown);

    std::vector<Stretch> stretches_; ///< a row each
    std::vector<QDateTime> pointTimes_;
    QDate today_; ///< when the rows were made
    QTreeWidgetItem *marked_ = nullptr;
};

} // namespace backspool::browser
