#include "format/test_parts.h"

using namespace backspool;
using namespace backspool::format;

namespace {

QByteArray hex(const char *text)
{
    return QByteArray::fromHex(text);
}

/// A directory node of level 1 with one child, all fields as given.
QByteArray parentOf(const ObjectName &name, uint64_t items, uint64_t weight, QByteArrayView key, uint8_t kind = 1)
{
    ByteWriter child;
    child.name(name).varint(items).varint(weight).sizedBytes(key);
    ByteWriter node;
    node.u8(kind).u8(1).sizedBytes(child.buffer());
    return node.take();
}

} // namespace

class TestNode : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nodeGivesItsItems()
    {
        const auto node = Node::parse(hex("0200"
                                          "03616263"
                                          "0164"));
        VERIFY_RESULT(node);
        QCOMPARE(node->kind(), TreeKind::Hints);
        QCOMPARE(node->level(), 0);
        QCOMPARE(node->count(), 2U);
        QCOMPARE(node->item(0), QByteArrayView("abc"));
        QCOMPARE(node->item(1), QByteArrayView("d"));
    }
    void itemsLiveAsLongAsTheNode()
    {
        // Small arrays too: their bytes may not be kept inside an object that moves.
        std::vector<Node> nodes;
        nodes.reserve(100);
        for (int i = 0; i < 100; ++i)
            nodes.push_back(*Node::parse(ByteWriter().u8(1).u8(0).sizedBytes(QByteArray::number(i)).take()));
        const auto copies = nodes;
        nodes.clear();
        for (int i = 0; i < 100; ++i)
            QCOMPARE(copies[size_t(i)].item(0).toByteArray(), QByteArray::number(i));
    }
    void leafWithoutItemsIsAnEmptyTree()
    {
        const auto node = Node::parse(hex("0300"));
        VERIFY_RESULT(node);
        QCOMPARE(node->count(), 0U);
    }
    void parentGivesItsChildren()
    {
        const auto node = Node::parse(parentOf(sampleName(1), 300, 0, "first"));
        VERIFY_RESULT(node);
        const auto child = node->child(0);
        VERIFY_RESULT(child);
        QCOMPARE(child->name, sampleName(1));
        QCOMPARE(child->itemCount, 300U);
        QCOMPARE(child->weight, 0U);
        QCOMPARE(child->firstKey, QByteArray("first"));
    }
    void largestNodeIsRead()
    {
        ByteWriter writer;
        writer.u8(1).u8(0);
        while (writer.size() < kMaxNodeSize)
            writer.sizedBytes("x");
        VERIFY_RESULT(Node::parse(writer.buffer()));
        VERIFY_FAILS(ErrorKind::Damaged, Node::parse(writer.buffer() + hex("0178")));
    }

    void hostileNodeIsDamage_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("kind alone") << hex("01");
        QTest::newRow("kind 0") << hex("0000");
        QTest::newRow("kind 4") << hex("0400");
        QTest::newRow("level 13") << parentOf(sampleName(1), 1, 0, "a").replace(1, 1, "\x0d");
        QTest::newRow("parent without children") << hex("0101");
        QTest::newRow("empty item") << hex("010000");
        QTest::newRow("item past the end") << hex("01000361");
        QTest::newRow("length cut") << hex("010080");
        QTest::newRow("length over-long") << hex("0100810061");
        QTest::newRow("length of 2^63") << hex("010080808080808080808001");
        QTest::newRow("length of 2^64 - 1") << hex("0100ffffffffffffffffff01");
        QTest::newRow("length over 2^64") << hex("0100ffffffffffffffffff02");
    }
    void hostileNodeIsDamage()
    {
        QFETCH(QByteArray, bytes);
        VERIFY_FAILS(ErrorKind::Damaged, Node::parse(bytes));
    }

    void hostileChildIsDamage_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("no items beneath") << parentOf(sampleName(1), 0, 0, "a");
        QTest::newRow("directory without key") << parentOf(sampleName(1), 1, 0, "");
        QTest::newRow("key in a tree of hints") << parentOf(sampleName(1), 1, 0, "a", 2);
        QTest::newRow("key too long") << parentOf(sampleName(1), 1, 0, QByteArray(256, 'a'));
        QTest::newRow("cut") << hex("01010361626");
        QTest::newRow("too long")
            << ByteWriter()
                   .u8(1)
                   .u8(1)
                   .sizedBytes(ByteWriter().name(sampleName(1)).varint(1).varint(0).sizedBytes("a").u8(0).buffer())
                   .take();
    }
    void hostileChildIsDamage()
    {
        QFETCH(QByteArray, bytes);
        VERIFY_FAILS(ErrorKind::Damaged, Node::parse(bytes).and_then([](const Node &node) { return node.child(0); }));
    }
};

QTEST_APPLESS_MAIN(TestNode)
#include "tst_node.moc"
