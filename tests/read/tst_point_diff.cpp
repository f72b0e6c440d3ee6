#include "read/point_diff.h"
#include "read/point_maker.h"
#include "support/verify_ok.h"

#include <random>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::tests;

class TestPointDiff : public QObject
{
    Q_OBJECT

private:
    struct Opened
    {
        Opened() : service(testDigester()), maker(service), fetcher(service, testDigester()), nodes(fetcher) {}
        Result<QByteArrayList> diff(PointId before, PointId after, const QByteArray &path = "/")
        {
            const auto a = PointReader::open(service, nodes, before);
            const auto b = PointReader::open(service, nodes, after);
            QByteArrayList changes;
            const CancelToken cancel;
            TRY(diffPoints(nodes, *a, *b, path, cancel, [&](const PointChange &change) -> Result<bool> {
                changes += (!change.before ? "+" : !change.after ? "-" : change.content ? "~" : "m") + change.path;
                return true;
            }));
            return changes;
        }
        MemoryService service;
        PointMaker maker;
        ObjectFetcher fetcher;
        NodeReader nodes;
    };

private Q_SLOTS:
    void saysWhatCameWentAndChanged()
    {
        Opened opened;
        auto &maker = opened.maker;
        auto wasMode = maker.file("mode", "same");
        auto isMode = wasMode;
        isMode.entry.mode = 0600;
        const auto before = maker.point(
            {maker.folder("d", {maker.file("gone", "1"), maker.file("kept", "2"), maker.file("new content", "3"),
                                wasMode, maker.folder("gone folder", {maker.file("x", "x")})}),
             maker.folder("untouched", {maker.file("y", "y")}), maker.file("kind", "file")});
        const auto after = maker.point(
            {maker.folder("d", {maker.file("added", "1"), maker.file("kept", "2"), maker.file("new content", "4"),
                                isMode, maker.folder("added folder", {maker.file("x", "x")})}),
             maker.folder("untouched", {maker.file("y", "y")}), PointMaker::link("kind", "elsewhere")});
        const auto changes = opened.diff(before, after);
        VERIFY_OK(changes);
        QCOMPARE(*changes, (QByteArrayList{"~/kind", "+/d/added", "+/d/added folder", "-/d/gone", "-/d/gone folder",
                                           "m/d/mode", "~/d/new content"}));
        QVERIFY(opened.diff(before, before)->isEmpty());
        QCOMPARE(*opened.diff(before, after, "/d/new content"), QByteArrayList{"~/d/new content"});
        QCOMPARE(*opened.diff(before, after, "/d/added"), QByteArrayList{"+/d/added"});
        QCOMPARE(*opened.diff(before, after, "/d/gone folder"), QByteArrayList{"-/d/gone folder"});
        VERIFY_FAILS(ErrorKind::NotFound, opened.diff(before, after, "/never"));
    }

    void readsOnlyWhatDiffers()
    {
        Opened opened;
        auto &maker = opened.maker;
        std::vector<MadeEntry> files;
        for (int i = 0; i < 40'000; ++i)
            files.push_back(maker.file(QByteArray::number(i).rightJustified(6, '0'), "x"));
        const auto before = maker.point({maker.folder("big", files)});
        files[20'000] = maker.file("020000", "y");
        files.push_back(maker.file("zz", "new"));
        const auto after = maker.point({maker.folder("big", files)});
        opened.service.resetCounts();
        QCOMPARE(*opened.diff(before, after), (QByteArrayList{"~/big/020000", "+/big/zz"}));
        QVERIFY2(opened.service.requests() < 120, qPrintable(QString::number(opened.service.requests())));
    }

    /// Against a simple comparison of two maps.
    void agreesWithASimpleComparison_data()
    {
        QTest::addColumn<uint32_t>("seed");
        for (uint32_t seed = 1; seed <= 8; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void agreesWithASimpleComparison()
    {
        QFETCH(uint32_t, seed);
        std::mt19937 random(seed);
        Opened opened;
        std::map<QByteArray, QByteArray> was;
        std::map<QByteArray, QByteArray> is;
        for (int i = 0; i < 3'000; ++i) {
            const QByteArray name = "n" + QByteArray::number(random() % 100'000);
            was[name] = "1";
            is[name] = "1";
        }
        for (auto &[name, content] : is) {
            if (random() % 300 == 0)
                content = "22";
        }
        for (int i = 0; i < 20; ++i) {
            is.erase(std::next(is.begin(), ptrdiff_t(random() % is.size())));
            is["m" + QByteArray::number(random() % 100'000)] = "3";
            is["n" + QByteArray::number(random() % 100'000) + 'x'] = "3";
        }
        QByteArrayList expected;
        std::set<QByteArray> names;
        for (const auto &map : {was, is}) {
            for (const auto &[name, content] : map)
                names.insert(name);
        }
        for (const auto &name : names) {
            const auto a = was.find(name);
            const auto b = is.find(name);
            if (a == was.end())
                expected += "+/d/" + name;
            else if (b == is.end())
                expected += "-/d/" + name;
            else if (a->second != b->second)
                expected += "~/d/" + name;
        }
        const auto folder = [&](const std::map<QByteArray, QByteArray> &map) {
            std::vector<MadeEntry> files;
            for (const auto &[name, content] : map)
                files.push_back(opened.maker.file(name, content));
            return opened.maker.folder("d", std::move(files));
        };
        const auto before = opened.maker.point({folder(was)});
        const auto after = opened.maker.point({folder(is)});
        QCOMPARE(*opened.diff(before, after), expected);
    }
};

QTEST_GUILESS_MAIN(TestPointDiff)
#include "tst_point_diff.moc"
