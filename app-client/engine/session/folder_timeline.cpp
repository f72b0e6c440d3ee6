#include "session/folder_timeline.h"

#include <QCollator>

#include <algorithm>

namespace backspool::engine {

namespace {

bool contains(const std::vector<PointRange> &ranges, size_t point)
{
    return std::ranges::any_of(ranges,
                               [&](const PointRange &range) { return range.newest <= point && point <= range.oldest; });
}

} // namespace

const EntryVersion *TimelineItem::at(size_t point) const
{
    const auto found =
        std::ranges::find_if(versions, [&](const EntryVersion &version) { return contains(version.points, point); });
    return found == versions.end() ? nullptr : &*found;
}

FolderTimeline::FolderTimeline(QByteArray path, size_t pointCount, PointRange covered, std::vector<PointRange> present,
                               std::vector<TimelineItem> items)
    : path_(std::move(path)), pointCount_(pointCount), covered_(covered), present_(std::move(present)),
      items_(std::move(items)), changeCounts_(pointCount, 0)
{
    rankItems();
    if (isWhole())
        countChanges();
}

void FolderTimeline::rankItems()
{
    QCollator names;
    names.setNumericMode(true);
    names.setCaseSensitivity(Qt::CaseInsensitive); // in the C locale it is not heeded: the names are folded
    std::vector<std::pair<QCollatorSortKey, TimelineItem *>> order;
    order.reserve(items_.size());
    for (auto &item : items_)
        order.emplace_back(names.sortKey(QString::fromUtf8(item.name).toCaseFolded()), &item);
    // What is the same to the language keeps the order of its bytes.
    std::ranges::stable_sort(order,
                             [](const auto &one, const auto &other) { return one.first.compare(other.first) < 0; });
    uint32_t rank = 0;
    for (auto &[key, item] : order)
        item->rank = rank++;
}

void FolderTimeline::countChanges()
{
    for (const auto &item : items_) {
        for (const auto point : changesOf(item))
            ++changeCounts_[point];
    }
}

bool FolderTimeline::covers(size_t point) const
{
    return point < pointCount_ && covered_.newest <= point && std::min(point + 1, pointCount_ - 1) <= covered_.oldest;
}

bool FolderTimeline::isPresentAt(size_t point) const
{
    return contains(present_, point);
}

std::vector<FolderRow> FolderTimeline::rowsAt(size_t point, bool withDeleted) const
{
    std::vector<FolderRow> rows;
    const bool isOldest = point + 1 >= pointCount_;
    for (const auto &item : items_) {
        const auto *version = item.at(point);
        const auto *before = isOldest ? nullptr : item.at(point + 1);
        if (version) {
            const auto change = isOldest || version == before ? EntryChange::None
                                : before                      ? EntryChange::Changed
                                                              : EntryChange::New;
            rows.push_back({&item, version, change, point});
            continue;
        }
        // The nearest earlier point that has it.
        std::optional<std::pair<size_t, const EntryVersion *>> last;
        for (const auto &earlier : item.versions) {
            for (const auto &range : earlier.points) {
                if (range.newest > point && (!last || range.newest < last->first))
                    last = {range.newest, &earlier};
            }
        }
        if (last && (withDeleted || last->first == point + 1))
            rows.push_back({&item, last->second, EntryChange::Deleted, last->first});
    }
    return rows;
}

std::vector<size_t> FolderTimeline::changesOf(const TimelineItem &item) const
{
    std::vector<size_t> changes;
    for (const auto &version : item.versions) {
        for (const auto &range : version.points) {
            // It came or changed at the oldest of the stretch, and changed or went at the point after the newest.
            if (range.oldest + 1 < pointCount_)
                changes.push_back(range.oldest);
            if (range.newest > covered_.newest)
                changes.push_back(range.newest - 1);
        }
    }
    std::ranges::sort(changes);
    changes.erase(std::unique(changes.begin(), changes.end()), changes.end());
    return changes;
}

const TimelineItem *FolderTimeline::find(const QByteArray &name) const
{
    const auto found = std::ranges::find(items_, name, &TimelineItem::name);
    return found == items_.end() ? nullptr : &*found;
}

Result<FolderTimeline> readTimeline(PointHistory &history, const QByteArray &path, const PointRange &range,
                                    const std::function<bool()> &isUnwanted)
{
    std::vector<TimelineItem> items;
    auto present = TRY(history.visitFolder(
        path, range, [&](const QByteArray &, const std::vector<EntryVersion> &versions) -> Result<bool> {
            if (isUnwanted())
                return fail(ErrorKind::Cancelled, QStringLiteral("stopped on request"));
            items.push_back({versions.front().entry.name, versions});
            return true;
        }));
    return FolderTimeline(path, history.points().size(), range, std::move(present), std::move(items));
}

} // namespace backspool::engine
