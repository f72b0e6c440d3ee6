#include "read/point_history.h"
#include "read/point_maker.h"
#include "support/verify_ok.h"

#include <QRandomGenerator>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::tests;

class TestPointHistory : public QObject
{
    Q_OBJECT

private:
    /// Points in order: /d with a, b; then a changed; then b gone and c new; then the first again.
    static void addPoints(MemoryService &service)
    {
        PointMaker maker(service);
        const auto same = maker.folder("same", {maker.file("quiet", "always")});
        const auto point = [&](std::vector<MadeEntry> files) {
            maker.point({maker.folder("d", std::move(files)), same});
        };
        point({maker.file("a", "1"), maker.file("b", "2")});
        point({maker.file("a", "changed"), maker.file("b", "2")});
        point({maker.file("a", "changed"), maker.file("c", "3")});
        point({maker.file("a", "1"), maker.file("b", "2")});
    }

    static QByteArray describe(const std::vector<EntryVersion> &versions)
    {
        QByteArray text;
        for (const auto &version : versions) {
            text += QByteArray::number(qulonglong(version.entry.size)) + ':';
            for (const auto &range : version.points)
                text += QByteArray::number(qulonglong(range.newest)) + '-' +
                        QByteArray::number(qulonglong(range.oldest)) + ' ';
        }
        return text.trimmed();
    }

private Q_SLOTS:
    void rangesThatTouchBecomeOne()
    {
        std::vector<PointRange> points = {{5, 6}};
        addRanges(points, {{1, 2}, {7, 9}});
        QCOMPARE(points, (std::vector<PointRange>{{1, 2}, {5, 9}}));
        addRanges(points, {{3, 4}});
        QCOMPARE(points, (std::vector<PointRange>{{1, 9}}));
    }

    void versionsTellEachStateAndItsPoints()
    {
        MemoryService service(testDigester());
        addPoints(service);
        ObjectFetcher fetcher(service, testDigester());
        NodeReader nodes(fetcher);
        auto history = PointHistory::open(service, nodes);
        VERIFY_OK(history);
        QCOMPARE(describe(*history->versions("/d/a")), "1:0-0 3-3 7:1-2");
        QCOMPARE(describe(*history->versions("/d/b")), "1:0-0 2-3");
        QCOMPARE(describe(*history->versions("/d/c")), "1:1-1");
        QCOMPARE(describe(*history->versions("/same/quiet")), "6:0-3");
        QVERIFY(history->versions("/d/never")->empty());
        QVERIFY(history->versions("/nowhere/at/all")->empty());
    }

    void walkVisitsEachPathOnceWithAllItsPoints()
    {
        MemoryService service(testDigester());
        addPoints(service);
        ObjectFetcher fetcher(service, testDigester());
        NodeReader nodes(fetcher);
        auto history = PointHistory::open(service, nodes);
        std::map<QByteArray, QByteArray> seen;
        const CancelToken cancel;
        VERIFY_OK(history->walk(cancel, [&](const QByteArray &path, const auto &versions) -> Result<bool> {
            if (seen.contains(path))
                return fail(ErrorKind::Invalid, QStringLiteral("visited twice"));
            seen[path] = describe(versions);
            return true;
        }));
        QCOMPARE(seen.size(), size_t(6));
        QCOMPARE(seen["/d/a"], "1:0-0 3-3 7:1-2");
        QCOMPARE(seen["/d/c"], "1:1-1");
        QCOMPARE(seen["/same/quiet"], "6:0-3");
    }

    void whatPointsShareIsReadOnce()
    {
        MemoryService service(testDigester());
        PointMaker maker(service);
        std::vector<MadeEntry> folders;
        for (int i = 0; i < 200; ++i)
            folders.push_back(maker.folder("folder" + QByteArray::number(i), {maker.file("f", QByteArray::number(i))}));
        for (int i = 0; i < 50; ++i) {
            auto all = folders;
            all.push_back(maker.folder("changing", {maker.file("n", QByteArray::number(i))}));
            maker.point(all);
        }
        ObjectFetcher fetcher(service, testDigester());
        NodeReader nodes(fetcher);
        auto history = PointHistory::open(service, nodes);
        const CancelToken cancel;
        size_t paths = 0;
        service.resetCounts();
        VERIFY_OK(history->walk(cancel, [&](const QByteArray &, const auto &) -> Result<bool> {
            ++paths;
            return true;
        }));
        QCOMPARE(paths, size_t(402));
        QVERIFY2(service.requests() < 60, qPrintable(QString::number(service.requests())));
    }

    /// States share their nodes, and one of them goes through each: the same must come out as by reading every point.
    void aLargeFolderIsMergedAsEachPointHasIt()
    {
        constexpr size_t kPoints = 12;
        MemoryService service(testDigester());
        PointMaker maker(service);
        QRandomGenerator random(20261126);
        std::map<QByteArray, QByteArray> files;
        for (int i = 0; i < 1'500; ++i)
            files["file" + QByteArray::number(random.bounded(1'000'000))] = "1";
        std::vector<std::map<QByteArray, QByteArray>> expected; // the newest first
        for (size_t i = 0; i < kPoints; ++i) {
            std::vector<MadeEntry> entries;
            for (const auto &[name, content] : files)
                entries.push_back(maker.file(name, content));
            maker.point({maker.folder("d", std::move(entries))});
            expected.insert(expected.begin(), files);
            for (int change = 0; change < 6; ++change) {
                auto any = std::next(files.begin(), random.bounded(int(files.size())));
                any->second += 'x';
                any = std::next(files.begin(), random.bounded(int(files.size())));
                files.erase(any);
                files["file" + QByteArray::number(random.bounded(1'000'000))] = "new";
            }
            if (i == 7)
                files.erase(std::next(files.begin(), 200), std::next(files.begin(), 900));
        }
        ObjectFetcher fetcher(service, testDigester());
        NodeReader nodes(fetcher);
        auto history = PointHistory::open(service, nodes);
        std::vector<std::map<QByteArray, QByteArray>> seen(kPoints);
        QByteArray last;
        VERIFY_OK(history->visitFolder(
            "/d", {0, kPoints - 1}, [&](const QByteArray &path, const auto &versions) -> Result<bool> {
                if (path <= last)
                    return fail(ErrorKind::Invalid, QStringLiteral("not in order"));
                last = path;
                for (const auto &version : versions) {
                    for (const auto &range : version.points) {
                        for (size_t point = range.newest; point <= range.oldest; ++point)
                            seen[point][version.entry.name] += QByteArray::number(version.entry.size);
                    }
                }
                return true;
            }));
        for (size_t point = 0; point < kPoints; ++point) {
            for (auto &[name, content] : expected[point])
                content = QByteArray::number(content.size());
            QVERIFY2(seen[point] == expected[point], qPrintable(QString::number(point)));
        }
    }

    /// What the states have ahead of them is several times what is kept: nothing may be fetched before its time.
    void manyStatesOfALargeFolderFetchEachNodeOnce()
    {
        constexpr size_t kPoints = 100, kFiles = 1'500, kChanges = 4;
        MemoryService service(testDigester());
        PointMaker maker(service);
        QRandomGenerator random(20261126);
        std::vector<MadeEntry> files;
        for (size_t i = 0; i < kFiles; ++i)
            files.push_back(maker.file(QByteArray(150, 'n') + QByteArray::number(i), "1"));
        for (size_t point = 0; point < kPoints; ++point) {
            for (size_t change = 0; change < kChanges; ++change) {
                auto &file = files[random.bounded(int(kFiles))];
                file = maker.file(file.entry.name, QByteArray::number(point * kChanges + change));
            }
            maker.point({maker.folder("d", files)});
        }
        ObjectFetcher fetcher(service, testDigester());
        NodeReader nodes(fetcher, 2_MiB);
        auto history = PointHistory::open(service, nodes);
        service.resetCounts();
        size_t names = 0;
        VERIFY_OK(history->visitFolder("/d", {0, kPoints - 1}, [&](const auto &, const auto &) -> Result<bool> {
            ++names;
            return true;
        }));
        QCOMPARE(names, kFiles);
        const auto distinct = service.distinctGiven(), given = service.objectsGiven();
        QVERIFY2(distinct > 400, qPrintable(QString::number(distinct)));
        QVERIFY2(given <= distinct + distinct / 10, qPrintable(QStringLiteral("%1 of %2").arg(given).arg(distinct)));
    }

    void statesWhoseRootsFindNoRoomTogetherAreFetchedOnce_data()
    {
        QTest::addColumn<QByteArray>("folder");
        QTest::addColumn<size_t>("names");
        QTest::newRow("itself") << QByteArray("/d") << size_t(71);
        QTest::newRow("one in it") << QByteArray("/d/sub") << size_t(1);
    }
    void statesWhoseRootsFindNoRoomTogetherAreFetchedOnce()
    {
        QFETCH(QByteArray, folder);
        QFETCH(size_t, names);
        constexpr size_t kPoints = 200;
        MemoryService service(testDigester());
        PointMaker maker(service);
        // A folder of one node, of some 20 KB.
        std::vector<MadeEntry> entries = {maker.folder("sub", {maker.file("quiet", "always")})};
        for (size_t i = 0; i < 70; ++i)
            entries.push_back(maker.file(QByteArray(150, 'n') + QByteArray::number(i), "1"));
        for (size_t point = 0; point < kPoints; ++point) {
            entries.back() = maker.file(entries.back().entry.name, QByteArray::number(point));
            maker.point({maker.folder("d", entries)});
        }
        ObjectFetcher fetcher(service, testDigester());
        NodeReader nodes(fetcher, 1_MiB);
        auto history = PointHistory::open(service, nodes);
        service.resetCounts();
        size_t seen = 0;
        VERIFY_OK(history->visitFolder(folder, {0, kPoints - 1}, [&](const auto &, const auto &) -> Result<bool> {
            ++seen;
            return true;
        }));
        QCOMPARE(seen, names);
        const auto distinct = service.distinctGiven(), given = service.objectsGiven();
        QVERIFY2(distinct >= 2 * kPoints, qPrintable(QString::number(distinct)));
        QVERIFY2(given <= distinct + distinct / 10, qPrintable(QStringLiteral("%1 of %2").arg(given).arg(distinct)));
        QVERIFY2(service.requests() < kPoints / 2, qPrintable(QString::number(service.requests())));
    }

    void walkStopsWhenTheVisitHasEnough()
    {
        MemoryService service(testDigester());
        addPoints(service);
        ObjectFetcher fetcher(service, testDigester());
        NodeReader nodes(fetcher);
        auto history = PointHistory::open(service, nodes);
        const CancelToken cancel;
        int visits = 0;
        VERIFY_OK(
            history->walk(cancel, [&](const QByteArray &, const auto &) -> Result<bool> { return ++visits < 3; }));
        QCOMPARE(visits, 3);
    }
};

QTEST_GUILESS_MAIN(TestPointHistory)
#include "tst_point_history.moc"
