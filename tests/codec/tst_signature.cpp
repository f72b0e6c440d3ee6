#include "codec/fingerprint_builder.h"
#include "codec/sample_bytes.h"
#include "codec/signature.h"

#include <QRandomGenerator>
#include <QTest>
#include <QtEndian>

using namespace backspool;
using namespace backspool::codec;

static const Digester &digester()
{
    static const Digester it(sampleKey());
    return it;
}

/// The definition in signature.h, word by word.
static ObjectName naiveRoot(QByteArrayView content)
{
    if (content.size() <= 65536)
        return digester().chunk(content);
    QList<QByteArray> digests;
    for (qsizetype at = 0; at < content.size(); at += 65536)
        digests.append(digester().chunk(content.mid(at, 65536)).view().toByteArray());
    do {
        QList<QByteArray> above;
        for (qsizetype at = 0; at < digests.size(); at += 256)
            above.append(digester().treeNode(digests.mid(at, 256).join()).view().toByteArray());
        digests = above;
    } while (digests.size() > 1);
    QByteArray size(8, '\0');
    qToLittleEndian(quint64(content.size()), size.data());
    return digester().treeNode(size + digests.first());
}

class TestSignature : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equalsTheDefinition_data()
    {
        QTest::addColumn<qsizetype>("size");
        constexpr qsizetype kLeaf = 65536;
        for (const qsizetype size :
             {qsizetype(0), qsizetype(1), kLeaf - 1, kLeaf, kLeaf + 1, 2 * kLeaf, 255 * kLeaf, 256 * kLeaf - 1,
              256 * kLeaf, 256 * kLeaf + 1, 257 * kLeaf, 512 * kLeaf, 513 * kLeaf - 7})
            QTest::addRow("%lld bytes", static_cast<long long>(size)) << size;
    }
    void equalsTheDefinition()
    {
        QFETCH(qsizetype, size);
        const QByteArray content = sampleBytes(size);
        const Signature expected{naiveRoot(content), uint64_t(size)};
        QVERIFY(signatureOf(digester(), content) == expected);

        const QByteArray zeros(size, '\0');
        const Signature expectedOfZeros{naiveRoot(zeros), uint64_t(size)};
        QVERIFY(signatureOf(digester(), zeros) == expectedOfZeros);
        SignatureBuilder builder(digester());
        builder.addZeros(uint64_t(size));
        QVERIFY(builder.finish() == expectedOfZeros);
    }

    void doesNotDependOnPiecesAndHoles_data()
    {
        QTest::addColumn<uint>("seed");
        for (uint seed = 1; seed <= 30; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void doesNotDependOnPiecesAndHoles()
    {
        QFETCH(uint, seed);
        QRandomGenerator random(seed);
        SignatureBuilder builder(digester());
        QByteArray content;
        const int pieces = random.bounded(1, 20);
        for (int i = 0; i < pieces; ++i) {
            // Lengths around leaves, around whole nodes now and then, and tiny ones.
            const qsizetype unit = random.bounded(8) == 0 ? 256 * kLeafSize : random.bounded(2) ? kLeafSize : 100;
            const qsizetype length = random.bounded(2) ? unit : random.bounded(int(unit));
            if (random.bounded(2)) {
                content.append(length, '\0');
                builder.addZeros(uint64_t(length));
            } else {
                const QByteArray piece = sampleBytes(length, random());
                content.append(piece);
                builder.add(piece);
            }
            QCOMPARE(builder.size(), uint64_t(content.size()));
        }
        const Signature expected{naiveRoot(content), uint64_t(content.size())};
        QVERIFY(builder.finish() == expected);
    }

    void aFinishedBuilderStartsAnew()
    {
        SignatureBuilder builder(digester());
        builder.addZeros(300 * kLeafSize);
        builder.add("rest");
        (void)builder.finish();
        QCOMPARE(builder.size(), uint64_t(0));
        QVERIFY(builder.finish() == signatureOf(digester(), {}));
        const QByteArray content = sampleBytes(100000);
        builder.add(content);
        QVERIFY(builder.finish() == signatureOf(digester(), content));
    }

    void differsForContentsOfOneLengthAndForZerosOfTwo()
    {
        QByteArray content = sampleBytes(kLeafSize * 300);
        const Signature before = signatureOf(digester(), content);
        content[content.size() - 1] = char(content.back() ^ 1);
        QVERIFY(signatureOf(digester(), content).name != before.name);

        SignatureBuilder builder(digester());
        builder.addZeros(kLeafSize * 300);
        const Signature shorter = builder.finish();
        builder.addZeros(kLeafSize * 300 + 1);
        QVERIFY(builder.finish().name != shorter.name);
    }

    void holesOfAnyLengthAreQuick()
    {
        SignatureBuilder builder(digester());
        builder.addZeros(std::numeric_limits<uint64_t>::max());
        const Signature whole = builder.finish();
        QCOMPARE(whole.size, std::numeric_limits<uint64_t>::max());

        // The same in two parts that meet within a leaf.
        builder.addZeros(uint64_t(1) << 40 | 12345);
        builder.addZeros(std::numeric_limits<uint64_t>::max() - (uint64_t(1) << 40 | 12345));
        QVERIFY(builder.finish() == whole);
    }

    void theDigestsOfTheLeavesGiveTheSignature()
    {
        QByteArray leaves;
        SignatureBuilder builder(digester(), &leaves);
        builder.add(QByteArray(100'000, 'x'));
        builder.addZeros(600 * kLeafSize + 7);
        builder.addZeros(kLeafSize - (100'000 + 7) % kLeafSize);
        builder.addDigested(digester().chunk("last"), 4);
        const auto signature = builder.finish();
        QCOMPARE(leaves.size(), qsizetype(603 * ObjectName::kSize));
        QVERIFY(signatureOfLeaves(digester(), leaves, signature.size) == signature);
    }

    void holesOfFourLevelsEqualZerosAddedLeafByLeaf()
    {
        // 65,536 leaves are a whole node of the second level; a few more open a third.
        constexpr uint64_t kLeaves = 65536 + 3;
        SignatureBuilder leafByLeaf(digester());
        for (uint64_t i = 0; i < kLeaves; ++i)
            leafByLeaf.addZeros(kLeafSize);
        leafByLeaf.add("end");
        SignatureBuilder atOnce(digester());
        atOnce.addZeros(kLeaves * kLeafSize);
        atOnce.add("end");
        QVERIFY(leafByLeaf.finish() == atOnce.finish());
    }
};

QTEST_APPLESS_MAIN(TestSignature)
#include "tst_signature.moc"
