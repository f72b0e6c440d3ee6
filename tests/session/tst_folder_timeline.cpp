/// A folder over all its points: what shows at each, and what changed where.
#include "read/point_maker.h"
#include "session/folder_timeline.h"
#include "support/verify_ok.h"

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::tests;

namespace {

bool nobodyStops()
{
    return false;
}

QByteArray describe(const std::vector<FolderRow> &rows)
{
    QByteArray text;
    for (const auto &row : rows) {
        const char *const signs[] = {"", "+", "~", "-"};
        text += signs[int(row.change)] + row.item->name + '(' +
                QByteArray::number(qulonglong(row.version->entry.size)) + ") ";
    }
    return text.trimmed();
}

} // namespace

class TestFolderTimeline : public QObject
{
    Q_OBJECT

    MemoryService service_{testDigester()};
    ObjectFetcher fetcher_{service_, testDigester()};
    NodeReader nodes_{fetcher_};
    std::optional<PointHistory> history_;

    FolderTimeline timeline(const PointRange &range, const QByteArray &path = "/d")
    {
        auto made = readTimeline(*history_, path, range, nobodyStops);
        return made ? *made : FolderTimeline();
    }

private Q_SLOTS:
    /// The oldest first: a and b; then a changed; then b gone and c new; then /d gone altogether; then as at first.
    void initTestCase()
    {
        PointMaker maker(service_);
        const auto point = [&](std::vector<MadeEntry> files) { maker.point({maker.folder("d", std::move(files))}); };
        point({maker.file("a", "1"), maker.file("b", "22")});
        point({maker.file("a", "changed"), maker.file("b", "22")});
        point({maker.file("a", "changed"), maker.file("c", "333")});
        maker.point({maker.file("other", "x")});
        point({maker.file("a", "1"), maker.file("b", "22")});
        auto opened = PointHistory::open(service_, nodes_);
        VERIFY_OK(opened);
        history_ = *std::move(opened);
    }

    /// Also in the locale of a computer that was told no language.
    void namesAreOrderedWithoutTheirCase_data()
    {
        QTest::addColumn<QLocale>("locale");
        QTest::newRow("C") << QLocale::c();
        QTest::newRow("English") << QLocale(QStringLiteral("en_GB"));
    }
    void namesAreOrderedWithoutTheirCase()
    {
        QFETCH(QLocale, locale);
        const QLocale before;
        QLocale::setDefault(locale);
        const auto item = [](const char *name) { return TimelineItem{name, {EntryVersion{}}}; };
        const FolderTimeline made("/d", 1, {0, 0}, {{0, 0}}, {item("Zebra"), item("apple"), item("bee")});
        QLocale::setDefault(before);
        QCOMPARE(made.items()[1].rank, 0U);
        QCOMPARE(made.items()[2].rank, 1U);
        QCOMPARE(made.items()[0].rank, 2U);
    }

    void eachPointHasItsRowsWithWhatIsNewChangedAndGone_data()
    {
        QTest::addColumn<int>("point");
        QTest::addColumn<bool>("withDeleted");
        QTest::addColumn<QByteArray>("rows");
        QTest::newRow("oldest: nothing to compare with") << 4 << false << QByteArray("a(1) b(2)");
        QTest::newRow("changed") << 3 << false << QByteArray("~a(7) b(2)");
        QTest::newRow("new and gone") << 2 << false << QByteArray("a(7) -b(2) +c(3)");
        QTest::newRow("the folder is gone") << 1 << false << QByteArray("-a(7) -c(3)");
        QTest::newRow("what went earlier too") << 1 << true << QByteArray("-a(7) -b(2) -c(3)");
        QTest::newRow("all is back") << 0 << false << QByteArray("+a(1) +b(2)");
        QTest::newRow("but for one") << 0 << true << QByteArray("+a(1) +b(2) -c(3)");
    }
    void eachPointHasItsRowsWithWhatIsNewChangedAndGone()
    {
        QFETCH(int, point);
        QFETCH(bool, withDeleted);
        QFETCH(QByteArray, rows);
        const auto whole = timeline({0, 4});
        QVERIFY(whole.isWhole());
        QCOMPARE(describe(whole.rowsAt(size_t(point), withDeleted)), rows);
        // The point and the one before are enough where nothing older is asked for.
        const auto few = timeline({size_t(point), std::min<size_t>(size_t(point) + 1, 4)});
        QVERIFY(few.covers(size_t(point)) && !few.isWhole());
        if (!withDeleted)
            QCOMPARE(describe(few.rowsAt(size_t(point), false)), rows);
    }

    void changesAreCountedForEachPoint()
    {
        const auto whole = timeline({0, 4});
        QCOMPARE(whole.changeCounts(), (std::vector<uint32_t>{2, 2, 2, 1, 0}));
        QCOMPARE(whole.changesOf(*whole.find("a")), (std::vector<size_t>{0, 1, 3}));
        QCOMPARE(whole.changesOf(*whole.find("b")), (std::vector<size_t>{0, 2}));
        QVERIFY(!whole.find("nothing"));
    }

    void aFolderIsPresentWhereItIsOne()
    {
        const auto whole = timeline({0, 4});
        for (size_t point = 0; point < 5; ++point)
            QCOMPARE(whole.isPresentAt(point), point != 1);
        const auto nowhere = timeline({0, 4}, "/d/a");
        QVERIFY(nowhere.items().empty() && !nowhere.isPresentAt(0));
        const auto root = timeline({0, 4}, "/");
        QVERIFY(root.isPresentAt(1));
        QCOMPARE(describe(root.rowsAt(1, false)), QByteArray("-d(0) +other(1)"));
    }

    void itStopsWhenNobodyWaits()
    {
        VERIFY_FAILS(ErrorKind::Cancelled, readTimeline(*history_, "/d", {0, 4}, [] { return true; }));
    }
};

QTEST_GUILESS_MAIN(TestFolderTimeline)
#include "tst_folder_timeline.moc"
