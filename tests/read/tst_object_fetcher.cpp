#include "read/object_fetcher.h"
#include "read/point_maker.h"
#include "read/point_reader.h"
#include "support/verify_ok.h"

#include <future>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::tests;

class TestObjectFetcher : public QObject
{
    Q_OBJECT

private:
    static std::vector<MadeEntry> manyFiles(PointMaker &maker, int count)
    {
        std::vector<MadeEntry> files;
        for (int i = 0; i < count; ++i)
            files.push_back(maker.file("file" + QByteArray::number(i), "content " + QByteArray::number(i)));
        return files;
    }

    /// The leaf that holds each entry of "/".
    static std::vector<std::pair<format::DirectoryEntry, ObjectName>> entriesOf(ObjectFetcher &fetcher,
                                                                                MemoryService &service, PointId point)
    {
        NodeReader nodes(fetcher);
        const auto reader = PointReader::open(service, nodes, point);
        std::vector<std::pair<format::DirectoryEntry, ObjectName>> result;
        auto cursor = reader->list(reader->root());
        while (cursor.next().value_or(false))
            result.emplace_back(cursor.entry(), cursor.leaf());
        return result;
    }

private Q_SLOTS:
    void givesWhatEachNameSays()
    {
        MemoryService service(testDigester());
        PointMaker maker(service);
        const auto point = maker.point(manyFiles(maker, 5000));
        ObjectFetcher fetcher(service, testDigester());
        const auto entries = entriesOf(fetcher, service, point);
        QCOMPARE(entries.size(), size_t(5000));

        std::vector<ObjectWant> wants;
        for (const auto &[entry, leaf] : entries)
            wants.push_back({leaf, entry.content, format::ObjectKind::Chunk, ByteCount(entry.size)});
        service.resetCounts();
        const auto objects = fetcher.getAll(wants);
        for (size_t i = 0; i < objects.size(); ++i) {
            VERIFY_OK(objects[i]);
            QCOMPARE(objects[i]->copy(), "content " + entries[i].first.name.sliced(4));
        }
        // Gathered, not one by one: 4,096 in a request.
        QCOMPARE(service.requests(), 2u);
    }

    void asksOnceForWhatSeveralWant()
    {
        MemoryService service(testDigester());
        PointMaker maker(service);
        std::vector<MadeEntry> files;
        for (int i = 0; i < 300; ++i)
            files.push_back(maker.file("copy" + QByteArray::number(i), "the same"));
        const auto point = maker.point(files);
        ObjectFetcher fetcher(service, testDigester());
        std::vector<ObjectWant> wants;
        for (const auto &[entry, leaf] : entriesOf(fetcher, service, point))
            wants.push_back({leaf, entry.content, format::ObjectKind::Chunk, 8});
        service.resetCounts();
        for (const auto &object : fetcher.getAll(wants)) {
            VERIFY_OK(object);
            QCOMPARE(object->copy(), "the same");
        }
        QVERIFY(service.chunksGiven() < 20);
    }

    void namesWhatIsDamagedOrMissingAndGivesTheRest()
    {
        MemoryService service(testDigester());
        PointMaker maker(service);
        const auto point = maker.point(manyFiles(maker, 100));
        ObjectFetcher fetcher(service, testDigester());
        const auto entries = entriesOf(fetcher, service, point);
        service.damage(entries[10].first.content);
        service.lose(entries[20].first.content);
        std::vector<ObjectWant> wants;
        for (const auto &[entry, leaf] : entries)
            wants.push_back({leaf, entry.content, format::ObjectKind::Chunk, ByteCount(entry.size)});
        const auto objects = fetcher.getAll(wants);
        for (size_t i = 0; i < objects.size(); ++i) {
            if (i == 10)
                VERIFY_FAILS(ErrorKind::Damaged, objects[i]);
            else if (i == 20)
                VERIFY_FAILS(ErrorKind::NotFound, objects[i]);
            else
                VERIFY_OK(objects[i]);
        }
    }

    /// The service refuses a request as a whole; what was asked under other parents must come all the same.
    void aRefusedParentCostsOnlyItsOwn()
    {
        MemoryService service(testDigester());
        PointMaker maker(service);
        std::vector<MadeEntry> folders;
        for (int i = 0; i < 40; ++i)
            folders.push_back(
                maker.folder("folder" + QByteArray::number(i), {maker.file("f", "in " + QByteArray::number(i))}));
        const auto point = maker.point(folders);
        ObjectFetcher fetcher(service, testDigester());
        NodeReader nodes(fetcher);
        const auto reader = PointReader::open(service, nodes, point);
        std::vector<ObjectWant> wants;
        for (int i = 0; i < 40; ++i) {
            const auto file = reader->find("/folder" + QByteArray::number(i) + "/f");
            VERIFY_OK(file);
            wants.push_back({file->parent, file->entry.content, format::ObjectKind::Chunk, 8});
        }
        const auto strange = testDigester().node("never given");
        wants[7].parent = strange;
        wants[31].parent = strange;
        const auto objects = fetcher.getAll(wants);
        for (size_t i = 0; i < objects.size(); ++i) {
            if (i == 7 || i == 31)
                VERIFY_FAILS(ErrorKind::Denied, objects[i]);
            else
                VERIFY_OK(objects[i]);
        }
    }

    void anObjectOfAnotherKindIsDamage()
    {
        MemoryService service(testDigester());
        PointMaker maker(service);
        const auto point = maker.point(manyFiles(maker, 1));
        ObjectFetcher fetcher(service, testDigester());
        const auto entries = entriesOf(fetcher, service, point);
        VERIFY_FAILS(ErrorKind::Damaged,
                     fetcher.get({entries[0].second, entries[0].first.content, format::ObjectKind::Version, 0}));
    }

    void cancelAnswersEverybody()
    {
        MemoryService service(testDigester());
        PointMaker maker(service);
        const auto point = maker.point(manyFiles(maker, 10));
        ObjectFetcher fetcher(service, testDigester());
        const auto entries = entriesOf(fetcher, service, point);
        fetcher.cancel(Error(ErrorKind::Cancelled, QStringLiteral("enough")));
        VERIFY_FAILS(ErrorKind::Cancelled, fetcher.get({entries[0].second, entries[0].first.content}));
    }

    void aLostConnectionAnswersEverybody()
    {
        MemoryService service(testDigester());
        PointMaker maker(service);
        const auto point = maker.point(manyFiles(maker, 3000));
        ObjectFetcher fetcher(service, testDigester());
        const auto entries = entriesOf(fetcher, service, point);
        service.endAfter(500);
        std::vector<ObjectWant> wants;
        for (const auto &[entry, leaf] : entries)
            wants.push_back({leaf, entry.content, format::ObjectKind::Chunk, ByteCount(entry.size)});
        size_t lost = 0;
        for (const auto &object : fetcher.getAll(wants))
            lost += !object && object.error().kind() == ErrorKind::Unreachable;
        QVERIFY(lost >= 2500);
    }

    void partsComeInThePlaceOfTheirRecord()
    {
        MemoryService service(testDigester());
        PointMaker maker(service);
        const auto point = maker.point(manyFiles(maker, 40));
        // One object a request, so that the order of the requests is that of the queue.
        ObjectFetcher fetcher(service, testDigester(), {.threads = 1, .budget = 1, .requestSize = 1});
        const auto entries = entriesOf(fetcher, service, point);
        const auto wantOf = [&](size_t i) {
            return ObjectWant{entries[i].second, entries[i].first.content, format::ObjectKind::Chunk, 1};
        };
        std::mutex mutex;
        std::vector<size_t> came;
        const auto note = [&](size_t i) {
            return [&, i](const Result<FetchedObject> &object) {
                const std::lock_guard lock(mutex);
                if (object)
                    came.push_back(i);
            };
        };
        // The first one holds the queue up until all have been asked for. Any object serves as a record here: what is
        // asked for its parts is 10 i + 1 and 10 i + 2.
        std::promise<void> allAsked;
        fetcher.ask(wantOf(0), [&, first = note(0), asked = allAsked.get_future().share()](const auto &object) {
            asked.wait();
            first(object);
        });
        for (const size_t i : {10uz, 20uz, 30uz}) {
            fetcher.askForParts(wantOf(i), [&, i](const Result<FetchedObject> &) {
                return ObjectFetcher::Asks{{wantOf(i + 1), note(i + 1)}, {wantOf(i + 2), note(i + 2)}};
            });
            fetcher.ask(wantOf(i + 3), note(i + 3));
        }
        allAsked.set_value();
        // Refused: its place must not stop the rest.
        fetcher.askForParts({entries[0].second, ObjectName(), format::ObjectKind::Chunk, 1},
                            [](const Result<FetchedObject> &) { return ObjectFetcher::Asks(); });
        fetcher.ask(wantOf(5), note(5));
        QTRY_COMPARE(came.size(), 11uz);
        const std::lock_guard lock(mutex);
        QCOMPARE(came, (std::vector<size_t>{0, 11, 12, 13, 21, 22, 23, 31, 32, 33, 5}));
    }

    void aSmallBudgetStillGetsEverything()
    {
        MemoryService service(testDigester());
        PointMaker maker(service);
        std::vector<MadeEntry> files;
        for (int i = 0; i < 200; ++i)
            files.push_back(maker.file("file" + QByteArray::number(i),
                                       QByteArray(60'000, char('a' + i % 26)) + QByteArray::number(i)));
        const auto point = maker.point(files);
        ObjectFetcher fetcher(service, testDigester(), {.threads = 2, .budget = 100'000, .requestSize = 50'000});
        std::vector<ObjectWant> wants;
        for (const auto &[entry, leaf] : entriesOf(fetcher, service, point))
            wants.push_back({leaf, entry.content, format::ObjectKind::Chunk, ByteCount(entry.size)});
        std::atomic<int> came = 0;
        for (const auto &want : wants)
            fetcher.ask(want, [&](const Result<FetchedObject> &object) { came += object.has_value(); });
        QTRY_COMPARE(came.load(), 200);
    }
};

QTEST_GUILESS_MAIN(TestObjectFetcher)
#include "tst_object_fetcher.moc"
