#include "attach/filtered_service.h"
#include "codec/signature.h"
#include "format/version_record.h"
#include "read/content_bytes.h"
#include "read/point_history.h"
#include "read/point_reader.h"
#include "read/withheld_entry.h"
#include "restore/restore_fixture.h"

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::tests;

namespace {

constexpr uint32_t kAnn = 1000, kBob = 1001, kStaff = 500;

/// What one user's app has of the service.
struct AsUser
{
    explicit AsUser(MemoryService &points, uint32_t uid, std::vector<uint32_t> groups = {})
        : service(points, testDigester(), UserView({.uid = uid, .groups = std::move(groups)}, testSecret()),
                  std::make_shared<std::atomic<size_t>>()),
          fetcher(service, Verifier::byGiver()), nodes(fetcher)
    {
    }
    Result<PointReader> open(PointId point = PointId{1}) { return PointReader::open(service, nodes, point); }
    Result<QByteArray> content(const QByteArray &path, PointId point = PointId{1})
    {
        const auto reader = TRY(open(point));
        const auto found = TRY(reader.find(path));
        return readContent(fetcher, Verifier::byGiver(), {found.entry.content, found.entry.size}, found.parent, 64_MiB);
    }
    Result<format::DirectoryEntry> entry(const QByteArray &path, PointId point = PointId{1})
    {
        return TRY(TRY(open(point)).find(path)).entry;
    }
    /// How each of @p names fares under @p parent.
    std::vector<Result<FetchedObject>> ask(const ObjectName &parent, const std::vector<ObjectName> &names,
                                           format::ObjectKind kind)
    {
        std::vector<ObjectWant> wants;
        for (const auto &name : names)
            wants.push_back({parent, name, kind});
        return fetcher.getAll(wants);
    }

    FilteredService service;
    ObjectFetcher fetcher;
    NodeReader nodes;
};

MadeEntry of(MadeEntry entry, uint32_t uid, uint32_t mode)
{
    entry.entry.uid = uid;
    entry.entry.gid = kStaff;
    entry.entry.mode = mode;
    return entry;
}

QByteArray bigContent(char seed)
{
    QByteArray bytes(700'000, seed);
    for (qsizetype i = 0; i < bytes.size(); ++i)
        bytes[i] = char(i * 31 ^ i >> 9 ^ seed);
    return bytes;
}

} // namespace

class TestFilteredService : public QObject
{
    Q_OBJECT

private:
    /// Homes of two people.
    std::vector<MadeEntry> homes(PointMaker &maker)
    {
        auto secret = of(maker.file("secret.txt", "bob's secret"), kBob, 0600);
        secret.entry.attributes.push_back(format::Attribute::extended("user.note", "nobody's business"));
        secret.entry.attributes.push_back(format::Attribute::extended("security.capability", "cap"));
        auto open = of(maker.file("open.txt", "for all"), kBob, 0644);
        open.entry.attributes.push_back(format::Attribute::extended("user.note", "look"));
        open.entry.attributes.push_back(format::Attribute::extended("trusted.note", "root's"));
        const auto ann = of(maker.folder("ann", {of(maker.file("letter.odt", "Dear"), kAnn, 0644),
                                                 of(maker.file("film.mkv", bigContent('a')), kAnn, 0644)}),
                            kAnn, 0700);
        const auto bob = of(maker.folder("bob", {secret, open, of(maker.file("film.mkv", bigContent('b')), kBob, 0640),
                                                 of(maker.folder("list-only", {maker.file("x", "1")}), kBob, 0744)}),
                            kBob, 0755);
        return {maker.folder("home", {ann, bob})};
    }

private Q_SLOTS:
    void aUserReadsWhatTheRecordedPermissionsAllow()
    {
        RestoreFixture made;
        made.maker.point(homes(made.maker));
        AsUser ann(made.service, kAnn), bob(made.service, kBob), staff(made.service, 1002, {kStaff}),
            root(made.service, 0);
        QCOMPARE(*ann.content("/home/ann/letter.odt"), "Dear");
        QCOMPARE(*ann.content("/home/ann/film.mkv"), bigContent('a'));
        QCOMPARE(*ann.content("/home/bob/open.txt"), "for all");
        VERIFY_FAILS(ErrorKind::Denied, ann.content("/home/bob/secret.txt"));
        VERIFY_FAILS(ErrorKind::Denied, ann.content("/home/bob/film.mkv"));
        VERIFY_FAILS(ErrorKind::Denied, ann.entry("/home/bob/list-only/x"));
        QCOMPARE(*bob.content("/home/bob/secret.txt"), "bob's secret");
        VERIFY_FAILS(ErrorKind::Denied, bob.entry("/home/ann/letter.odt")); // readable, in a folder that is not
        QCOMPARE(*staff.content("/home/bob/film.mkv"), bigContent('b'));
        VERIFY_FAILS(ErrorKind::Denied, staff.content("/home/bob/secret.txt"));
        QCOMPARE(*root.content("/home/bob/secret.txt"), "bob's secret");
        QCOMPARE(*root.content("/home/ann/letter.odt"), "Dear");
    }

    void whatAUserMayNotReadShowsAsStatShowsIt()
    {
        RestoreFixture made;
        made.maker.point(homes(made.maker));
        AsUser ann(made.service, kAnn), bob(made.service, kBob);
        const auto stored = AsUser(made.service, 0).entry("/home/bob/secret.txt");
        const auto shown = ann.entry("/home/bob/secret.txt");
        VERIFY_OK(shown);
        QVERIFY(isWithheld(*shown));
        QCOMPARE(shown->size, stored->size);
        QCOMPARE(shown->modified, stored->modified);
        QCOMPARE(shown->mode, 0600u);
        QVERIFY(shown->content != stored->content);
        QCOMPARE(shown->attributes, (std::vector{format::Attribute::extended("security.capability", "cap")}));
        QVERIFY(*bob.entry("/home/bob/secret.txt") == *stored);
        QCOMPARE(ann.entry("/home/bob/open.txt")->attributes,
                 (std::vector{format::Attribute::extended("user.note", "look")}));
        QVERIFY(isWithheld(*ann.entry("/home/bob/list-only")));
        QVERIFY(!isWithheld(*bob.entry("/home/bob/list-only")));
    }

    void whatIsWithheldHasANameThatTellsVersionsApartAndNothingElse()
    {
        RestoreFixture made;
        auto &maker = made.maker;
        const auto point = [&](const QByteArray &bob, const QByteArray &ann) {
            return maker.point({of(maker.file("a", bob), kBob, 0600), of(maker.file("b", ann), kAnn, 0600),
                                of(maker.file("c", bob), kBob, 0600)});
        };
        const auto first = point("one", "one"), second = point("one", "two"), third = point("two", "two");
        AsUser ann(made.service, kAnn), carl(made.service, 1002);
        const auto a = ann.entry("/a", first)->content;
        QCOMPARE(ann.entry("/a", second)->content, a);
        QVERIFY(ann.entry("/a", third)->content != a);
        QVERIFY(ann.entry("/c", first)->content != a);                                 // of the same content
        QVERIFY(ann.entry("/b", first)->content != a);                                 // her own one is real
        QVERIFY(carl.entry("/a", first)->content != a);                                // another user's are other ones
        QVERIFY(carl.entry("/b", first)->content != carl.entry("/a", first)->content); // also of the same content
    }

    void ofThePointOnlyWhatIsNobodysIsTold()
    {
        RestoreFixture made;
        auto record = made.maker.record(homes(made.maker));
        record.selection = {"/home", "/root/hidden"};
        record.exclude = {"*.tmp"};
        record.systemInformation = {made.service.addChunk("disks"), 5};
        record.rootHint.hints = made.service.addChunk("hints");
        made.service.addPoint(record);
        AsUser ann(made.service, kAnn), root(made.service, 0);
        const auto shown = ann.service.point(PointId{1});
        VERIFY_OK(shown);
        QVERIFY(shown->selection.empty() && shown->exclude.empty());
        QVERIFY(shown->systemInformation.isEmpty());
        QVERIFY(shown->rootHint.hints.isNull());
        QVERIFY(ann.service.listPoints({})->points.front().hints.isNull());
        QCOMPARE(root.service.point(PointId{1})->selection.size(), 2u);
        // Nor are they given to who knows their names.
        for (const auto &object : ann.ask({}, {record.systemInformation.signature}, format::ObjectKind::Chunk))
            VERIFY_FAILS(ErrorKind::Denied, object);
        for (const auto &object : ann.ask({}, {record.rootHint.hints}, format::ObjectKind::Node))
            VERIFY_FAILS(ErrorKind::Denied, object);
    }

    void aNameIsNoPermission()
    {
        RestoreFixture made;
        made.maker.point(homes(made.maker));
        AsUser root(made.service, 0);
        const auto reader = root.open();
        const auto letter = reader->find("/home/ann/letter.odt"), film = reader->find("/home/ann/film.mkv");
        const auto ann = reader->find("/home/ann"), secret = reader->find("/home/bob/secret.txt");
        const auto open = reader->find("/home/bob/open.txt");

        AsUser bob(made.service, kBob), eve(made.service, 1002);
        using format::ObjectKind;
        const auto denies = [](const std::vector<Result<FetchedObject>> &objects) {
            return std::ranges::all_of(objects, [](const Result<FetchedObject> &object) {
                return !object && object.error().kind() == ErrorKind::Denied;
            });
        };
        // Before anything was given.
        QVERIFY(denies(eve.ask({}, {reader->record().root.content}, ObjectKind::Node)));
        QVERIFY(denies(eve.ask(open->parent, {open->entry.content}, ObjectKind::Chunk)));
        VERIFY_OK(eve.content("/home/bob/open.txt"));
        // The real name, under the very node that names it, and that was given.
        QVERIFY(denies(eve.ask(open->parent, {secret->entry.content}, ObjectKind::Chunk)));
        QVERIFY(denies(eve.ask(ann->parent, {ann->entry.content}, ObjectKind::Node)));
        // A node that was not given, a chunk as a parent, a parent that there is not, no parent.
        QVERIFY(denies(eve.ask(letter->parent, {letter->entry.content}, ObjectKind::Chunk)));
        QVERIFY(denies(eve.ask(open->entry.content, {letter->entry.content}, ObjectKind::Chunk)));
        QVERIFY(denies(eve.ask(testDigester().chunk("x"), {letter->entry.content}, ObjectKind::Chunk)));
        QVERIFY(denies(eve.ask({}, {letter->entry.content, ann->entry.content}, ObjectKind::Node)));
        QVERIFY(denies(eve.ask(film->entry.content, {film->entry.content}, ObjectKind::Chunk)));
        // What one connection was given is nothing to another.
        VERIFY_OK(bob.content("/home/bob/secret.txt"));
        QVERIFY(denies(eve.ask(secret->parent, {secret->entry.content}, ObjectKind::Chunk)));
        // What may be had comes all the same.
        const auto mixed = eve.ask(open->parent, {secret->entry.content, open->entry.content}, ObjectKind::Chunk);
        VERIFY_FAILS(ErrorKind::Denied, mixed[0]);
        VERIFY_OK(mixed[1]);
    }

    void ofAChunkOnlyThePartsComeThatTheFileHas()
    {
        RestoreFixture made;
        auto &service = made.service;
        const QByteArray bytes = bigContent('s').first(200'000);
        const auto chunk = service.addChunk(bytes);
        // Two files that are parts of one chunk, of which the rest is another user's.
        const auto madeOf = [&](const QByteArray &name, uint64_t offset, uint64_t length) {
            auto file = made.maker.file(name, {});
            format::VersionBuilder builder(testDigester(), service.nodeEmitter());
            builder.add({chunk, offset, length});
            builder.add({chunk, 1'000, length}); // over and over, and not in order
            file.entry.size = 2 * length;
            file.entry.content = codec::signatureOf(testDigester(), bytes.sliced(qsizetype(offset), qsizetype(length)) +
                                                                        bytes.sliced(1'000, qsizetype(length)))
                                     .name;
            service.add(format::ObjectKind::Version, file.entry.content, builder.finish().encode());
            return of(file, kAnn, 0600);
        };
        made.maker.point({madeOf("one", 20'000, 40'000), madeOf("two", 120'000, 70'000)});
        AsUser ann(service, kAnn);
        const auto one = ann.open()->find("/one"), two = ann.open()->find("/two");
        QCOMPARE(*ann.content("/one"), bytes.sliced(20'000, 40'000) + bytes.sliced(1'000, 40'000));
        QCOMPARE(*ann.content("/two"), bytes.sliced(120'000, 70'000) + bytes.sliced(1'000, 70'000));

        const auto records =
            ann.ask(one->parent, {one->entry.content, two->entry.content}, format::ObjectKind::Version);
        VERIFY_OK(records[0]);
        const auto objects = ann.fetcher.getAll({{one->entry.content, chunk, format::ObjectKind::Chunk},
                                                 {two->entry.content, chunk, format::ObjectKind::Chunk}});
        VERIFY_OK(objects[0]);
        VERIFY_OK(objects[1]);
        auto expected = bytes.first(60'000);
        expected.replace(0, 1'000, QByteArray(1'000, '\0'));
        QCOMPARE(objects[0]->copy(), expected);
        QCOMPARE(objects[1]->bytes().size(), 190'000);
        QCOMPARE(objects[1]->bytes().sliced(71'000, 49'000), QByteArray(49'000, '\0'));
    }

    void aRestoreLeavesOutWhatTheUserMayNotReadAndSaysSo()
    {
        RestoreFixture made;
        const auto point = made.maker.point(homes(made.maker));
        AsUser ann(made.service, kAnn);
        RestoreOptions options;
        options.paths = {"/home"};
        options.to = made.target();
        NoProgress progress;
        const auto report = runRestore(ann.service, Verifier::byGiver(), point, made.state(), options, made.events,
                                       progress, made.cancel);
        VERIFY_OK(report);
        QCOMPARE(readFile(made.target() + "/home/ann/film.mkv"), bigContent('a'));
        QCOMPARE(readFile(made.target() + "/home/bob/open.txt"), "for all");
        QVERIFY(!exists(made.target() + "/home/bob/secret.txt"));
        QVERIFY(!exists(made.target() + "/home/bob/list-only"));
        auto failed = made.events.paths(RestoreProblem::Failed, made.target());
        std::ranges::sort(failed);
        QCOMPARE(failed, (QByteArrayList{"/home/bob/film.mkv", "/home/bob/list-only", "/home/bob/secret.txt"}));
    }

    void aWalkOverAllPointsGoesAroundWhatIsWithheld()
    {
        RestoreFixture made;
        made.maker.point(homes(made.maker));
        made.maker.point(homes(made.maker));
        AsUser eve(made.service, 1002);
        auto history = PointHistory::open(eve.service, eve.nodes);
        VERIFY_OK(history);
        QByteArrayList paths;
        VERIFY_OK(history->walk({}, [&](const QByteArray &path, const auto &) -> Result<bool> {
            paths.append(path);
            return true;
        }));
        std::ranges::sort(paths);
        QCOMPARE(paths, (QByteArrayList{"/home", "/home/ann", "/home/bob", "/home/bob/film.mkv", "/home/bob/list-only",
                                        "/home/bob/open.txt", "/home/bob/secret.txt"}));
        const auto visit = [](const QByteArray &, const auto &) -> Result<bool> { return true; };
        VERIFY_FAILS(ErrorKind::Denied, history->visitFolder("/home/ann", *history->all(), visit));
    }

    void parentsThatAreNotKeptAnyMoreAreReadAgain()
    {
        RestoreFixture made;
        auto &maker = made.maker;
        std::vector<MadeEntry> folders;
        for (int f = 0; f < 4; ++f) {
            std::vector<MadeEntry> files;
            for (int i = 0; i < 25'000; ++i)
                files.push_back(maker.file(QByteArray::number(i), QByteArray::number(i)));
            folders.push_back(maker.folder(QByteArray::number(f), std::move(files)));
        }
        folders.push_back(maker.file("small", "first"));
        maker.point(std::move(folders));
        AsUser ann(made.service, kAnn);
        const auto reader = ann.open();
        const auto small = reader->find("/small");
        for (int f = 0; f < 4; ++f) {
            auto cursor = reader->list(*reader->find("/" + QByteArray::number(f)));
            int count = 0;
            for (; *cursor.next(); ++count) {
            }
            QCOMPARE(count, 25'000);
        }
        const auto objects = ann.ask(small->parent, {small->entry.content}, format::ObjectKind::Chunk);
        VERIFY_OK(objects[0]);
    }

    void oneUserDoesNotTakeAllMemory()
    {
        RestoreFixture made;
        made.maker.point(homes(made.maker));
        const auto account = std::make_shared<std::atomic<size_t>>(GrantedObjects::kMostOfUser - 2);
        {
            FilteredService service(made.service, testDigester(), UserView({.uid = kBob, .groups = {}}, testSecret()),
                                    account);
            ObjectFetcher fetcher(service, Verifier::byGiver());
            NodeReader nodes(fetcher);
            const auto reader = PointReader::open(service, nodes, PointId{1});
            VERIFY_OK(reader->find("/home/bob"));
            VERIFY_FAILS(ErrorKind::Denied, reader->find("/home/bob/open.txt"));
            QCOMPARE(account->load(), GrantedObjects::kMostOfUser);
        }
        QCOMPARE(account->load(), GrantedObjects::kMostOfUser - 2);
    }

    void ofManyVersionsTheFirstMakeRoom()
    {
        RestoreFixture made;
        made.maker.point(homes(made.maker));
        const auto account = std::make_shared<std::atomic<size_t>>(GrantedObjects::kMostOfUser - 5);
        FilteredService service(made.service, testDigester(), UserView({.uid = 0, .groups = {}}, testSecret()),
                                account);
        ObjectFetcher fetcher(service, Verifier::byGiver());
        NodeReader nodes(fetcher);
        const auto reader = PointReader::open(service, nodes, PointId{1});
        for (const QByteArray path : {"/home/ann/film.mkv", "/home/bob/film.mkv"}) {
            const auto found = reader->find(path); // four folders in all, and a record each
            VERIFY_OK(found);
            VERIFY_OK(readContent(fetcher, Verifier::byGiver(), {found->entry.content, found->entry.size},
                                  found->parent, 64_MiB));
            QVERIFY(account->load() <= GrantedObjects::kMostOfUser);
        }
        QCOMPARE(account->load(), GrantedObjects::kMostOfUser);
    }

    void whatNobodyTakesYetIsNotFetched()
    {
        RestoreFixture made;
        auto &maker = made.maker;
        std::vector<MadeEntry> files;
        for (int i = 0; i < 40; ++i) // a node of some 10 KB
            files.push_back(maker.file(QByteArray(200, 'n') + QByteArray::number(i), QByteArray::number(i)));
        maker.point({maker.folder("full", std::move(files))});
        AsUser ann(made.service, kAnn);
        const auto full = ann.entry("/full");
        VERIFY_OK(full);
        const auto root = ann.open()->record().root.content;
        protocol::GetObjects request{{{root, std::vector(1'000, full->content)}}};
        const auto before = made.service.requests();
        int messages = 0;
        VERIFY_OK(ann.service.getObjects(request, [&](const Result<QByteArray> &, bool) {
            if (messages++ == 0)
                QVERIFY(made.service.requests() - before <= 4); // of 32: a message takes about 100 nodes
        }));
        QVERIFY(messages > 5);
    }

    void theNameOfAClosedFolderDoesNotTellThatSomethingInItChanges()
    {
        RestoreFixture made;
        auto &maker = made.maker;
        const auto point = [&](const QByteArray &content, uint32_t mode) {
            return maker.point({of(maker.folder("a", {of(maker.file("diary", content), kBob, 0600)}), kBob, mode)});
        };
        const auto first = point("one", 0700), second = point("two", 0700);
        AsUser ann(made.service, kAnn), bob(made.service, kBob);
        QVERIFY(bob.entry("/a", first)->content != bob.entry("/a", second)->content);
        QCOMPARE(ann.entry("/a", first)->content, ann.entry("/a", second)->content);
    }

    void theConnectionsEndIsTheAnswersEnd()
    {
        RestoreFixture made;
        made.maker.point(homes(made.maker));
        AsUser ann(made.service, kAnn);
        VERIFY_OK(ann.entry("/home"));
        made.service.endAfter(0);
        VERIFY_FAILS(ErrorKind::Unreachable, ann.entry("/home/ann/film.mkv"));
    }
};

QTEST_GUILESS_MAIN(TestFilteredService)
#include "tst_filtered_service.moc"
