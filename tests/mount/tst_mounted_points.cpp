#include "mount/memory_line.h"
#include "mount/mounted_points.h"
#include "read/point_maker.h"
#include "support/set_clock.h"
#include "support/verify_ok.h"

#include <random>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::tests;

namespace {

QByteArray randomContent(uint32_t seed, int size)
{
    std::mt19937 random(seed);
    QByteArray bytes(size, Qt::Uninitialized);
    std::ranges::generate(bytes, [&] { return char(random()); });
    return bytes;
}

/// 2026-11-18 13:06:40 in Vienna.
constexpr int64_t kOnePoint = 1'795'003'600;

} // namespace

class TestMountedPoints : public QObject
{
    Q_OBJECT

    struct Parts
    {
        MemoryService memory{testDigester()};
        PointMaker maker{memory};
        MemoryLines lines{memory};
        test::SetClock clock;
        ServiceLink link{[this](const CancelToken &) { return lines.connect(); }, testDigester(), clock,
                         ServiceLink::Options{.retry = std::chrono::milliseconds(0)}};
        MountedPoints points{link, testDigester(), clock};

        PointId addPoint(std::vector<MadeEntry> entries, int64_t second = kOnePoint)
        {
            auto record = maker.record(std::move(entries));
            record.started = WallTime(std::chrono::seconds(second));
            return memory.addPoint(std::move(record));
        }
        /// As the kernel goes along a path; each name is looked up once and kept.
        Result<std::optional<MountedEntry>> find(const QByteArray &path)
        {
            NodeNumber at = kTopNode;
            std::optional<MountedEntry> found = TRY(points.entry(at));
            for (const auto &name : path.split('/')) {
                found = TRY(points.lookUp(at, name));
                if (!found)
                    return found;
                at = found->node;
            }
            return found;
        }
        QByteArrayList names(NodeNumber folder, uint64_t from = 0)
        {
            QByteArrayList names;
            const auto listed = points.list(folder, from, false, [&](const MountedEntry &entry, uint64_t) {
                names << entry.entry.name;
                return true;
            });
            return listed ? names : QByteArrayList{"error: " + listed.error().text().toUtf8()};
        }
        std::unique_ptr<MountedPoints::File> open(const QByteArray &path)
        {
            const auto found = find(path);
            if (!found || !*found)
                return nullptr;
            auto file = points.open((*found)->node);
            return file ? *std::move(file) : nullptr;
        }
    };

private Q_SLOTS:
    void initTestCase() { qputenv("TZ", "Europe/Vienna"); }

    void eachPointHasItsTime()
    {
        Parts parts;
        parts.addPoint({}, 1'795'000'000);
        parts.addPoint({});
        parts.addPoint({}); // in the same second
        QCOMPARE(parts.names(kTopNode),
                 QByteArrayList({"2026-11-18T12-06-40", "2026-11-18T13-06-40", "2026-11-18T13-06-40-3", "latest"}));
        QCOMPARE(parts.names(kTopNode, 2), QByteArrayList({"2026-11-18T13-06-40-3", "latest"}));
        const auto latest = parts.points.lookUp(kTopNode, "latest");
        VERIFY_OK(latest);
        QCOMPARE((*latest)->entry.type, format::FileType::SymbolicLink);
        QCOMPARE((*latest)->entry.target, QByteArray("2026-11-18T13-06-40-3"));
        QVERIFY(!*parts.points.lookUp(kTopNode, "yesterday"));

        parts.addPoint({}, 1'795'007'200);
        QCOMPARE(parts.names(kTopNode).size(), 4);
        parts.clock.advance(ListedPoints::kBelieved);
        QCOMPARE(parts.names(kTopNode).size(), 5);
    }
    void theHourThatComesTwiceHasTwoPoints()
    {
        const auto names = namesOfPoints({{PointId{2}, WallTime(std::chrono::seconds(1'792'890'000))},
                                          {PointId{1}, WallTime(std::chrono::seconds(1'792'886'400))}});
        QCOMPARE(names.size(), size_t(2));
        QCOMPARE(names.at("2026-10-25T02-00-00").id, PointId{1});
        QCOMPARE(names.at("2026-10-25T02-00-00-2").id, PointId{2});
    }
    void withoutPointsThereIsNothing()
    {
        Parts parts;
        QCOMPARE(parts.names(kTopNode), QByteArrayList());
        QVERIFY(!*parts.points.lookUp(kTopNode, "latest"));
        VERIFY_OK(parts.points.entry(kTopNode));
    }
    void aPointIsAsItWas()
    {
        Parts parts;
        auto file = parts.maker.file("a\xff", "content");
        file.entry.mode = 04640;
        file.entry.uid = 7;
        file.entry.attributes = {format::Attribute::extended("user.note", "hello")};
        parts.addPoint({parts.maker.folder("home", {file, parts.maker.link("l", "a")}), parts.maker.file("z", "")});
        const auto point = parts.find("2026-11-18T13-06-40");
        VERIFY_OK(point);
        QCOMPARE(parts.names((*point)->node), QByteArrayList({"home", "z"}));
        const auto home = parts.points.lookUp((*point)->node, "home");
        QCOMPARE(parts.names((*home)->node), QByteArrayList({"a\xff", "l"}));
        const auto found = parts.points.lookUp((*home)->node, "a\xff");
        VERIFY_OK(found);
        QVERIFY((*found)->entry == file.entry);
        const auto again = parts.points.entry((*found)->node);
        VERIFY_OK(again);
        QVERIFY(again->entry == file.entry);
        QCOMPARE(again->inode, (*found)->inode);
        QVERIFY((*parts.points.lookUp((*home)->node, "l"))->inode != (*found)->inode);
        QVERIFY(!*parts.points.lookUp((*home)->node, "b"));
        QVERIFY(!parts.points.open((*parts.find("2026-11-18T13-06-40/home/l"))->node));
    }
    void namesOfOneFileAreOneInode()
    {
        Parts parts;
        const auto linked = [&](const QByteArray &name, const QByteArray &content, uint64_t inode) {
            auto made = parts.maker.file(name, content);
            made.entry.flags |= format::DirectoryEntry::Linked;
            made.hint.inode = inode;
            return made;
        };
        parts.addPoint({parts.maker.folder("x", {linked("one", "same", 5), linked("changed", "other", 5)}),
                        linked("two", "same", 5), linked("three", "same", 6)});
        const auto inode = [&](const QByteArray &path) { return (*parts.find("2026-11-18T13-06-40/" + path))->inode; };
        QCOMPARE(inode("two"), inode("x/one"));
        QVERIFY(inode("three") != inode("two"));
        QVERIFY(inode("x/changed") != inode("two"));
    }
    void aLargeFolderIsListedInPages()
    {
        Parts parts;
        std::vector<MadeEntry> many;
        for (int i = 0; i < 3'000; ++i)
            many.push_back(parts.maker.file("file " + QByteArray::number(i), i % 7 == 0 ? QByteArray() : "x"));
        parts.addPoint({parts.maker.folder("many", many)});
        const auto folder = *parts.find("2026-11-18T13-06-40/many");
        QByteArrayList names;
        std::vector<NodeNumber> lookedUp;
        for (uint64_t from = 0, seen = 1; seen > 0;) {
            seen = 0;
            VERIFY_OK(parts.points.list(folder->node, from, true, [&](const MountedEntry &entry, uint64_t next) {
                if (seen == 97)
                    return false;
                ++seen;
                names << entry.entry.name;
                lookedUp.push_back(entry.node);
                from = next;
                return true;
            }));
        }
        QCOMPARE(names.size(), 3'000);
        QVERIFY(std::ranges::is_sorted(names));
        QCOMPARE(parts.names(folder->node, 2'990).size(), 10);
        for (const auto node : lookedUp)
            parts.points.forget(node, 1);
        QCOMPARE(parts.points.foldersKnown(), size_t(2));
    }

    void rangesOfAFileAreRight_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("a chunk") << randomContent(1, 10'000);
        QTest::newRow("some windows") << randomContent(2, 3'000'000);
        QTest::newRow("many windows, a tree of extents") << randomContent(3, 30'000'000);
        QTest::newRow("whole windows") << randomContent(4, 6 * int(kWindowSize));
    }
    void rangesOfAFileAreRight()
    {
        QFETCH(QByteArray, content);
        Parts parts;
        parts.addPoint({parts.maker.file("f", content)});
        const auto file = parts.open("2026-11-18T13-06-40/f");
        QVERIFY(file);
        std::mt19937 random(7);
        for (int i = 0; i < 60; ++i) {
            const auto offset = qsizetype(random() % uint32_t(content.size() + 10));
            const auto size = qsizetype(random() % (i % 2 ? 300'000 : 3'000));
            const auto read = file->read(uint64_t(offset), uint64_t(size));
            VERIFY_OK(read);
            QVERIFY(*read == content.mid(offset, size));
        }
        QByteArray all;
        for (;;) {
            const auto read = file->read(uint64_t(all.size()), 131'072);
            VERIFY_OK(read);
            if (read->isEmpty())
                break;
            all += *read;
        }
        QVERIFY(all == content);
    }
    void onlyWhatARangeNeedsIsFetched()
    {
        Parts parts;
        parts.addPoint({parts.maker.file("f", randomContent(4, 30'000'000))});
        const auto file = parts.open("2026-11-18T13-06-40/f");
        QVERIFY(file);
        parts.memory.resetCounts();
        VERIFY_OK(file->read(20'000'000, 4'096));
        const auto given = parts.memory.chunksGiven();
        QVERIFY2(given <= 40, qPrintable(QString::number(given))); // of 64 KiB on average
        VERIFY_OK(file->read(20'000'100, 1'000));
        QCOMPARE(parts.memory.chunksGiven(), given);
    }
    void chunksComeOnceWhereAFileIsReadInOrder()
    {
        Parts parts;
        const auto content = randomContent(4, 30'000'000);
        parts.addPoint({parts.maker.file("f", content)});
        const auto file = parts.open("2026-11-18T13-06-40/f");
        QVERIFY(file);
        parts.memory.resetCounts();
        for (uint64_t at = 0; at < uint64_t(content.size()); at += 131'072)
            VERIFY_OK(file->read(at, 131'072));
        // But those that two fetches share.
        QVERIFY2(parts.memory.chunksGiven() < 30'000'000 / 65'536 + 60,
                 qPrintable(QString::number(parts.memory.chunksGiven())));
        QVERIFY2(parts.memory.requests() < 25, qPrintable(QString::number(parts.memory.requests())));
    }

    void damageIsAnErrorAndTheRestIsThere()
    {
        Parts parts;
        const auto made = parts.maker.file("f", randomContent(5, 10'000));
        parts.addPoint({made, parts.maker.file("g", "fine")});
        parts.memory.damage(made.entry.content);
        const auto file = parts.open("2026-11-18T13-06-40/f");
        QTest::ignoreMessage(
            QtWarningMsg, QRegularExpression(
                              QStringLiteral("Cannot give 2026-11-18T13-06-40/f of point 1 to its reader: .*damaged")));
        VERIFY_FAILS(ErrorKind::Damaged, file->read(0, 100));
        VERIFY_FAILS(ErrorKind::Damaged, file->read(0, 100)); // not logged again
        QCOMPARE(*parts.open("2026-11-18T13-06-40/g")->read(0, 100), QByteArray("fine"));
        parts.memory.repair(made.entry.content);
        VERIFY_OK(parts.open("2026-11-18T13-06-40/f")->read(0, 100));
    }
    void ofALargeFileOnlyTheDamagedPartIsAnError()
    {
        Parts parts;
        const auto content = randomContent(6, 12'000'000);
        const auto made = parts.maker.file("f", content);
        parts.addPoint({made});
        // A chunk in the middle.
        const codec::Chunker chunker(codec::DomainKeys(testSecret()).boundary());
        QByteArrayView rest(content);
        while (content.size() - rest.size() < 6'000'000)
            rest = rest.sliced(chunker.cut(rest, true));
        const auto at = uint64_t(content.size() - rest.size());
        parts.memory.damage(testDigester().chunk(rest.first(chunker.cut(rest, true))));
        const auto file = parts.open("2026-11-18T13-06-40/f");
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("^Cannot give")));
        int failed = 0;
        for (uint64_t begin = 0; begin < uint64_t(content.size()); begin += 100'000) {
            const auto read = file->read(begin, 100'000);
            if (read)
                QVERIFY(*read == content.mid(qsizetype(begin), 100'000));
            else
                ++failed;
        }
        QVERIFY2(failed > 0 && failed <= 24, qPrintable(QString::number(failed)));
        VERIFY_FAILS(ErrorKind::Damaged, file->read(at, 10));
    }
    /// Every chunk is right, and the file is not what its signature says: a description that is wrong.
    void aWrongDescriptionIsFound_data()
    {
        QTest::addColumn<int>("size");
        QTest::addColumn<qint64>("right"); // bytes that are given before it is known
        QTest::newRow("before the first byte, of a small file") << 1'000'000 << qint64(0);
        QTest::newRow("at the end, of a large one") << 9'000'000 << qint64(8 * kWindowSize);
    }
    void aWrongDescriptionIsFound()
    {
        QFETCH(int, size);
        QFETCH(qint64, right);
        Parts parts;
        auto made = parts.maker.file("f", randomContent(7, size));
        auto other = randomContent(7, size);
        other[10] = char(~other[10]);
        const auto wrong = parts.maker.content(other); // the version that the entry's name gives
        ObjectFetcher fetcher(parts.memory, testDigester());
        const auto point = parts.maker.point({parts.maker.file("o", other)});
        QVERIFY(parts.memory.point(point));
        NodeReader nodes(fetcher);
        const auto root = parts.memory.point(point)->root.content;
        VERIFY_OK(nodes.read({}, root));
        const auto record = fetcher.get({root, wrong, format::ObjectKind::Version});
        VERIFY_OK(record);
        parts.memory.add(format::ObjectKind::Version, made.entry.content, record->copy());
        parts.memory.forgetPoint(point);
        parts.addPoint({made});

        const auto file = parts.open("2026-11-18T13-06-40/f");
        QVERIFY(file);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("^Cannot give .*signature")));
        qint64 given = 0;
        for (;;) {
            const auto read = file->read(uint64_t(given), 131'072);
            if (!read) {
                QCOMPARE(read.error().kind(), ErrorKind::Damaged);
                break;
            }
            QVERIFY(!read->isEmpty());
            given += read->size();
        }
        QVERIFY2(given <= right, qPrintable(QString::number(given)));
        VERIFY_FAILS(ErrorKind::Damaged, file->read(0, 10));
    }

    void aServiceThatWasAwayIsConnectedAgain()
    {
        Parts parts;
        const auto content = randomContent(6, 12'000'000);
        parts.addPoint({parts.maker.folder("deep", {parts.maker.folder("er", {parts.maker.file("f", content)})})});
        const auto file = parts.open("2026-11-18T13-06-40/deep/er/f");
        QVERIFY(file);
        VERIFY_OK(file->read(0, 10));
        const auto folder = *parts.find("2026-11-18T13-06-40/deep/er");
        parts.lines.isAway = true;
        VERIFY_FAILS(ErrorKind::Unreachable, file->read(8'000'000, 10));
        VERIFY_FAILS(ErrorKind::Unreachable, parts.points.entry(folder->node));
        parts.lines.isAway = false;
        const auto back = file->read(8'000'000, 10);
        VERIFY_OK(back);
        QCOMPARE(*back, content.mid(8'000'000, 10));
        QCOMPARE(parts.names(folder->node), QByteArrayList({"f"}));
    }
    void aForgottenPointIsSaidToBeGone()
    {
        Parts parts;
        const auto point = parts.addPoint({parts.maker.folder("home", {parts.maker.file("f", "x")})});
        parts.addPoint({}, kOnePoint + 60);
        const auto home = *parts.find("2026-11-18T13-06-40/home");
        parts.memory.forgetPoint(point);
        parts.clock.advance(ListedPoints::kBelieved);
        QVERIFY(!*parts.points.lookUp(kTopNode, "2026-11-18T13-06-40"));
        // A new connection gives nothing of it.
        VERIFY_OK(parts.link.ask([](OpenLine &line) -> Status {
            line.line->abort();
            return {};
        }));
        VERIFY_FAILS(ErrorKind::NotFound, parts.points.lookUp(home->node, "f"));
        VERIFY_FAILS(ErrorKind::NotFound, parts.points.list(home->node, 0, false, [](auto &, auto) { return true; }));
    }
};

QTEST_GUILESS_MAIN(TestMountedPoints)
#include "tst_mounted_points.moc"
