/// A search by name through all points, over names that are kept or walked through.
#include "read/point_maker.h"
#include "session/search_job.h"
#include "support/verify_ok.h"

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::tests;

namespace {

struct Found
{
    QByteArrayList paths;
    std::optional<Error> error;
    bool isCut = false;
};

Found search(NameIndex &names, PointHistory &history, const QString &text)
{
    QPromise<SearchBatch> promise;
    promise.start();
    searchNames(names, history, text, promise);
    promise.finish();
    Found found;
    for (const auto &batch : promise.future().results()) {
        for (const auto &hit : batch.hits)
            found.paths += hit.path;
        found.error = batch.error ? batch.error : found.error;
        found.isCut = found.isCut || batch.isCut;
    }
    return found;
}

} // namespace

class TestSearch : public QObject
{
    Q_OBJECT

    std::unique_ptr<MemoryService> service_;
    std::unique_ptr<ObjectFetcher> fetcher_;
    std::unique_ptr<NodeReader> nodes_;
    std::optional<PointHistory> history_;

    void begin()
    {
        fetcher_ = std::make_unique<ObjectFetcher>(*service_, testDigester());
        nodes_ = std::make_unique<NodeReader>(*fetcher_);
        auto opened = PointHistory::open(*service_, *nodes_);
        VERIFY_OK(opened);
        history_.emplace(*std::move(opened));
    }

private Q_SLOTS:
    void init() { service_ = std::make_unique<MemoryService>(testDigester()); }

    void namesAreFoundHoweverManyOfThemAreKept_data()
    {
        QTest::addColumn<int>("mostNames");
        QTest::newRow("those of a folder") << 1;
        QTest::newRow("some folders") << 4;
        QTest::newRow("all") << int(NameIndex::kMostNames);
    }
    void namesAreFoundHoweverManyOfThemAreKept()
    {
        QFETCH(int, mostNames);
        PointMaker maker(*service_);
        maker.point({maker.folder("d", {maker.file("gone.txt", "1")}), maker.file("note.txt", "1")});
        maker.point({maker.folder("d", {maker.file("a.txt", "1"), maker.file("b.odt", "2")}),
                     maker.folder("e", {maker.file("c.txt", "3"), maker.folder("f", {maker.file("g.txt", "4")})}),
                     maker.file("note.txt", "12")});
        begin();
        NameIndex names{size_t(mostNames)};
        for (int again = 0; again < 2; ++again) {
            const auto found = search(names, *history_, QStringLiteral("*.txt"));
            QVERIFY(!found.error && !found.isCut);
            QCOMPARE(found.paths, (QByteArrayList{"/note.txt", "/d/a.txt", "/d/gone.txt", "/e/c.txt", "/e/f/g.txt"}));
            QVERIFY(!names.canReadOn());
        }
        QCOMPARE(names.folderCount(), size_t(mostNames == 1 ? 1 : mostNames == 4 ? 2 : 4));
    }

    void whatNobodyWouldReadIsCut()
    {
        PointMaker maker(*service_);
        std::vector<MadeEntry> files;
        for (int i = 0; i < 5'001; ++i)
            files.push_back(maker.file(QByteArray("file-") + QByteArray::number(10'000 + i), "1"));
        maker.point({maker.folder("d", std::move(files))});
        begin();
        NameIndex names;
        const auto found = search(names, *history_, QStringLiteral("file-"));
        QVERIFY(found.isCut);
        QCOMPARE(found.paths.size(), qsizetype(5'000));
        QVERIFY(!search(names, *history_, QStringLiteral("file-14999")).isCut);
    }

    void whatFailedBeginsAnew()
    {
        PointMaker maker(*service_);
        maker.point({maker.folder("d", {maker.file("a.txt", "1")}), maker.folder("e", {maker.file("b.txt", "1")})});
        begin();
        NameIndex names;
        service_->endAfter(1); // of the three folders
        QVERIFY(search(names, *history_, QStringLiteral(".txt")).error);
        QCOMPARE(names.folderCount(), size_t(0));
        service_->endAfter(-1);
        begin();
        const auto found = search(names, *history_, QStringLiteral(".txt"));
        QVERIFY(!found.error);
        QCOMPARE(found.paths, (QByteArrayList{"/d/a.txt", "/e/b.txt"}));
    }

    void nobodyWaitsAndNothingIsRead()
    {
        PointMaker maker(*service_);
        maker.point({maker.folder("d", {maker.file("a", "1")})});
        begin();
        NameIndex names;
        QPromise<SearchBatch> promise;
        promise.start();
        promise.future().cancel();
        searchNames(names, *history_, QStringLiteral("a"), promise);
        promise.finish();
        QCOMPARE(names.folderCount(), size_t(0));
        QVERIFY(names.canReadOn());
    }

    void withoutPointsNothingIsFound()
    {
        begin();
        NameIndex names;
        const auto found = search(names, *history_, QStringLiteral("a"));
        QVERIFY(!found.error && found.paths.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestSearch)
#include "tst_search.moc"
