/// Trees against a plain list of items: the same content comes back, the same items make the same nodes, a small change
/// makes few new ones, and a search finds what looking at every item would.
#include "format/test_parts.h"

#include <algorithm>
#include <set>

using namespace backspool;
using namespace backspool::format;

namespace {

/// An item that begins like a directory entry: its name, then other bytes.
QByteArray itemNamed(QByteArrayView name, QByteArrayView rest)
{
    return ByteWriter().sizedBytes(name).bytes(rest).take();
}

/// Names in order, each with its item.
using Items = std::map<QByteArray, QByteArray>;

Items randomItems(Random &random, size_t count)
{
    Items items;
    while (items.size() < count) {
        const auto name = randomBytes(random, qsizetype(pick(random, 3, 20))).toHex();
        items[name] = itemNamed(name, randomBytes(random, qsizetype(pick(random, 20, 80))));
    }
    return items;
}

ObjectName build(const Items &items, NodeMap &nodes)
{
    NodeTreeBuilder builder(TreeKind::Directory, sampleDigester(), nodes.emitter());
    for (const auto &[name, item] : items)
        builder.add(item, name, name);
    return builder.finish();
}

std::vector<QByteArray> itemsOf(const ObjectName &root, TreeKind kind, const NodeMap &nodes)
{
    std::vector<QByteArray> items;
    const auto read = forEachItem(root, kind, nodes.fetcher(), [&](QByteArrayView item) -> Result<bool> {
        items.push_back(item.toByteArray());
        return true;
    });
    if (!read)
        qWarning("%s", qPrintable(read.error().text()));
    return read ? items : std::vector<QByteArray>();
}

std::vector<QByteArray> listOf(const Items &items)
{
    std::vector<QByteArray> list;
    for (const auto &[name, item] : items)
        list.push_back(item);
    return list;
}

Status visitNothing(const ObjectName &root, const NodeFetch &fetch)
{
    return forEachItem(root, TreeKind::Directory, fetch, [](QByteArrayView) -> Result<bool> { return true; });
}

QByteArray parentNode(uint8_t level, std::initializer_list<ChildNode> children)
{
    ByteWriter writer;
    writer.u8(uint8_t(TreeKind::Directory)).u8(level);
    for (const auto &child : children)
        writer.sizedBytes(ByteWriter()
                              .name(child.name)
                              .varint(child.itemCount)
                              .varint(child.weight)
                              .sizedBytes(child.firstKey)
                              .buffer());
    return writer.take();
}

} // namespace

class TestNodeTree : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void treeWithoutItemsIsOneNode()
    {
        for (const auto kind : {TreeKind::Directory, TreeKind::Hints, TreeKind::Extents}) {
            NodeMap nodes;
            NodeTreeBuilder builder(kind, sampleDigester(), nodes.emitter());
            const auto root = builder.finish();
            QCOMPARE(nodes.size(), 1U);
            QCOMPARE(nodes.nodes().at(root), ByteWriter().u8(uint8_t(kind)).u8(0).take());
            QCOMPARE(itemsOf(root, kind, nodes).size(), 0U);
            QCOMPARE(*treeItemCount(root, kind, nodes.fetcher()), 0U);
        }
    }

    void treeGivesItsItemsBackInOrder_data()
    {
        QTest::addColumn<uint32_t>("seed");
        QTest::addColumn<size_t>("count");
        uint32_t seed = 1;
        for (const size_t count : {1, 2, 50, 100, 200, 1000, 5000, 20'000, 200'000}) {
            QTest::addRow("%zu items, seed %u", count, seed) << seed << count;
            ++seed;
        }
        const uint32_t fresh = std::random_device()();
        const size_t count = fresh % 50'000;
        QTest::addRow("%zu items, seed %u", count, fresh) << fresh << count;
        qInfo("fresh seed of this run: %u", fresh);
    }
    void treeGivesItsItemsBackInOrder()
    {
        QFETCH(uint32_t, seed);
        QFETCH(size_t, count);
        Random random(seed);
        const auto items = randomItems(random, count);
        NodeMap nodes;
        const auto root = build(items, nodes);
        QCOMPARE(itemsOf(root, TreeKind::Directory, nodes), listOf(items));
        QCOMPARE(*treeItemCount(root, TreeKind::Directory, nodes.fetcher()), uint64_t(count));
        QCOMPARE(nodes.order().back(), root);
        QCOMPARE(std::set(nodes.order().begin(), nodes.order().end()).size(), nodes.order().size());
        for (const auto &[name, bytes] : nodes.nodes()) {
            QCOMPARE(sampleDigester().node(bytes), name);
            QVERIFY(bytes.size() < 64 * 1024 + 400);
            const auto node = Node::parse(bytes);
            VERIFY_RESULT(node);
            QVERIFY(node->level() == 0 || name != root || node->count() > 1);
        }
        NodeMap again;
        QCOMPARE(build(items, again), root);
        QCOMPARE(again.order(), nodes.order());
    }

    void childrenAreEmittedBeforeTheirParents()
    {
        Random random(11);
        Items items;
        for (int i = 0; i < 20'000; ++i) {
            const auto name = QByteArray::number(100'000 + i) + QByteArray(200, 'x');
            items[name] = itemNamed(name, randomBytes(random, 1500));
        }
        NodeMap nodes;
        const auto root = build(items, nodes);
        std::set<ObjectName> seen;
        uint8_t highest = 0;
        for (const auto &name : nodes.order()) {
            const auto node = Node::parse(nodes.nodes().at(name));
            highest = std::max(highest, node->level());
            for (size_t i = 0; node->level() > 0 && i < node->count(); ++i)
                QVERIFY(seen.contains(node->child(i)->name));
            seen.insert(name);
        }
        QVERIFY(highest >= 2);
        QCOMPARE(Node::parse(nodes.nodes().at(root))->level(), highest);
    }

    void builderCanBuildAgain()
    {
        Random random(12);
        const auto items = randomItems(random, 3000);
        NodeMap nodes;
        NodeTreeBuilder builder(TreeKind::Directory, sampleDigester(), nodes.emitter());
        const auto addAll = [&] {
            for (const auto &[name, item] : items)
                builder.add(item, name, name);
        };
        addAll();
        QCOMPARE(builder.itemCount(), items.size());
        const auto first = builder.finish();
        QCOMPARE(builder.itemCount(), 0U);
        addAll();
        QCOMPARE(builder.finish(), first);
    }

    void oneChangeMakesFewNewNodes_data() { addSeedRows(3); }
    void oneChangeMakesFewNewNodes()
    {
        QFETCH(uint32_t, seed);
        Random random(seed);
        const auto items = randomItems(random, 20'000);
        NodeMap nodes;
        const auto root = build(items, nodes);
        const size_t levels = Node::parse(nodes.nodes().at(root))->level() + 1U;

        const auto newNodes = [&](const Items &changed) {
            NodeMap after;
            build(changed, after);
            return size_t(
                std::ranges::count_if(after.order(), [&](const auto &name) { return !nodes.contains(name); }));
        };
        constexpr size_t kRounds = 30;
        size_t sum = 0;
        for (size_t round = 0; round < kRounds; ++round) {
            auto changed = items;
            const auto place = std::next(changed.begin(), std::ptrdiff_t(pick(random, 0, changed.size() - 1)));
            switch (round % 3) {
            case 0:
                changed.insert(*randomItems(random, 1).begin());
                break;
            case 1:
                changed.erase(place);
                break;
            default:
                place->second = itemNamed(place->first, "other");
            }
            const auto count = newNodes(changed);
            // Where a node had no boundary before 64 KiB, the ends of those after it move, up to the next boundary.
            QVERIFY2(count <= 8 * levels, qPrintable(QString::number(count)));
            sum += count;
        }
        QVERIFY2(sum <= kRounds * 2 * levels, qPrintable(QString::number(sum)));
    }

    void searchFindsWhatALinearSearchFinds_data() { addSeedRows(3); }
    void searchFindsWhatALinearSearchFinds()
    {
        QFETCH(uint32_t, seed);
        Random random(seed);
        for (const size_t count : {0, 1, 3, 300, 10'000}) {
            const auto items = randomItems(random, count);
            NodeMap nodes;
            const auto root = build(items, nodes);
            std::vector<QByteArray> keys = {"", QByteArray(1, '\0'), QByteArray(255, '\xff')};
            for (int i = 0; i < 300; ++i) {
                keys.push_back(randomBytes(random, qsizetype(pick(random, 1, 12))).toHex());
                if (!items.empty()) {
                    auto name = std::next(items.begin(), std::ptrdiff_t(pick(random, 0, count - 1)))->first;
                    keys.push_back(name);
                    keys.push_back(name + '\0');
                    keys.push_back(name.chopped(1));
                }
            }
            for (const auto &key : keys) {
                const auto expected = items.find(key);
                const auto found = findItem(root, key, nodes.fetcher());
                VERIFY_RESULT(found);
                const auto wanted = expected == items.end() ? std::nullopt : std::optional(expected->second);
                QVERIFY(*found == wanted);
            }
        }
    }

    void weightIsSummed()
    {
        NodeMap nodes;
        NodeTreeBuilder builder(TreeKind::Extents, sampleDigester(), nodes.emitter());
        uint64_t weight = 0;
        for (uint32_t i = 0; i < 5000; ++i) {
            builder.add(ByteWriter().u32(i).name(sampleName(i)).take(), sampleName(i).view(), {}, i);
            weight += i;
        }
        const auto root = Node::parse(nodes.nodes().at(builder.finish()));
        QVERIFY(root->level() > 0);
        uint64_t sum = 0;
        for (size_t i = 0; i < root->count(); ++i)
            sum += root->child(i)->weight;
        QCOMPARE(sum, weight);
    }
    void largestItemFitsEverywhere()
    {
        NodeMap nodes;
        NodeTreeBuilder builder(TreeKind::Hints, sampleDigester(), nodes.emitter());
        const QByteArray small(65'000, 's');
        const QByteArray large(kMaxItemSize, 'l');
        for (const auto &item : {small, large, large, small, large})
            builder.add(item, item);
        QCOMPARE(itemsOf(builder.finish(), TreeKind::Hints, nodes), (std::vector{small, large, large, small, large}));
    }

    void visitorStopsTheWalk()
    {
        Random random(5);
        NodeMap nodes;
        const auto root = build(randomItems(random, 5000), nodes);
        int seen = 0;
        VERIFY_RESULT(forEachItem(root, TreeKind::Directory, nodes.fetcher(),
                                  [&](QByteArrayView) -> Result<bool> { return ++seen < 1234; }));
        QCOMPARE(seen, 1234);
        VERIFY_FAILS(ErrorKind::Cancelled,
                     forEachItem(root, TreeKind::Directory, nodes.fetcher(), [](QByteArrayView) -> Result<bool> {
                         return fail(ErrorKind::Cancelled, QStringLiteral("stop"));
                     }));
    }
    void missingNodeIsTheFetchsError()
    {
        Random random(6);
        NodeMap nodes;
        const auto root = build(randomItems(random, 5000), nodes);
        const auto lost = nodes.order().at(2);
        nodes.remove(lost);
        VERIFY_FAILS(ErrorKind::NotFound, visitNothing(root, nodes.fetcher()));
        VERIFY_FAILS(ErrorKind::NotFound, findItem(lost, "x", nodes.fetcher()));
    }

    void hostileTreeIsDamage_data()
    {
        QTest::addColumn<QByteArray>("root");
        const auto leaf = sampleName(100); // a directory of "a" and "b"
        const auto hints = sampleName(101);
        const auto parent = sampleName(102); // a parent of the leaf
        const auto self = sampleName(103);   // the root itself
        QTest::newRow("not a node") << QByteArray("x");
        QTest::newRow("another kind") << QByteArray::fromHex("0200");
        QTest::newRow("child of another kind") << parentNode(1, {{hints, 1, 0, "a"}});
        QTest::newRow("level left out") << parentNode(2, {{leaf, 2, 0, "a"}});
        QTest::newRow("level repeated") << parentNode(1, {{parent, 2, 0, "a"}});
        QTest::newRow("highest level over a leaf") << parentNode(12, {{leaf, 2, 0, "a"}});
        QTest::newRow("its own child") << parentNode(1, {{self, 2, 0, "a"}});
        QTest::newRow("fewer items than stated") << parentNode(1, {{leaf, 3, 0, "a"}});
        QTest::newRow("more items than stated") << parentNode(1, {{leaf, 1, 0, "a"}});
        QTest::newRow("counts over 2^64") << parentNode(2, {{self, ~0ULL, 0, "a"}});
        QTest::newRow("no items") << parentNode(1, {{leaf, 0, 0, "a"}});
    }
    void hostileTreeIsDamage()
    {
        QFETCH(QByteArray, root);
        const auto fetch = [&](const ObjectName &name) -> Result<QByteArray> {
            if (name == sampleName(100))
                return QByteArray::fromHex("0100") +
                       ByteWriter().sizedBytes(itemNamed("a", "1")).sizedBytes(itemNamed("b", "2")).take();
            if (name == sampleName(101))
                return QByteArray::fromHex("02000161");
            if (name == sampleName(102))
                return parentNode(1, {{sampleName(100), 2, 0, "a"}});
            return root;
        };
        VERIFY_FAILS(ErrorKind::Damaged, visitNothing(sampleName(103), fetch));
    }
    void treeThatStandsForFarMoreThanItsBytesIsSeenByItsCount()
    {
        // Each level names the one beneath twice: 13 small nodes that stand for 4,096 items; with wider ones, for more
        // than a life could visit.
        std::unordered_map<ObjectName, QByteArray> nodes;
        nodes[sampleName(0)] = QByteArray::fromHex("0100") + ByteWriter().sizedBytes(itemNamed("a", "1")).take();
        for (uint8_t level = 1; level <= kMaxTreeLevel; ++level) {
            const ChildNode child{sampleName(level - 1U), 1ULL << (level - 1), 0, "a"};
            nodes[sampleName(level)] = parentNode(level, {child, child});
        }
        const auto fetch = [&](const ObjectName &name) -> Result<QByteArray> { return nodes.at(name); };
        const auto root = sampleName(kMaxTreeLevel);
        QCOMPARE(*treeItemCount(root, TreeKind::Directory, fetch), 4096U);
        VERIFY_RESULT(visitNothing(root, fetch));
        const ChildNode lie{sampleName(0), std::numeric_limits<uint64_t>::max(), 0, "a"};
        nodes[sampleName(1)] = parentNode(1, {lie, lie});
        VERIFY_FAILS(ErrorKind::Damaged, treeItemCount(sampleName(1), TreeKind::Directory, fetch));
    }
};

QTEST_APPLESS_MAIN(TestNodeTree)
#include "tst_node_tree.moc"
