#include "read/point_maker.h"
#include "read/point_reader.h"
#include "support/verify_ok.h"

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::tests;

class TestPointReader : public QObject
{
    Q_OBJECT

private:
    struct Opened
    {
        Opened() : service(testDigester()), maker(service), fetcher(service, testDigester()), nodes(fetcher) {}
        Result<PointReader> open(std::vector<MadeEntry> entries)
        {
            return PointReader::open(service, nodes, maker.point(std::move(entries)));
        }
        MemoryService service;
        PointMaker maker;
        ObjectFetcher fetcher;
        NodeReader nodes;
    };

    static std::vector<MadeEntry> manyFiles(PointMaker &maker, int count)
    {
        std::vector<MadeEntry> files;
        for (int i = 0; i < count; ++i)
            files.push_back(maker.file(QByteArray::number(i).rightJustified(6, '0'), QByteArray::number(i)));
        return files;
    }

private Q_SLOTS:
    void findsFromTheRoot()
    {
        Opened opened;
        auto &maker = opened.maker;
        const auto reader = opened.open({maker.folder(
            "home", {maker.folder("me", {maker.file("letter.odt", "Dear"), maker.file("\xff\xfe", "odd")})})});
        VERIFY_OK(reader);
        const auto letter = reader->find("/home/me/letter.odt");
        VERIFY_OK(letter);
        QCOMPARE(letter->entry.name, "letter.odt");
        QCOMPARE(letter->path, "/home/me/letter.odt");
        QCOMPARE(letter->positions, (std::vector<uint64_t>{0, 0, 0}));
        VERIFY_OK(reader->find("/home/me/\xff\xfe"));
        QCOMPARE(reader->find("/")->entry.name, "/");
        VERIFY_FAILS(ErrorKind::NotFound, reader->find("/home/you"));
        VERIFY_FAILS(ErrorKind::NotFound, reader->find("/home/me/letter.odt/x"));
    }

    void listsFoldersOfManyNodesInOrder()
    {
        Opened opened;
        const auto reader = opened.open({opened.maker.folder("big", manyFiles(opened.maker, 20'000))});
        const auto folder = reader->find("/big");
        VERIFY_OK(folder);
        auto cursor = reader->list(*folder);
        for (int i = 0; i < 20'000; ++i) {
            const auto next = cursor.next();
            VERIFY_OK(next);
            QVERIFY(*next);
            QCOMPARE(cursor.entry().name, QByteArray::number(i).rightJustified(6, '0'));
            QCOMPARE(cursor.position(), uint64_t(i));
        }
        QVERIFY(!*cursor.next());
        QVERIFY(!*cursor.next());
    }

    void findsInFoldersOfManyNodesByAFewOfThem()
    {
        Opened opened;
        const auto reader = opened.open({opened.maker.folder("big", manyFiles(opened.maker, 50'000))});
        opened.service.resetCounts();
        const auto found = reader->find("/big/031234");
        VERIFY_OK(found);
        QCOMPARE(found->positions.back(), 31'234u);
        QVERIFY(opened.service.requests() <= 5);
        VERIFY_FAILS(ErrorKind::NotFound, reader->find("/big/031234x"));
        VERIFY_FAILS(ErrorKind::NotFound, reader->find("/big/"
                                                       "aaa"));
        VERIFY_FAILS(ErrorKind::NotFound, reader->find("/big/!"));
    }

    void namesThatAreNotInOrderAreDamage()
    {
        Opened opened;
        auto &maker = opened.maker;
        const auto reader = opened.open({maker.folderAsGiven("d", {maker.file("b", "1"), maker.file("a", "2")})});
        const auto folder = reader->find("/d");
        auto cursor = reader->list(*folder);
        VERIFY_OK(cursor.next());
        VERIFY_FAILS(ErrorKind::Damaged, cursor.next());
    }

    void aDamagedNodeIsNamedByItsFolder()
    {
        Opened opened;
        auto &maker = opened.maker;
        const auto reader =
            opened.open({maker.folder("good", {maker.file("a", "1")}), maker.folder("bad", {maker.file("b", "2")})});
        opened.service.damage(reader->find("/bad")->entry.content);
        const auto found = reader->find("/bad/b");
        VERIFY_FAILS(ErrorKind::Damaged, found);
        QVERIFY(found.error().text().contains(QLatin1StringView("/bad")));
        VERIFY_OK(reader->find("/good/a"));
    }
};

QTEST_GUILESS_MAIN(TestPointReader)
#include "tst_point_reader.moc"
