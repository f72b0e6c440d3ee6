#include "codec/signature.h"
#include "support/repository.h"
#include "support/verify_ok.h"

#include <QFile>
#include <QTest>

using namespace backspool;
using namespace backspool::points;
using namespace backspool::test;
using format::DirectoryEntry;
using format::Extent;
using format::FileType;
using format::TreeKind;
using format::VersionRecord;

/// What a hostile or broken client may try. "victim" has backed up before; "attacker" knows names, not contents.
class TestPointCheck : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    // What is right.
    void anHonestPointIsAccepted();
    void whatTheBaseHasInTheSamePlaceNeedsNoGrant();
    void aFileRenamedInItsDirectoryNeedsNoGrant();
    void aDirectoryMovedNeedsAClaim();
    void onlyHintsMayHaveChanged();
    void aVersionMayKeepChunksOfTheBase();
    void aHeldTreeOfAnotherClientIsAccepted();
    void aLargeUnchangedTreeIsAcceptedByItsName();
    void newFilesAreTold();

    // What is not the client's.
    void anUnprovenChunkIsRefused();
    void anUnprovenVersionIsRefused();
    void anUnprovenDirectoryIsRefused();
    void unprovenHintsAreRefused();
    void aSentVersionOfUnprovenChunksIsRefused();
    void aSentVersionOfAnUnprovenExtentTreeIsRefused();
    void aSentRecordOpensNoVersionOfAnother();
    void chunksOfTheBaseInAnotherPlaceNeedAGrant();
    void whatIsUnprovenBeneathASentDirectoryIsRefused();
    void aLyingVersionOfAnotherClientIsNotUsed();

    // What could not be restored.
    void missingObjectsAreRefused_data();
    void missingObjectsAreRefused();
    void wrongEntriesAreRefused_data();
    void wrongEntriesAreRefused();
    void wrongHintsAreRefused_data();
    void wrongHintsAreRefused();
    void wrongVersionsAreRefused_data();
    void wrongVersionsAreRefused();
    void wrongNodesAreRefused_data();
    void wrongNodesAreRefused();
    void repetitionIsLookedAtOnce();
    void aMillionfoldVersionIsLookedAtOnce();
    void unknownFilesDeepDownTakeLittleMemory();
    void largeEntriesOfTheBaseTakeLittleMemory();
    void filesRenamedInManyFoldersAreSettledTogether();
    void theCheckEndsWhenNobodyWaitsForIt();

private:
    Status check(const Tree &tree);
    Status check(const std::vector<Item> &items);
    Tree rawDirectory(const std::vector<QByteArray> &entries, const std::vector<QByteArray> &hints);
    QByteArray nodeBytes(TreeKind kind, uint8_t level, const std::vector<QByteArray> &items) const;
    Item fileOf(const ObjectName &content, uint64_t size);
    void beginAgain();
    static QString textOf(const Status &status) { return status ? QStringLiteral("accepted") : status.error().text(); }

    std::unique_ptr<Repository> repository_;
    ClientId victim_;
    ClientId client_;
    Lease lease_;
    std::unique_ptr<PointBuilder> builder_;
    std::vector<QByteArray> newFiles_;
};

namespace {

const QByteArray kSecret = randomBytes(1, 3000);
const QByteArray kLargeSecret = randomBytes(2, 500'000);

QByteArray encodedChild(const ObjectName &name, uint64_t items, uint64_t weight, QByteArrayView firstKey)
{
    return ByteWriter().name(name).varint(items).varint(weight).sizedBytes(firstKey).take();
}

/// The most that this process has had in memory.
ByteCount peakMemory()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return -1;
    for (const auto &line : status.readAll().split('\n')) {
        if (line.startsWith("VmHWM:"))
            return line.sliced(6).trimmed().split(' ').front().toLongLong() * 1_KiB;
    }
    return -1;
}

} // namespace

void TestPointCheck::init()
{
    repository_ = std::make_unique<Repository>();
    VERIFY_OK(repository_->open());
    const auto victim = repository_->addClient(QStringLiteral("victim"));
    VERIFY_OK(victim);
    victim_ = *victim;
    const auto client = repository_->addClient(QStringLiteral("client"));
    VERIFY_OK(client);
    client_ = *client;
    VERIFY_OK(repository_->backUp(victim_, {{"secret", kSecret}, {"large", kLargeSecret}, {"folder/inner", "inner"}}));
    VERIFY_OK(repository_->backUp(
        client_, {{"own", "own content"}, {"folder/file", "file"}, {"folder/large", randomBytes(3, 400'000)}}));
    beginAgain();
}

void TestPointCheck::cleanup()
{
    builder_.reset();
    repository_.reset();
}

/// A new session of the client, on its newest point.
void TestPointCheck::beginAgain()
{
    builder_.reset();
    repository_->appliance().leases().end(lease_.id);
    const auto lease = repository_->beginLease(client_);
    VERIFY_OK(lease);
    lease_ = *lease;
    builder_ = std::make_unique<PointBuilder>(repository_->store(), lease_);
    // A claim is proven by who holds the content: these do not.
    builder_->setClaims(false);
}

Status TestPointCheck::check(const Tree &tree)
{
    TRY(builder_->flush());
    newFiles_.clear();
    return checkPoint(repository_->store(), repository_->appliance().trust(), lease_, tree.entries, tree.hints,
                      builder_->grants().function(),
                      [this](QByteArrayView name, const DirectoryEntry &) { newFiles_.push_back(name.toByteArray()); });
}

Status TestPointCheck::check(const std::vector<Item> &items)
{
    return check(builder_->directory(items));
}

QByteArray TestPointCheck::nodeBytes(TreeKind kind, uint8_t level, const std::vector<QByteArray> &items) const
{
    ByteWriter writer;
    writer.u8(uint8_t(kind)).u8(level);
    for (const auto &item : items)
        writer.sizedBytes(item);
    return writer.take();
}

Tree TestPointCheck::rawDirectory(const std::vector<QByteArray> &entries, const std::vector<QByteArray> &hints)
{
    return {builder_->node(nodeBytes(TreeKind::Directory, 0, entries)),
            builder_->node(nodeBytes(TreeKind::Hints, 0, hints))};
}

Item TestPointCheck::fileOf(const ObjectName &content, uint64_t size)
{
    auto item = builder_->file("file", {});
    item.entry.content = content;
    item.entry.size = size;
    return item;
}

void TestPointCheck::anHonestPointIsAccepted()
{
    std::mt19937 random(1);
    VERIFY_OK(check(builder_->tree(randomFiles(random, 300))));
}

void TestPointCheck::whatTheBaseHasInTheSamePlaceNeedsNoGrant()
{
    builder_->setClaims(false);
    // As an agent without changes would: everything by name, nothing sent.
    VERIFY_OK(check(Tree{lease_.baseRoot, lease_.baseHints}));
    QVERIFY(newFiles_.empty());
    // And with one new file beside it: "folder" is not sent.
    const auto row = repository_->appliance().catalogue().point(lease_.base);
    VERIFY_OK(row);
    auto folder = builder_->folder("folder", {});
    QVERIFY(builder_->grants().of(folder.entry.content) == Grant::None);
    const auto fetch = [this](const ObjectName &name) { return repository_->store().readNode(name); };
    const auto entry = format::findItem(lease_.baseRoot, "folder", fetch);
    VERIFY_OK(entry);
    folder.entry = *DirectoryEntry::decode(**entry);
    VERIFY_OK(format::forEachItem(lease_.baseHints, TreeKind::Hints, fetch, [&](QByteArrayView item) -> Result<bool> {
        const auto hint = TRY(format::Hint::decode(item));
        if (hint.isDirectory())
            folder.hint = hint;
        return true;
    }));
    VERIFY_OK(check({folder, builder_->file("new", "something new")}));
    QCOMPARE(newFiles_, std::vector<QByteArray>{"new"});
}

void TestPointCheck::aFileRenamedInItsDirectoryNeedsNoGrant()
{
    // Content of the victim's that this client had proven once, so that its base refers to it.
    builder_->grants().add(builder_->digester().chunk(kSecret), Grant::Held);
    auto had = fileOf(builder_->digester().chunk(kSecret), uint64_t(kSecret.size()));
    const auto point = repository_->appliance().reservePointId();
    VERIFY_OK(point);
    VERIFY_OK(builder_->commit(repository_->appliance().commitContext(), *point, builder_->directory({had})));
    beginAgain();
    auto renamed = had;
    renamed.entry.name = "renamed";
    VERIFY_OK(check({renamed}));
    QCOMPARE(newFiles_, std::vector<QByteArray>{"renamed"});
    // With another size it is another file.
    renamed.entry.size -= 1;
    VERIFY_FAILS(ErrorKind::Invalid, check({renamed}));
    // In another directory it needs a grant.
    renamed = had;
    const auto inner = builder_->directory({renamed});
    VERIFY_FAILS(ErrorKind::Invalid, check({builder_->folder("elsewhere", inner)}));
}

void TestPointCheck::aDirectoryMovedNeedsAClaim()
{
    // The victim's folder, as the client's own: first refused, then proven.
    PointBuilder twin(repository_->store(), lease_);
    const auto tree = twin.tree({{"inner", "inner"}});
    builder_->node(nodeBytes(TreeKind::Hints, 0, {builder_->file("inner", {}).hint.encode()}));
    const auto moved = builder_->folder("moved", tree);
    VERIFY_FAILS(ErrorKind::Invalid, check({moved}));
    builder_->grants().add(tree.entries, Grant::Held);
    builder_->grants().add(tree.hints, Grant::Held);
    VERIFY_OK(check({moved}));
}

void TestPointCheck::onlyHintsMayHaveChanged()
{
    const Files files{{"own", "own content"}, {"folder/file", "file"}, {"folder/large", randomBytes(3, 400'000)}};
    auto file = builder_->file("own", "own content");
    file.hint.inode = 99;
    const auto folder =
        builder_->folder("folder", builder_->tree({{"file", "file"}, {"large", randomBytes(3, 400'000)}}));
    const auto tree = builder_->directory({file, folder});
    QCOMPARE(tree.entries, lease_.baseRoot);
    QVERIFY(tree.hints != lease_.baseHints);
    VERIFY_OK(check(tree));
    QVERIFY(newFiles_.empty());
}

void TestPointCheck::aVersionMayKeepChunksOfTheBase()
{
    // A base with a large file of the victim's chunks, proven then.
    auto content = kLargeSecret;
    PointBuilder claiming(repository_->store(), lease_);
    const auto point = repository_->appliance().reservePointId();
    VERIFY_OK(point);
    const auto tree = claiming.tree({{"file", content}});
    VERIFY_OK(claiming.commit(repository_->appliance().commitContext(), *point, tree));
    beginAgain();
    // Now its end has changed, and only that is sent.
    const auto before = codec::signatureOf(builder_->digester(), content).name;
    const auto record = VersionRecord::decode(*repository_->store().readNode(before));
    VERIFY_OK(record);
    VersionRecord next = *record;
    QVERIFY(next.inlineExtents.size() > 2);
    const auto tail = randomBytes(77, 1000);
    content.chop(qsizetype(next.inlineExtents.back().length));
    content += tail;
    next.inlineExtents.back() = {builder_->chunk(tail), 0, uint64_t(tail.size())};
    next.size = uint64_t(content.size());
    const auto name = codec::signatureOf(builder_->digester(), content).name;
    builder_->version(name, next.encode());
    VERIFY_OK(check({fileOf(name, next.size)}));
    // At another place the chunks are not the base's.
    auto elsewhere = fileOf(name, next.size);
    elsewhere.entry.name = "elsewhere";
    VERIFY_FAILS(ErrorKind::Invalid, check({elsewhere}));
}

void TestPointCheck::aHeldTreeOfAnotherClientIsAccepted()
{
    const auto victims = repository_->appliance().catalogue().newestPoint(victim_);
    VERIFY_OK(victims);
    const Tree tree{(*victims)->root, (*victims)->hints};
    VERIFY_FAILS(ErrorKind::Invalid, check(tree));
    builder_->grants().add(tree.entries, Grant::Held);
    VERIFY_FAILS(ErrorKind::Invalid, check(tree)); // the hints are the victim's
    builder_->grants().add(tree.hints, Grant::Held);
    VERIFY_OK(check(tree));
}

void TestPointCheck::aLargeUnchangedTreeIsAcceptedByItsName()
{
    Files files;
    for (int i = 0; i < 20'000; ++i)
        files["folder" + QByteArray::number(i % 200) + "/file" + QByteArray::number(i)] = QByteArray::number(i);
    repository_->appliance().leases().end(lease_.id);
    VERIFY_OK(repository_->backUp(client_, files));
    beginAgain();
    // By name alone: what is not sent cannot have been looked at.
    VERIFY_OK(check(Tree{lease_.baseRoot, lease_.baseHints}));
    QCOMPARE(builder_->writer().bytesWritten(), 0);
}

void TestPointCheck::newFilesAreTold()
{
    VERIFY_OK(
        check(builder_->tree({{"own", "changed"}, {"empty", ""}, {"folder/file", "file"}, {"folder/new", "new"}})));
    std::ranges::sort(newFiles_);
    QCOMPARE(newFiles_, (std::vector<QByteArray>{"new", "own"}));
}

void TestPointCheck::anUnprovenChunkIsRefused()
{
    const auto item = fileOf(builder_->digester().chunk(kSecret), uint64_t(kSecret.size()));
    const auto refused = check({item});
    VERIFY_FAILS(ErrorKind::Invalid, refused);
    QVERIFY2(refused.error().text().contains(QStringLiteral("/file")), qPrintable(refused.error().text()));
    builder_->grants().add(item.entry.content, Grant::Held);
    VERIFY_OK(check({item}));
}

void TestPointCheck::anUnprovenVersionIsRefused()
{
    const auto item =
        fileOf(codec::signatureOf(builder_->digester(), kLargeSecret).name, uint64_t(kLargeSecret.size()));
    VERIFY_FAILS(ErrorKind::Invalid, check({item}));
    builder_->grants().add(item.entry.content, Grant::Held);
    VERIFY_OK(check({item}));
}

void TestPointCheck::anUnprovenDirectoryIsRefused()
{
    PointBuilder twin(repository_->store(), lease_);
    const auto victims = twin.tree({{"inner", "inner"}});
    const auto ownHints = builder_->directory({builder_->file("inner", "x")}).hints;
    VERIFY_FAILS(ErrorKind::Invalid, check({builder_->folder("folder", {victims.entries, ownHints})}));
}

void TestPointCheck::unprovenHintsAreRefused()
{
    const auto victims = repository_->appliance().catalogue().newestPoint(victim_);
    VERIFY_OK(victims);
    const auto own = builder_->tree({{"folder/inner", "i"}, {"large", "l"}, {"secret", "s"}});
    VERIFY_FAILS(ErrorKind::Invalid, check(Tree{own.entries, (*victims)->hints}));
}

void TestPointCheck::aSentVersionOfUnprovenChunksIsRefused()
{
    const auto record = VersionRecord::decode(
        *repository_->store().readNode(codec::signatureOf(builder_->digester(), kLargeSecret).name));
    VERIFY_OK(record);
    // Sent under a name of its own, so that it would be trusted.
    const auto name = ObjectName::fromBytes(randomBytes(5, 32));
    builder_->version(name, record->encode());
    VERIFY_FAILS(ErrorKind::Invalid, check({fileOf(name, record->size)}));
    for (const auto &extent : record->inlineExtents)
        builder_->grants().add(extent.chunk, Grant::Held);
    VERIFY_OK(check({fileOf(name, record->size)}));
}

void TestPointCheck::aSentVersionOfAnUnprovenExtentTreeIsRefused()
{
    // The victim has a version of so many extents that they are in a tree.
    QByteArray content;
    PointBuilder victims(repository_->store(), Lease{.id = LeaseId{90}, .client = victim_});
    format::VersionBuilder extents(victims.digester(),
                                   [&](const ObjectName &, const QByteArray &node) { victims.node(node); });
    for (uint32_t i = 0; i < 300; ++i) {
        const auto piece = randomBytes(1000 + i, 900);
        extents.add({victims.chunk(piece), 0, 900});
        content += piece;
    }
    const auto record = extents.finish();
    QVERIFY(!record.extentTree.isNull());
    VERIFY_OK(victims.flush());
    const auto name = ObjectName::fromBytes(randomBytes(6, 32));
    builder_->version(name, record.encode());
    VERIFY_FAILS(ErrorKind::Invalid, check({fileOf(name, record.size)}));
    builder_->grants().add(record.extentTree, Grant::Held);
    VERIFY_OK(check({fileOf(name, record.size)}));
}

void TestPointCheck::aSentRecordOpensNoVersionOfAnother()
{
    // A record of the victim's name with other chunks, which the store did not keep (it had the version): what counts
    // is the victim's, and that is not the client's to name.
    const auto name = codec::signatureOf(builder_->digester(), kLargeSecret).name;
    builder_->grants().add(name, Grant::Sent);
    VERIFY_FAILS(ErrorKind::Invalid, check({fileOf(name, uint64_t(kLargeSecret.size()))}));
}

void TestPointCheck::chunksOfTheBaseInAnotherPlaceNeedAGrant()
{
    builder_->grants().add(builder_->digester().chunk(kSecret), Grant::Held);
    const auto point = repository_->appliance().reservePointId();
    VERIFY_OK(point);
    const auto had = fileOf(builder_->digester().chunk(kSecret), uint64_t(kSecret.size()));
    VERIFY_OK(builder_->commit(repository_->appliance().commitContext(), *point, builder_->directory({had})));
    beginAgain();
    VersionRecord record;
    for (int i = 0; i < 30; ++i)
        record.inlineExtents.push_back({had.entry.content, 0, uint64_t(kSecret.size())});
    record.extentCount = 30;
    record.size = 30 * uint64_t(kSecret.size());
    const auto name = ObjectName::fromBytes(randomBytes(7, 32));
    builder_->version(name, record.encode());
    auto item = fileOf(name, record.size);
    VERIFY_OK(check({item})); // grown in its place
    item.entry.name = "elsewhere";
    VERIFY_FAILS(ErrorKind::Invalid, check({item}));
}

void TestPointCheck::whatIsUnprovenBeneathASentDirectoryIsRefused()
{
    const auto inner = builder_->directory({fileOf(builder_->digester().chunk(kSecret), uint64_t(kSecret.size()))});
    const auto refused = check({builder_->folder("a", builder_->directory({builder_->folder("b", inner)}))});
    VERIFY_FAILS(ErrorKind::Invalid, refused);
    QVERIFY2(refused.error().text().contains(QStringLiteral("/a/b/file")), qPrintable(refused.error().text()));
}

void TestPointCheck::aLyingVersionOfAnotherClientIsNotUsed()
{
    // The other client stored a record under the signature of a content that it does not have.
    const auto wanted = randomBytes(8, 200'000);
    const auto name = codec::signatureOf(builder_->digester(), wanted).name;
    PointBuilder liar(repository_->store(), Lease{.id = LeaseId{91}, .client = victim_});
    VersionRecord record;
    for (int i = 0; i < 4; ++i)
        record.inlineExtents.push_back({liar.chunk(randomBytes(uint32_t(20 + i), 50'000)), 0, 50'000});
    record.extentCount = 4;
    record.size = 200'000;
    liar.version(name, record.encode());
    VERIFY_OK(liar.flush());
    builder_->grants().add(name, Grant::Held);
    VERIFY_FAILS(ErrorKind::Damaged, check({fileOf(name, 200'000)}));
    // Sent by the client itself it is right.
    beginAgain();
    VERIFY_OK(check({builder_->file("file", wanted)}));
}

void TestPointCheck::missingObjectsAreRefused_data()
{
    QTest::addColumn<QString>("what");
    for (const char *what : {"chunk", "version", "chunk of a version", "extent tree", "directory", "hints", "root",
                             "root hints", "nothing"})
        QTest::newRow(what) << QString::fromLatin1(what);
}

void TestPointCheck::missingObjectsAreRefused()
{
    QFETCH(QString, what);
    const auto missing = ObjectName::fromBytes(randomBytes(50, 32));
    builder_->grants().add(missing, Grant::Held);
    const auto tree = builder_->tree({{"file", "content"}});
    if (what == u"chunk") {
        VERIFY_FAILS(ErrorKind::Invalid, check({fileOf(missing, 100)}));
    } else if (what == u"version") {
        VERIFY_FAILS(ErrorKind::Invalid, check({fileOf(missing, 100'000)}));
    } else if (what == u"chunk of a version") {
        const auto name = ObjectName::fromBytes(randomBytes(51, 32));
        builder_->version(
            name, VersionRecord{.size = 100'000, .extentCount = 1, .inlineExtents = {{missing, 0, 100'000}}}.encode());
        VERIFY_FAILS(ErrorKind::Invalid, check({fileOf(name, 100'000)}));
    } else if (what == u"extent tree") {
        const auto name = ObjectName::fromBytes(randomBytes(51, 32));
        builder_->version(name, VersionRecord{.size = 100'000, .extentCount = 70, .extentTree = missing}.encode());
        VERIFY_FAILS(ErrorKind::Invalid, check({fileOf(name, 100'000)}));
    } else if (what == u"directory") {
        VERIFY_FAILS(ErrorKind::Invalid, check({builder_->folder("folder", {missing, tree.hints})}));
    } else if (what == u"hints") {
        VERIFY_FAILS(ErrorKind::Invalid, check({builder_->folder("folder", {tree.entries, missing})}));
    } else if (what == u"root") {
        VERIFY_FAILS(ErrorKind::Invalid, check(Tree{missing, tree.hints}));
    } else if (what == u"root hints") {
        VERIFY_FAILS(ErrorKind::Invalid, check(Tree{tree.entries, missing}));
    } else {
        VERIFY_FAILS(ErrorKind::Invalid, check(Tree{}));
    }
}

void TestPointCheck::wrongEntriesAreRefused_data()
{
    QTest::addColumn<QString>("what");
    for (const char *what :
         {"unsafe name", "dot dot", "not in order", "twice", "size without content", "content without size",
          "too short", "too long", "a version as chunk", "a chunk as version", "a node as chunk",
          "longer than any file", "folder without tree", "not an entry", "a chunk as directory"})
        QTest::newRow(what) << QString::fromLatin1(what);
}

void TestPointCheck::wrongEntriesAreRefused()
{
    QFETCH(QString, what);
    const auto content = randomBytes(60, 5000);
    const auto large = randomBytes(61, 100'000);
    auto item = builder_->file("file", content);
    auto largeItem = builder_->file("large", large);
    const auto hint = item.hint.encode();
    // Entries are put in as they are: a builder of ours would not do it.
    std::vector<QByteArray> entries;
    if (what == u"unsafe name" || what == u"dot dot") {
        item.entry.name = what == u"dot dot" ? ".." : "a/b";
        entries = {item.entry.encode()};
    } else if (what == u"not in order") {
        entries = {largeItem.entry.encode(), item.entry.encode()};
    } else if (what == u"twice") {
        entries = {item.entry.encode(), item.entry.encode()};
    } else if (what == u"size without content") {
        item.entry.content = {};
        entries = {item.entry.encode()};
    } else if (what == u"content without size") {
        auto bytes = builder_->file("file", {}).entry.encode();
        entries = {bytes + content.first(32)};
    } else if (what == u"too short") {
        item.entry.size -= 1;
        entries = {item.entry.encode()};
    } else if (what == u"too long") {
        largeItem.entry.size += 1;
        entries = {largeItem.entry.encode()};
    } else if (what == u"a version as chunk") {
        largeItem.entry.size = 1000;
        entries = {largeItem.entry.encode()};
    } else if (what == u"a chunk as version") {
        item.entry.size = 100'000;
        entries = {item.entry.encode()};
    } else if (what == u"a node as chunk") {
        const auto bytes = nodeBytes(TreeKind::Directory, 0, {});
        item.entry.content = builder_->node(bytes);
        item.entry.size = uint64_t(bytes.size());
        entries = {item.entry.encode()};
    } else if (what == u"longer than any file") {
        largeItem.entry.size = std::numeric_limits<uint64_t>::max();
        entries = {largeItem.entry.encode()};
    } else if (what == u"not an entry") {
        entries = {QByteArray("\x04"
                              "abcd\x09")};
    }
    if (!entries.empty()) {
        VERIFY_FAILS(ErrorKind::Invalid, check(rawDirectory(entries, std::vector<QByteArray>(entries.size(), hint))));
        return;
    }
    const auto tree = builder_->tree({{"x", "y"}});
    auto folder = builder_->folder("folder", tree);
    if (what == u"a chunk as directory")
        folder.entry.content = builder_->chunk(nodeBytes(TreeKind::Directory, 0, {}));
    else
        folder.entry.content = {};
    VERIFY_FAILS(ErrorKind::Invalid, check(rawDirectory({folder.entry.encode()}, {folder.hint.encode()})));
}

void TestPointCheck::wrongHintsAreRefused_data()
{
    QTest::addColumn<QString>("what");
    for (const char *what : {"too few", "too many", "none", "a file's for a folder", "a folder's for a file",
                             "malformed", "of another kind"})
        QTest::newRow(what) << QString::fromLatin1(what);
}

void TestPointCheck::wrongHintsAreRefused()
{
    QFETCH(QString, what);
    const auto file = builder_->file("file", "content");
    const auto folder = builder_->folder("folder", builder_->tree({{"x", "y"}}));
    const std::vector<QByteArray> entries{file.entry.encode(), folder.entry.encode()};
    std::vector<QByteArray> hints{file.hint.encode(), folder.hint.encode()};
    VERIFY_OK(check(rawDirectory(entries, hints)));
    if (what == u"too few")
        hints.pop_back();
    else if (what == u"too many")
        hints.push_back(file.hint.encode());
    else if (what == u"none")
        hints.clear();
    else if (what == u"a file's for a folder")
        hints[1] = hints[0];
    else if (what == u"a folder's for a file")
        hints[0] = hints[1];
    else if (what == u"malformed")
        hints[0] = "x";
    auto tree = rawDirectory(entries, hints);
    if (what == u"of another kind")
        tree.hints = tree.entries;
    VERIFY_FAILS(ErrorKind::Invalid, check(tree));
}

void TestPointCheck::wrongVersionsAreRefused_data()
{
    QTest::addColumn<QString>("what");
    for (const char *what : {"past the end of a chunk", "offset past the end", "offset that overflows", "another size",
                             "malformed", "a node as chunk", "tree of another size", "tree of another count",
                             "tree of another kind", "nodes of wrong levels", "empty node"})
        QTest::newRow(what) << QString::fromLatin1(what);
}

void TestPointCheck::wrongVersionsAreRefused()
{
    QFETCH(QString, what);
    const auto name = ObjectName::fromBytes(randomBytes(70, 32));
    const auto chunk = builder_->chunk(randomBytes(71, 1000));
    VersionRecord record;
    record.inlineExtents = {{chunk, 0, 1000}, {{}, 0, 99'000}};
    uint64_t size = 100'000;
    const auto extentTree = [&](uint64_t items, uint64_t weight, uint8_t childLevel = 0) {
        QByteArray leaf =
            nodeBytes(TreeKind::Extents, childLevel, {Extent{chunk, 0, 1000}.encode(), Extent{{}, 0, 99'000}.encode()});
        if (what == u"empty node")
            leaf = nodeBytes(TreeKind::Extents, 0, {});
        if (what == u"tree of another kind")
            leaf = nodeBytes(TreeKind::Hints, 0, {"x", "y"});
        const auto child = builder_->node(leaf);
        record.inlineExtents.clear();
        record.extentTree = builder_->node(nodeBytes(TreeKind::Extents, 1, {encodedChild(child, items, weight, {})}));
    };
    if (what == u"past the end of a chunk") {
        record.inlineExtents = {{chunk, 0, 1001}, {{}, 0, 98'999}};
    } else if (what == u"offset past the end") {
        record.inlineExtents = {{chunk, 1001, 1}, {{}, 0, 99'999}};
    } else if (what == u"offset that overflows") {
        record.inlineExtents = {{chunk, std::numeric_limits<uint64_t>::max(), 2}, {{}, 0, 99'998}};
    } else if (what == u"another size") {
        size = 100'001;
    } else if (what == u"a node as chunk") {
        const auto bytes = nodeBytes(TreeKind::Extents, 0, {Extent{chunk, 0, 1000}.encode()});
        record.inlineExtents = {{builder_->node(bytes), 0, 10}, {{}, 0, 99'990}};
    } else if (what == u"tree of another size") {
        extentTree(2, 90'000);
    } else if (what == u"tree of another count") {
        extentTree(3, 100'000);
    } else if (what == u"tree of another kind" || what == u"empty node") {
        extentTree(what == u"empty node" ? 0 : 2, what == u"empty node" ? 0 : 100'000);
    } else if (what == u"nodes of wrong levels") {
        extentTree(2, 100'000);
        // A root two levels above its leaf.
        const auto leaf = builder_->node(
            nodeBytes(TreeKind::Extents, 0, {Extent{chunk, 0, 1000}.encode(), Extent{{}, 0, 99'000}.encode()}));
        record.extentTree = builder_->node(nodeBytes(TreeKind::Extents, 2, {encodedChild(leaf, 2, 100'000, {})}));
    }
    record.size = 100'000;
    record.extentCount = 2;
    builder_->version(name, what == u"malformed" ? QByteArray("garbage") : record.encode());
    const auto refused = check({fileOf(name, size)});
    VERIFY_FAILS(ErrorKind::Invalid, refused);
}

void TestPointCheck::wrongNodesAreRefused_data()
{
    QTest::addColumn<QString>("what");
    for (const char *what : {"right", "count", "first key", "weight", "level", "kind", "garbage", "no children",
                             "empty leaf", "order across nodes"})
        QTest::newRow(what) << QString::fromLatin1(what);
}

void TestPointCheck::wrongNodesAreRefused()
{
    QFETCH(QString, what);
    auto a = builder_->file("a", "1");
    auto b = builder_->file("b", "2");
    if (what == u"order across nodes")
        std::swap(a, b);
    QByteArray first = nodeBytes(TreeKind::Directory, 0, {a.entry.encode()});
    if (what == u"level")
        first = nodeBytes(TreeKind::Directory, 1, {encodedChild(builder_->node(first), 1, 0, a.entry.name)});
    else if (what == u"kind")
        first = nodeBytes(TreeKind::Extents, 0, {a.entry.encode()});
    else if (what == u"garbage")
        first = "\x01";
    else if (what == u"empty leaf")
        first = nodeBytes(TreeKind::Directory, 0, {});
    const auto one = builder_->node(first);
    const auto two = builder_->node(nodeBytes(TreeKind::Directory, 0, {b.entry.encode()}));
    const auto firstChild =
        encodedChild(one,
                     what == u"count"        ? 2
                     : what == u"empty leaf" ? 0
                                             : 1,
                     what == u"weight" ? 1 : 0, what == u"first key" ? QByteArray("0") : a.entry.name);
    std::vector<QByteArray> children{firstChild, encodedChild(two, 1, 0, b.entry.name)};
    if (what == u"no children")
        children.clear();
    const auto root = builder_->node(nodeBytes(TreeKind::Directory, 1, children));
    const auto hints = builder_->node(nodeBytes(TreeKind::Hints, 0, {a.hint.encode(), b.hint.encode()}));
    const auto checked = check(Tree{root, hints});
    if (what == u"right")
        VERIFY_OK(checked);
    else
        VERIFY_FAILS(ErrorKind::Invalid, checked);
}

void TestPointCheck::repetitionIsLookedAtOnce()
{
    // Two to the hundredth paths in a hundred nodes.
    auto tree = builder_->tree({{"file", "content"}});
    for (int i = 0; i < 100; ++i)
        tree = builder_->directory({builder_->folder("a", tree), builder_->folder("b", tree)});
    VERIFY_OK(check(tree));
    QCOMPARE(newFiles_.size(), 1U);
}

void TestPointCheck::aMillionfoldVersionIsLookedAtOnce()
{
    // An extent tree that names the same child 200 times at each of 8 levels.
    const auto chunk = builder_->chunk(randomBytes(80, 1000));
    uint64_t items = 1;
    uint64_t weight = 10;
    auto node = builder_->node(nodeBytes(TreeKind::Extents, 0, {Extent{chunk, 0, 10}.encode()}));
    for (uint8_t level = 1; level <= 7; ++level) {
        node = builder_->node(
            nodeBytes(TreeKind::Extents, level, std::vector<QByteArray>(200, encodedChild(node, items, weight, {}))));
        items *= 200;
        weight *= 200;
    }
    const auto name = ObjectName::fromBytes(randomBytes(81, 32));
    builder_->version(name, VersionRecord{.size = weight, .extentCount = items, .extentTree = node}.encode());
    VERIFY_OK(check({fileOf(name, weight)}));
}

void TestPointCheck::unknownFilesDeepDownTakeLittleMemory()
{
    // Each file's path has 75 kB.
    std::vector<Item> files;
    for (int i = 0; i < 20'000; ++i) {
        files.push_back(fileOf(ObjectName::fromBytes(randomBytes(uint32_t(i) + 1'000, 32)), 10));
        files.back().entry.name = "file" + QByteArray::number(i);
    }
    auto tree = builder_->directory(files);
    for (int i = 0; i < 300; ++i)
        tree = builder_->directory({builder_->folder(QByteArray(250, 'a'), tree)});
    VERIFY_OK(builder_->flush());
    const auto before = peakMemory();
    const auto refused = check(tree);
    VERIFY_FAILS(ErrorKind::Invalid, refused);
    QVERIFY2(peakMemory() - before < 100_MiB, qPrintable(QString::number(peakMemory() - before)));
    // It is said which file, and not at any length.
    QVERIFY2(refused.error().text().contains(QStringLiteral("aaa/file")), qPrintable(refused.error().text()));
    QVERIFY(refused.error().text().size() < 2'000);
}

void TestPointCheck::largeEntriesOfTheBaseTakeLittleMemory()
{
    // Each folder of the base has attributes of 1 MB, and in the new point a file in it has changed.
    const auto chain = [&](const QByteArray &content) {
        auto tree = builder_->directory({builder_->file("changes", content)});
        for (int i = 0; i < 400; ++i) {
            auto folder = builder_->folder("folder", tree);
            for (int n = 0; n < 16; ++n)
                folder.entry.attributes.push_back({1, QByteArray(65'000, char('a' + n))});
            tree = builder_->directory({folder});
        }
        return tree;
    };
    const auto point = repository_->appliance().reservePointId();
    VERIFY_OK(point);
    VERIFY_OK(builder_->commit(repository_->appliance().commitContext(), *point, chain("before")));
    beginAgain();
    const auto tree = chain("after");
    VERIFY_OK(builder_->flush());
    const auto before = peakMemory();
    VERIFY_OK(check(tree));
    QCOMPARE(newFiles_, std::vector<QByteArray>{"changes"});
    QVERIFY2(peakMemory() - before < 250_MiB, qPrintable(QString::number(peakMemory() - before)));
}

void TestPointCheck::filesRenamedInManyFoldersAreSettledTogether()
{
    // Content of the victim's that was proven once, under so many names that they do not wait for their folder's end.
    builder_->grants().add(builder_->digester().chunk(kSecret), Grant::Held);
    const auto secret = fileOf(builder_->digester().chunk(kSecret), uint64_t(kSecret.size()));
    const auto treeOf = [&](const QByteArray &prefix, const std::optional<Item> &more) {
        std::vector<Item> inner;
        for (int i = 0; i < 66'000; ++i) {
            inner.push_back(secret);
            inner.back().entry.name = prefix + QByteArray::number(i);
        }
        auto outer = secret;
        outer.entry.name = "a" + prefix;
        std::vector<Item> items{outer, builder_->folder("folder", builder_->directory(inner))};
        if (more)
            items.push_back(*more);
        return builder_->directory(items);
    };
    const auto point = repository_->appliance().reservePointId();
    VERIFY_OK(point);
    VERIFY_OK(builder_->commit(repository_->appliance().commitContext(), *point, treeOf("old", std::nullopt)));
    beginAgain();
    VERIFY_OK(check(treeOf("new", std::nullopt)));
    QCOMPARE(newFiles_.size(), 66'001U);
    auto unproven = fileOf(codec::signatureOf(builder_->digester(), kLargeSecret).name, uint64_t(kLargeSecret.size()));
    unproven.entry.name = "b";
    const auto refused = check(treeOf("newer", unproven));
    VERIFY_FAILS(ErrorKind::Invalid, refused);
    QVERIFY2(refused.error().text().contains(QStringLiteral("/b")), qPrintable(refused.error().text()));
}

void TestPointCheck::theCheckEndsWhenNobodyWaitsForIt()
{
    auto cancel = std::make_shared<CancelToken>();
    lease_.holder = cancel;
    const auto tree = builder_->tree({{"own", "changed"}});
    VERIFY_OK(check(tree));
    cancel->cancel();
    VERIFY_FAILS(ErrorKind::Cancelled, check(tree));
}

QTEST_GUILESS_MAIN(TestPointCheck)
#include "tst_point_check.moc"
