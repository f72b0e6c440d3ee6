#include "points/tree_walk.h"
#include "support/repository.h"
#include "support/verify_ok.h"

#include <QTest>

#include <set>

using namespace backspool;
using namespace backspool::points;
using namespace backspool::test;
using format::ObjectKind;

namespace {

/// Writes down what it sees.
class Log : public TreeVisitor
{
public:
    Result<bool> object(const ObjectName &name, ObjectKind kind, QByteArrayView path) override
    {
        seen.push_back({name, kind, path.toByteArray()});
        if (kind == ObjectKind::Chunk)
            return false;
        const bool enters = !passesOverSeen || known.insert(name).second;
        open += enters ? 1 : 0;
        return enters;
    }
    Status unreadable(const ObjectName &name, QByteArrayView path, const Error &) override
    {
        broken.push_back({name, ObjectKind::Node, path.toByteArray()});
        return {};
    }
    void left(const ObjectName &) override { --open; }
    Status entry(const format::DirectoryEntry &entry, QByteArrayView path) override
    {
        entries.push_back(path.toByteArray() + " " + entry.name);
        return {};
    }

    std::set<QByteArray> pathsOf(ObjectKind kind) const
    {
        std::set<QByteArray> paths;
        for (const auto &object : seen) {
            if (object.kind == kind)
                paths.insert(object.path);
        }
        return paths;
    }

    struct Seen
    {
        ObjectName name;
        ObjectKind kind;
        QByteArray path;
    };
    std::vector<Seen> seen;
    std::vector<Seen> broken;
    std::vector<QByteArray> entries;
    std::set<ObjectName> known;
    bool passesOverSeen = false;
    int open = 0;
};

} // namespace

class TestTreeWalk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void comesToEverythingWithItsPath();
    void passesOverWhatTheVisitorKnows();
    void hintsHaveTheirPathsWhereTheirDirectoryIsPassedOver();
    void aBrokenNodeCostsOnlyWhatIsBeneathIt();
    void aVeryDeepTreeIsWalked();
    void aVeryWideTreeIsWalked();
    void stopsOnRequest();

private:
    Tree make(const Files &files);
    std::unique_ptr<Repository> repository_;
    ClientId client_;
    std::unique_ptr<PointBuilder> builder_;
};

void TestTreeWalk::init()
{
    builder_.reset();
    repository_ = std::make_unique<Repository>();
    VERIFY_OK(repository_->open());
    builder_ = std::make_unique<PointBuilder>(repository_->store(), Lease{.id = LeaseId{1}, .client = ClientId{1}});
}

Tree TestTreeWalk::make(const Files &files)
{
    const auto tree = builder_->tree(files);
    if (const auto flushed = builder_->flush(); !flushed)
        qFatal("%s", qPrintable(flushed.error().text()));
    return tree;
}

void TestTreeWalk::comesToEverythingWithItsPath()
{
    const auto large = randomBytes(1, 300'000);
    const auto tree = make({{"a", "first"}, {"empty", ""}, {"folder/b", "second"}, {"folder/deep/large", large}});
    Log log;
    VERIFY_OK(walkPoint(repository_->store(), tree.entries, tree.hints, log, CancelToken()));
    QCOMPARE(log.pathsOf(ObjectKind::Chunk), (std::set<QByteArray>{"/a", "/folder/b", "/folder/deep/large"}));
    QCOMPARE(log.pathsOf(ObjectKind::Version), (std::set<QByteArray>{"/folder/deep/large"}));
    QCOMPARE(log.pathsOf(ObjectKind::Node), (std::set<QByteArray>{"/", "/folder", "/folder/deep"}));
    // A tree and its hints for each of three folders.
    QCOMPARE(std::ranges::count(log.seen, ObjectKind::Node, &Log::Seen::kind), 6);
    QCOMPARE(log.entries, (std::vector<QByteArray>{"/ a", "/ empty", "/ folder", "/folder b", "/folder deep",
                                                   "/folder/deep large"}));
    QCOMPARE(log.open, 0);
    QVERIFY(log.broken.empty());
}

void TestTreeWalk::passesOverWhatTheVisitorKnows()
{
    const Files files{{"one/a", "1"}, {"one/b", "2"}, {"two/a", "1"}, {"two/b", "2"}};
    const auto tree = make(files);
    Log log;
    log.passesOverSeen = true;
    VERIFY_OK(walkPoint(repository_->store(), tree.entries, tree.hints, log, CancelToken()));
    // "two" is the same directory as "one".
    QCOMPARE(log.entries.size(), 4U);
    const auto first = log.seen.size();
    VERIFY_OK(walkPoint(repository_->store(), tree.entries, tree.hints, log, CancelToken()));
    QCOMPARE(log.seen.size(), first + 2);
    QCOMPARE(log.open, 0);
}

void TestTreeWalk::hintsHaveTheirPathsWhereTheirDirectoryIsPassedOver()
{
    const auto before = make({{"x/y/file", "content"}, {"x/other", "o"}});
    // The same directories, with hints of their own.
    auto item = builder_->file("file", "content");
    item.hint.inode = 4711;
    const auto y = builder_->folder("y", builder_->directory({item}));
    const auto x = builder_->folder("x", builder_->directory({y, builder_->file("other", "o")}));
    const auto after = builder_->directory({x});
    VERIFY_OK(builder_->flush());
    QCOMPARE(after.entries, before.entries);
    QVERIFY(after.hints != before.hints);
    Log log;
    log.passesOverSeen = true;
    VERIFY_OK(walkPoint(repository_->store(), before.entries, before.hints, log, CancelToken()));
    log.seen.clear();
    VERIFY_OK(walkPoint(repository_->store(), after.entries, after.hints, log, CancelToken()));
    QCOMPARE(log.pathsOf(ObjectKind::Node), (std::set<QByteArray>{"/", "/x", "/x/y"}));
    QCOMPARE(log.seen.size(), 4U); // the root of the entries, and three of hints
}

void TestTreeWalk::aBrokenNodeCostsOnlyWhatIsBeneathIt()
{
    const auto whole = make({{"a/file", "1"}, {"c/file", "3"}});
    (void)whole;
    const auto missing = ObjectName::fromBytes(randomBytes(9, ObjectName::kSize));
    const auto a = builder_->folder("a", builder_->tree({{"file", "1"}}));
    auto b = builder_->folder("b", builder_->tree({{"file", "2"}}));
    b.entry.content = missing;
    const auto c = builder_->folder("c", builder_->tree({{"file", "3"}}));
    const auto tree = builder_->directory({a, b, c});
    VERIFY_OK(builder_->flush());
    Log log;
    VERIFY_OK(walkPoint(repository_->store(), tree.entries, tree.hints, log, CancelToken()));
    QCOMPARE(log.broken.size(), 1U);
    QCOMPARE(log.broken.front().name, missing);
    QCOMPARE(log.broken.front().path, QByteArray("/b"));
    QCOMPARE(log.pathsOf(ObjectKind::Chunk), (std::set<QByteArray>{"/a/file", "/c/file"}));
    QCOMPARE(log.open, 0);
}

void TestTreeWalk::aVeryDeepTreeIsWalked()
{
    constexpr int kDepth = 20'000;
    auto tree = builder_->tree({{"file", "at the bottom"}});
    for (int i = 0; i < kDepth; ++i)
        tree = builder_->directory({builder_->folder("d", tree), builder_->file("z", QByteArray::number(i % 10))});
    VERIFY_OK(builder_->flush());
    Log log;
    log.passesOverSeen = true;
    VERIFY_OK(walkPoint(repository_->store(), tree.entries, tree.hints, log, CancelToken()));
    QVERIFY(log.broken.empty());
    QCOMPARE(log.entries.size(), size_t(2 * kDepth + 1));
    QCOMPARE(log.entries.back(), QByteArray("/ z"));
    QCOMPARE(log.open, 0);
}

void TestTreeWalk::aVeryWideTreeIsWalked()
{
    std::vector<Item> items;
    for (int i = 0; i < 30'000; ++i)
        items.push_back(builder_->file("file" + QByteArray::number(i), QByteArray::number(i % 100)));
    for (int i = 0; i < 1000; ++i)
        items.push_back(builder_->folder("g" + QByteArray::number(i), builder_->tree({{"x", QByteArray::number(i)}})));
    const auto tree = builder_->directory(std::move(items));
    VERIFY_OK(builder_->flush());
    Log log;
    VERIFY_OK(walkPoint(repository_->store(), tree.entries, tree.hints, log, CancelToken()));
    QVERIFY(log.broken.empty());
    QCOMPARE(log.entries.size(), 32'000U);
    QCOMPARE(log.pathsOf(ObjectKind::Chunk).size(), 31'000U);
    QCOMPARE(log.open, 0);
}

void TestTreeWalk::stopsOnRequest()
{
    const auto tree = make({{"a", "1"}});
    CancelToken cancel;
    cancel.cancel();
    Log log;
    VERIFY_FAILS(ErrorKind::Cancelled, walkPoint(repository_->store(), tree.entries, tree.hints, log, cancel));
}

QTEST_GUILESS_MAIN(TestTreeWalk)
#include "tst_tree_walk.moc"
