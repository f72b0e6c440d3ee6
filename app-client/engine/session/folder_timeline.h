#pragma once
/// What a folder held in each of some points: rows to show at any of them without asking anybody again, and what
/// changed from one to the next.
#include "read/point_history.h"

namespace backspool::engine {

/// A name in a folder, over the points.
struct TimelineItem
{
    QByteArray name;
    std::vector<EntryVersion> versions; ///< the newest first
    /// Place among the items by the rules of the language, numbers in names as numbers: asked for at each comparison
    /// of a view that sorts, so found out once by FolderTimeline.
    uint32_t rank = 0;

    /// Null: the point does not have it.
    const EntryVersion *at(size_t point) const;
};

/// How an entry stands to the point before.
enum class EntryChange : uint8_t { None, New, Changed, Deleted };

struct FolderRow
{
    const TimelineItem *item = nullptr;
    const EntryVersion *version = nullptr; ///< Deleted: the last one
    EntryChange change = EntryChange::None;
    size_t point = 0; ///< where version is to be had: the point shown; Deleted: the last point that has it
};

/// A value; immutable. Points are places in a list of points, the newest first.
class FolderTimeline
{
public:
    FolderTimeline() = default;
    /// @p covered: the points that were looked at; @p present: those of them that have the folder; @p pointCount: of
    /// the whole list. Items in order of names. Takes a while for a large folder: for the thread that reads.
    FolderTimeline(QByteArray path, size_t pointCount, PointRange covered, std::vector<PointRange> present,
                   std::vector<TimelineItem> items);

    const QByteArray &path() const { return path_; }
    const std::vector<TimelineItem> &items() const { return items_; }
    /// All of the list.
    bool isWhole() const { return pointCount_ > 0 && covered_ == PointRange{0, pointCount_ - 1}; }
    /// rowsAt() can tell: @p point and the one before it were looked at.
    bool covers(size_t point) const;
    bool isPresentAt(size_t point) const;

    /// In order of names, valid as long as this. @p withDeleted: also what an earlier point has and @p point has not
    /// (without: only what went since the point before).
    std::vector<FolderRow> rowsAt(size_t point, bool withDeleted) const;
    /// For each point, how many entries of the folder are new, other or gone there; 0 for the oldest, and for all as
    /// long as it is not whole.
    const std::vector<uint32_t> &changeCounts() const { return changeCounts_; }
    /// The points at which @p item came, changed or went, the newest first.
    std::vector<size_t> changesOf(const TimelineItem &item) const;
    /// Null: none of that name.
    const TimelineItem *find(const QByteArray &name) const;

private:
    void rankItems();
    void countChanges();

    QByteArray path_;
    size_t pointCount_ = 0;
    PointRange covered_;
    std::vector<PointRange> present_;
    std::vector<TimelineItem> items_;
    std::vector<uint32_t> changeCounts_;
};

/// Reads it. Errors: those of reading; Cancelled, when @p isUnwanted says so on the way.
Result<FolderTimeline> readTimeline(PointHistory &history, const QByteArray &path, const PointRange &range,
                                    const std::function<bool()> &isUnwanted);

} // namespace backspool::engine
