/// The table of a folder: while another time is shown, a view keeps what it knows.
#include "read/withheld_entry.h"
#include "restore-browser/folder_model.h"

#include <QAbstractItemModelTester>
#include <QPersistentModelIndex>
#include <QSignalSpy>
#include <QTest>

using namespace backspool;
using namespace backspool::browser;

namespace {

engine::EntryVersion version(const QByteArray &name, uint64_t size, std::vector<engine::PointRange> points,
                             format::FileType type = format::FileType::File)
{
    engine::EntryVersion version;
    version.entry.name = name;
    version.entry.type = type;
    version.entry.size = size;
    version.entry.modified.seconds = 1'700'000'000 + int64_t(size);
    version.points = std::move(points);
    return version;
}

/// Three points; "stays" in all, "comes" in the newest, "goes" in the two older, "grows" differs in each.
std::shared_ptr<const engine::FolderTimeline> sample()
{
    std::vector<engine::TimelineItem> items = {
        {"comes", {version("comes", 1, {{0, 0}})}},
        {"folder", {version("folder", 0, {{0, 2}}, format::FileType::Directory)}},
        {"goes", {version("goes", 2, {{1, 2}})}},
        {"grows", {version("grows", 30, {{0, 0}}), version("grows", 20, {{1, 1}}), version("grows", 10, {{2, 2}})}},
        {"stays", {version("stays", 5, {{0, 2}})}}};
    return std::make_shared<engine::FolderTimeline>("/d", 3, engine::PointRange{0, 2},
                                                    std::vector<engine::PointRange>{{0, 2}}, std::move(items));
}

/// "p" to "t" grow by tens in the older of two points; in the newer one p is as large as "q" plus a half, r the
/// largest.
std::shared_ptr<const engine::FolderTimeline> shuffled()
{
    std::vector<engine::TimelineItem> items = {{"p", {version("p", 45, {{0, 0}}), version("p", 10, {{1, 1}})}},
                                               {"q", {version("q", 20, {{0, 1}})}},
                                               {"r", {version("r", 1'000, {{0, 0}}), version("r", 30, {{1, 1}})}},
                                               {"s", {version("s", 40, {{0, 1}})}},
                                               {"t", {version("t", 50, {{0, 1}})}}};
    return std::make_shared<engine::FolderTimeline>("/d", 2, engine::PointRange{0, 1},
                                                    std::vector<engine::PointRange>{{0, 1}}, std::move(items));
}

/// As sample(), of the two newest points alone.
std::shared_ptr<const engine::FolderTimeline> partOfSample()
{
    std::vector<engine::TimelineItem> items;
    const auto whole = sample();
    for (const auto &item : whole->items()) {
        if (item.name != "grows")
            items.push_back(item);
    }
    return std::make_shared<engine::FolderTimeline>("/d", 3, engine::PointRange{0, 1},
                                                    std::vector<engine::PointRange>{{0, 1}}, std::move(items));
}

} // namespace

class TestFolderModel : public QObject
{
    Q_OBJECT

    const std::vector<QDateTime> times_ = {QDateTime(QDate(2026, 11, 24), QTime(12, 0)),
                                           QDateTime(QDate(2026, 11, 23), QTime(12, 0)),
                                           QDateTime(QDate(2026, 11, 22), QTime(12, 0))};
    std::unique_ptr<FolderModel> model_;

    QStringList names(const QAbstractItemModel &model) const
    {
        QStringList names;
        for (int row = 0; row < model.rowCount(); ++row)
            names += model.index(row, 0).data().toString();
        return names;
    }

private Q_SLOTS:
    void init()
    {
        model_ = std::make_unique<FolderModel>();
        new QAbstractItemModelTester(model_.get(), QAbstractItemModelTester::FailureReportingMode::QtTest,
                                     model_.get());
    }

    void rowsSayBySignWhatIsNewChangedAndGone()
    {
        model_->show(sample(), 0, false, times_);
        QCOMPARE(names(*model_),
                 (QStringList{QStringLiteral("folder"), QStringLiteral("+  comes"), QStringLiteral("\u2212  goes"),
                              QStringLiteral("~  grows"), QStringLiteral("stays")}));
        QVERIFY(model_->index(1, 0).data(Qt::BackgroundRole).isValid());
        QVERIFY(!model_->index(4, 0).data(Qt::BackgroundRole).isValid());
        QVERIFY(model_->index(2, 0).data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("deleted")));
        QCOMPARE(model_->index(3, FolderModel::Versions).data().toString(), QStringLiteral("3"));
        QCOMPARE(model_->index(2, FolderModel::Size).data().toString(), QStringLiteral("deleted"));
    }

    void whatIsWithheldIsSeenAndCannotBeChosen()
    {
        auto closed = version("closed", 7, {{0, 2}});
        closed.entry.flags |= engine::kWithheldFlag;
        model_->show(
            std::make_shared<engine::FolderTimeline>(
                "/d", 3, engine::PointRange{0, 2}, std::vector<engine::PointRange>{{0, 2}},
                std::vector<engine::TimelineItem>{{"closed", {closed}}, {"open", {version("open", 5, {{0, 2}})}}}),
            0, false, times_);
        QVERIFY(!(model_->index(0, 0).flags() & (Qt::ItemIsSelectable | Qt::ItemIsEnabled)));
        QVERIFY(model_->index(0, 0).data(Qt::ToolTipRole).toString().contains(QStringLiteral("you may not read it")));
        QVERIFY(model_->index(1, 0).flags() & Qt::ItemIsSelectable);
        QVERIFY(!model_->index(1, 0).data(Qt::ToolTipRole).toString().contains(QStringLiteral("may not")));
    }

    void slidingKeepsWhatAViewHolds()
    {
        model_->show(sample(), 0, false, times_);
        const QPersistentModelIndex stays(model_->index(4, 0));
        const QPersistentModelIndex comes(model_->index(1, 0));
        QSignalSpy reset(model_.get(), &QAbstractItemModel::modelReset);
        model_->show(sample(), 1, false, times_);
        QCOMPARE(reset.size(), 0);
        QCOMPARE(stays.data(FolderModel::NameRole).toByteArray(), QByteArray("stays"));
        QVERIFY(!comes.isValid());
        QCOMPARE(model_->rowOf("grows"), 2);
        QCOMPARE(model_->rowOf("comes"), -1);
        model_->show(sample(), 2, true, times_);
        QCOMPARE(names(*model_), (QStringList{QStringLiteral("folder"), QStringLiteral("goes"), QStringLiteral("grows"),
                                              QStringLiteral("stays")}));
        model_->show(nullptr, 0, false, times_);
        QCOMPARE(model_->rowCount(), 0);
    }

    void slidingKeepsTheOrderByAValue_data()
    {
        QTest::addColumn<int>("column");
        QTest::addColumn<Qt::SortOrder>("direction");
        for (const int column : {FolderModel::Size, FolderModel::Changed}) {
            QTest::addRow("%d up", column) << column << Qt::AscendingOrder;
            QTest::addRow("%d down", column) << column << Qt::DescendingOrder;
        }
    }
    void slidingKeepsTheOrderByAValue()
    {
        QFETCH(int, column);
        QFETCH(Qt::SortOrder, direction);
        model_->sort(column, direction);
        QPersistentModelIndex held;
        QSignalSpy reset(model_.get(), &QAbstractItemModel::modelReset);
        for (const size_t point : {1, 0, 1, 0}) {
            model_->show(shuffled(), point, false, times_);
            if (!held.isValid())
                held = model_->index(model_->rowOf("p"), 0);
            QCOMPARE(held.data(FolderModel::NameRole).toByteArray(), QByteArray("p"));
            std::vector<uint64_t> sizes;
            for (int row = 0; row < model_->rowCount(); ++row)
                sizes.push_back(model_->row(row).version->entry.size);
            if (direction == Qt::DescendingOrder)
                std::ranges::reverse(sizes);
            QVERIFY(std::ranges::is_sorted(sizes));
        }
        QCOMPARE(reset.size(), 1); // the first
    }

    void theVersionsAreToldWhenAllAreKnown()
    {
        model_->show(partOfSample(), 0, false, times_);
        const int stays = model_->rowOf("stays");
        QVERIFY(model_->index(stays, FolderModel::Versions).data().toString().isEmpty());
        bool isTold = false;
        connect(model_.get(), &QAbstractItemModel::dataChanged, this,
                [&](const QModelIndex &first, const QModelIndex &last) {
                    isTold = isTold || (first.row() <= model_->rowOf("stays") && last.row() >= model_->rowOf("stays") &&
                                        last.column() >= FolderModel::Versions);
                });
        model_->show(sample(), 0, false, times_);
        QVERIFY(isTold);
        QCOMPARE(model_->index(model_->rowOf("stays"), FolderModel::Versions).data().toString(), QStringLiteral("1"));
    }

    void foldersComeFirst()
    {
        model_->sort(FolderModel::Name);
        model_->show(sample(), 0, false, times_);
        const auto found = model_->match(model_->index(0, FolderModel::Name), Qt::DisplayRole, QStringLiteral("gr"), 1,
                                         Qt::MatchStartsWith | Qt::MatchWrap);
        QCOMPARE(found.size(), 1);
        QCOMPARE(found[0].data(FolderModel::NameRole).toByteArray(), QByteArray("grows"));
        model_->show(sample(), 2, false, times_);
        QCOMPARE(names(*model_).front(), QStringLiteral("folder"));
        model_->sort(FolderModel::Name, Qt::DescendingOrder);
        QCOMPARE(names(*model_), (QStringList{QStringLiteral("folder"), QStringLiteral("stays"),
                                              QStringLiteral("grows"), QStringLiteral("goes")}));
        model_->sort(FolderModel::Size, Qt::DescendingOrder);
        QCOMPARE(names(*model_), (QStringList{QStringLiteral("folder"), QStringLiteral("grows"),
                                              QStringLiteral("stays"), QStringLiteral("goes")}));
    }
};

QTEST_MAIN(TestFolderModel)
#include "tst_folder_model.moc"
