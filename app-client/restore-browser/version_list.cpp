#include "restore-browser/version_list.h"

#include "restore-browser/texts.h"

#include <QHeaderView>

namespace backspool::browser {

namespace {

constexpr int kPointRole = Qt::UserRole;

} // namespace

VersionList::VersionList(QWidget *parent) : QTreeWidget(parent)
{
    setColumnCount(3);
    setHeaderLabels({tr("As it was"), tr("Size"), tr("Changed")});
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setAccessibleName(tr("Versions of the selected file"));
    header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    header()->setResizeContentsPrecision(0); // of the rows that show: there may be a thousand
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
    std::vector<Stretch> stretches;
    for (size_t i = 0; item && i < item->versions.size(); ++i) {
        const auto &version = item->versions[i];
        for (const auto &range : version.points) {
            if (range.oldest < pointTimes.size())
                stretches.push_back({range, version.entry});
        }
    }
    std::ranges::sort(stretches, {}, [](const Stretch &stretch) { return stretch.points.newest; });
    // The slider moves, and the file has the versions that it had: a thousand rows are not made again for that.
    // Times are told by the day that it is.
    if (stretches != stretches_ || pointTimes != pointTimes_ || today_ != QDate::currentDate()) {
        stretches_ = std::move(stretches);
        pointTimes_ = pointTimes;
        makeRows();
    }
    mark(shown);
}

void VersionList::makeRows()
{
    marked_ = nullptr;
    clear();
    const auto now = QDateTime::currentDateTime();
    today_ = now.date();
    QList<QTreeWidgetItem *> rows;
    for (const auto &[points, entry] : stretches_) {
        auto *row = new QTreeWidgetItem;
        row->setText(0, points.newest == 0 ? tr("newest backup") : timeText(pointTimes_[points.newest], now));
        row->setText(1, entry.type == format::FileType::File ? sizeText(entry.size) : QString());
        row->setText(2, timeText(dateTime(entry.modified), now));
        row->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
        row->setToolTip(0,
                        tr("in the backups from %1 to %2")
                            .arg(exactTimeText(pointTimes_[points.oldest]), exactTimeText(pointTimes_[points.newest])));
        row->setData(0, kPointRole, qulonglong(points.newest));
        rows.push_back(row);
    }
    addTopLevelItems(rows);
}

void VersionList::mark(size_t shown)
{
    const auto setBold = [](QTreeWidgetItem *row, bool isBold) {
        auto font = row->font(0);
        font.setBold(isBold);
        row->setFont(0, font);
    };
    if (marked_)
        setBold(std::exchange(marked_, nullptr), false);
    setCurrentItem(nullptr);
    for (size_t i = 0; i < stretches_.size(); ++i) {
        if (stretches_[i].points.newest <= shown && shown <= stretches_[i].points.oldest) {
            marked_ = topLevelItem(int(i));
            setBold(marked_, true);
            setCurrentItem(marked_);
        }
    }
}

} // namespace backspool::browser
