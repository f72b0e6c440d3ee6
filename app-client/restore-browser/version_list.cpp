#include "restore-browser/version_list.h"

#include "restore-browser/texts.h"

#include <QHeaderView>

namespace backspool::browser {

namespace {

constexpr int kPointRole = Qt::UserRole;

struct Stretch
{
    engine::PointRange points;
    const engine::EntryVersion *version;
};

} // namespace

VersionList::VersionList(QWidget *parent) : QTreeWidget(parent)
{
    setColumnCount(3);
    setHeaderLabels({tr("As it was"), tr("Size"), tr("Changed")});
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setAccessibleName(tr("Versions of the selected file"));
    header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    // Two may be selected, to be compared: then the slider stays.
    setSelectionMode(ExtendedSelection);
    connect(this, &QTreeWidget::itemSelectionChanged, this, &VersionList::want);
    // The selected one too may be wanted: the slider may stand at another point that has it.
    connect(this, &QTreeWidget::itemClicked, this, &VersionList::want);
    connect(this, &QTreeWidget::itemActivated, this, &VersionList::want);
}

std::vector<size_t> VersionList::selectedPoints() const
{
    std::vector<size_t> points;
    for (const auto *row : selectedItems())
        points.push_back(size_t(row->data(0, kPointRole).toULongLong()));
    std::ranges::sort(points);
    return points;
}

void VersionList::want()
{
    if (const auto points = selectedPoints(); points.size() == 1)
        Q_EMIT pointWanted(points.front());
}

void VersionList::show(const engine::TimelineItem *item, const std::vector<QDateTime> &pointTimes, size_t shown)
{
    const QSignalBlocker quiet(this);
    clear();
    if (!item)
        return;
    std::vector<Stretch> stretches;
    for (const auto &version : item->versions) {
        for (const auto &range : version.points)
            stretches.push_back({range, &version});
    }
    std::ranges::sort(stretches, {}, [](const Stretch &stretch) { return stretch.points.newest; });
    const auto now = QDateTime::currentDateTime();
    for (const auto &[points, version] : stretches) {
        if (points.oldest >= pointTimes.size())
            continue;
        const auto &entry = version->entry;
        const QString until = points.newest == 0 ? tr("newest backup") : timeText(pointTimes[points.newest], now);
        auto *row = new QTreeWidgetItem(this);
        row->setText(0, until);
        row->setText(1, entry.type == format::FileType::File ? sizeText(entry.size) : QString());
        row->setText(2, timeText(dateTime(entry.modified), now));
        row->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
        row->setToolTip(0,
                        tr("in the backups from %1 to %2")
                            .arg(exactTimeText(pointTimes[points.oldest]), exactTimeText(pointTimes[points.newest])));
        row->setData(0, kPointRole, qulonglong(points.newest));
        if (points.newest <= shown && shown <= points.oldest) {
            auto font = row->font(0);
            font.setBold(true);
            row->setFont(0, font);
            setCurrentItem(row);
        }
    }
}

} // namespace backspool::browser
