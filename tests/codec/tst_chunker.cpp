#include "codec/chunker.h"
#include "codec/sample_bytes.h"

#include <QRandomGenerator>
#include <QSet>
#include <QTest>
#include <QtEndian>

using namespace backspool;
using namespace backspool::codec;

static QList<qsizetype> cutAll(const Chunker &chunker, QByteArrayView data)
{
    QList<qsizetype> lengths;
    while (!data.isEmpty()) {
        const qsizetype length = chunker.cut(data, true);
        lengths.append(length);
        data.slice(length);
    }
    return lengths;
}

/// The same with a buffer that is filled by pieces of any size.
static QList<qsizetype> cutPiecewise(const Chunker &chunker, QByteArrayView data, QRandomGenerator &random)
{
    QList<qsizetype> lengths;
    qsizetype start = 0;
    qsizetype end = 0;
    while (start < data.size()) {
        const qsizetype length = chunker.cut(data.sliced(start, end - start), end == data.size());
        if (length == 0) {
            end = qMin(data.size(), end + random.bounded(1, 100000));
            continue;
        }
        lengths.append(length);
        start += length;
    }
    return lengths;
}

/// One byte a step, the whole window anew at each: what the fast one must equal.
static qsizetype naiveCut(const SecretKey &key, QByteArrayView data)
{
    const QByteArray table = hkdf(key.view(), {}, "backspool gear table", 2048);
    for (qsizetype length = 16384 + 1; length <= qMin<qsizetype>(data.size(), 262144); ++length) {
        uint64_t hash = 0;
        for (qsizetype i = length - 64; i < length; ++i)
            hash = hash * 2 + qFromLittleEndian<quint64>(table.constData() + qsizetype(8) * uint8_t(data[i]));
        const int zeroBits = length <= 53_KiB ? 18 : 14;
        if (((hash << 1) >> (64 - zeroBits)) == 0)
            return length;
    }
    return qMin<qsizetype>(data.size(), 262144);
}

class TestChunker : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equalsTheDefinition_data()
    {
        QTest::addColumn<uint>("seed");
        for (uint seed = 1; seed <= 20; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void equalsTheDefinition()
    {
        QFETCH(uint, seed);
        const QByteArray data = sampleBytes(kMaxChunk + 100, seed);
        QCOMPARE(Chunker(sampleKey(seed)).cut(data, true), naiveCut(sampleKey(seed), data));
    }

    void cutsDoNotDependOnBuffers_data() { equalsTheDefinition_data(); }
    void cutsDoNotDependOnBuffers()
    {
        QFETCH(uint, seed);
        QRandomGenerator random(seed);
        const Chunker chunker(sampleKey(seed));
        QByteArray data = sampleBytes(3000000, seed);
        for (qsizetype i = 1000000; i < 2000000; ++i) // a stretch without cuts
            data[i] = 'x';
        QCOMPARE(cutPiecewise(chunker, data, random), cutAll(chunker, data));
    }

    void lengthsKeepTheirBoundsAndTheirMean()
    {
        const Chunker chunker(sampleKey());
        const QByteArray data = sampleBytes(64 << 20);
        const QList<qsizetype> lengths = cutAll(chunker, data);
        qsizetype sum = 0;
        for (const qsizetype length : lengths) {
            QVERIFY(length <= kMaxChunk);
            sum += length;
        }
        QCOMPARE(sum, data.size());
        QVERIFY(std::all_of(lengths.begin(), lengths.end() - 1, [](qsizetype length) { return length > kMinChunk; }));
        const double mean = double(sum) / double(lengths.size());
        QVERIFY2(mean > 0.93 * kAverageChunk && mean < 1.07 * kAverageChunk, qPrintable(QString::number(mean)));
    }

    void shortAndEmptyDataAreAskedFor_data()
    {
        QTest::addColumn<qsizetype>("size");
        QTest::addColumn<bool>("isLast");
        QTest::addColumn<qsizetype>("expected");
        // A run of one byte has the same hash throughout: with this key, one that makes no cut.
        for (const qsizetype size :
             {qsizetype(0), qsizetype(1), kMinChunk - 1, kMinChunk, kMinChunk + 1, kMaxChunk - 1}) {
            QTest::addRow("%lld, more to come", static_cast<long long>(size)) << size << false << qsizetype(0);
            QTest::addRow("%lld, last", static_cast<long long>(size)) << size << true << size;
        }
        for (const qsizetype size : {kMaxChunk, kMaxChunk + 1}) {
            QTest::addRow("%lld, more to come", static_cast<long long>(size)) << size << false << kMaxChunk;
            QTest::addRow("%lld, last", static_cast<long long>(size)) << size << true << kMaxChunk;
        }
    }
    void shortAndEmptyDataAreAskedFor()
    {
        QFETCH(qsizetype, size);
        QFETCH(bool, isLast);
        QFETCH(qsizetype, expected);
        QCOMPARE(Chunker(sampleKey()).cut(QByteArray(size, 'x'), isLast), expected);
    }

    void anInsertionChangesFewChunks_data() { equalsTheDefinition_data(); }
    void anInsertionChangesFewChunks()
    {
        QFETCH(uint, seed);
        const Chunker chunker(sampleKey());
        const QByteArray before = sampleBytes(16 << 20, seed);
        QByteArray after = before;
        after.insert(QRandomGenerator(seed).bounded(8 << 20), sampleBytes(1 + qsizetype(seed) * 37, seed + 1000));

        const auto ends = [&](const QByteArray &data) {
            QSet<qsizetype> fromEnd; // the unchanged rest keeps its distances from the end
            qsizetype at = 0;
            for (const qsizetype length : cutAll(chunker, data))
                fromEnd.insert(data.size() - (at += length));
            return fromEnd;
        };
        const QSet<qsizetype> endsBefore = ends(before);
        const QSet<qsizetype> endsAfter = ends(after);
        // Of the 128 chunks and more behind the insertion, nearly all are found again.
        qsizetype lost = 0;
        for (const qsizetype end : endsBefore)
            lost += end < (8 << 20) && !endsAfter.contains(end);
        QVERIFY2(lost <= 12, qPrintable(QString::number(lost)));
    }

    void anotherKeyCutsElsewhere()
    {
        const QByteArray data = sampleBytes(4 << 20);
        QVERIFY(cutAll(Chunker(sampleKey(1)), data) != cutAll(Chunker(sampleKey(2)), data));
    }
};

QTEST_APPLESS_MAIN(TestChunker)
#include "tst_chunker.moc"
