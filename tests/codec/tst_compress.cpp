#include "codec/compress.h"
#include "codec/sample_bytes.h"

#include <QRandomGenerator>
#include <QTest>

#include <zstd.h>

using namespace backspool;
using namespace backspool::codec;

/// A frame made with other settings than ours.
static QByteArray frameOf(QByteArrayView plain, ZSTD_cParameter parameter, int value)
{
    ZSTD_CCtx *context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, parameter, value);
    QByteArray frame(qsizetype(ZSTD_compressBound(size_t(plain.size()))), '\0');
    frame.resize(
        qsizetype(ZSTD_compress2(context, frame.data(), size_t(frame.size()), plain.data(), size_t(plain.size()))));
    ZSTD_freeCCtx(context);
    return frame;
}

/// A frame with a window descriptor of its own (RFC 8878, 3.1.1.1): one raw block.
static QByteArray frameWithWindow(uint8_t descriptor, QByteArrayView plain)
{
    QByteArray frame = QByteArray::fromHex("28b52ffd"
                                           "80"); // content size in 4 bytes, not a single segment
    frame.append(char(descriptor));
    for (int shift = 0; shift < 32; shift += 8)
        frame.append(char(plain.size() >> shift));
    const quint32 block = 1 | quint32(plain.size()) << 3;
    for (int shift = 0; shift < 24; shift += 8)
        frame.append(char(block >> shift));
    return frame + plain.toByteArray();
}

class TestCompress : public QObject
{
    Q_OBJECT

    Decompressor decompressor_;

    void verifyDamaged(QByteArrayView frame, qsizetype expectedSize)
    {
        const Result<QByteArray> result = decompressor_.decompress(frame, expectedSize);
        QVERIFY(!result);
        QCOMPARE(result.error().kind(), ErrorKind::Damaged);
    }

private Q_SLOTS:
    void decompressUndoesCompress_data()
    {
        QTest::addColumn<int>("level");
        QTest::addColumn<QByteArray>("plain");
        for (const int level : {-5, 1, 3, 19, 22}) {
            for (const qsizetype size : {0, 1, 100, 65536, 1 << 20}) {
                QTest::addRow("level %d, %lld random bytes", level, static_cast<long long>(size))
                    << level << sampleBytes(size);
                QTest::addRow("level %d, %lld zeros", level, static_cast<long long>(size))
                    << level << QByteArray(size, '\0');
            }
            QTest::addRow("level %d, text", level) << level << QByteArray("a line of text\n").repeated(20000);
        }
    }
    void decompressUndoesCompress()
    {
        QFETCH(int, level);
        QFETCH(QByteArray, plain);
        for (const auto reach : {Reach::Usual, Reach::WholeBlock}) {
            Compressor compressor(level, reach);
            for (int again = 0; again < 2; ++again) {
                const Result<QByteArray> result = decompressor_.decompress(compressor.compress(plain), plain.size());
                QVERIFY(result);
                QCOMPARE(*result, plain);
            }
        }
    }

    void anotherSizeIsRefused()
    {
        const QByteArray plain = sampleBytes(1000);
        const QByteArray frame = Compressor(3).compress(plain);
        for (const qsizetype size : {0, 1, 999, 1001, 1 << 20})
            verifyDamaged(frame, size);
    }

    void aBombIsRefusedBeforeItExpands()
    {
        // 256 MiB of zeros in some kilobytes, announced as a block of 64 KiB.
        const QByteArray bomb = Compressor(3).compress(QByteArray(256 << 20, '\0'));
        QVERIFY(bomb.size() < 64 << 10);
        verifyDamaged(bomb, 65536);

        // The same with a header that lies: the size it states is ours, its blocks hold more.
        QByteArray liar = bomb;
        QCOMPARE(uint8_t(liar[4]) >> 6, 2); // a size of 4 bytes
        const int at = uint8_t(liar[4]) & 0x20 ? 5 : 6;
        liar[at] = liar[at + 1] = liar[at + 3] = 0;
        liar[at + 2] = 1;
        verifyDamaged(liar, 65536);
    }

    void aFrameWithoutItsSizeIsRefused()
    {
        const QByteArray plain = sampleBytes(1000);
        verifyDamaged(frameOf(plain, ZSTD_c_contentSizeFlag, 0), plain.size());
    }

    void wideWindowsAreRefused_data()
    {
        QTest::addColumn<int>("descriptor");
        QTest::addColumn<bool>("accepted");
        QTest::newRow("1 KiB") << 0 << true;
        QTest::newRow("8 MiB") << (13 << 3) << true;
        QTest::newRow("9 MiB") << (13 << 3 | 1) << false;
        QTest::newRow("16 MiB") << (14 << 3) << false;
        QTest::newRow("2 GiB") << (21 << 3) << false;
        QTest::newRow("the widest") << 255 << false;
    }
    void wideWindowsAreRefused()
    {
        QFETCH(int, descriptor);
        QFETCH(bool, accepted);
        const QByteArray plain("content");
        const QByteArray frame = frameWithWindow(uint8_t(descriptor), plain);
        const Result<QByteArray> result = decompressor_.decompress(frame, plain.size());
        QCOMPARE(result.has_value(), accepted);
        if (accepted)
            QCOMPARE(*result, plain);
        else
            QCOMPARE(result.error().kind(), ErrorKind::Damaged);
    }

    void onlyOneWholeFrameIsAccepted()
    {
        const QByteArray plain = sampleBytes(1000);
        const QByteArray frame = Compressor(3).compress(plain);
        const QByteArray empty = Compressor(3).compress({});
        const QByteArray skippable = QByteArray::fromHex("502a4d18"
                                                         "00000000");
        verifyDamaged({}, 0);
        verifyDamaged({}, 1000);
        verifyDamaged("not a frame at all", 1000);
        verifyDamaged(skippable, 0);
        verifyDamaged(frame + 'x', 1000);
        verifyDamaged(frame + empty, 1000);
        verifyDamaged(empty + frame, 1000);
        verifyDamaged(frame + skippable, 1000);
        verifyDamaged(skippable + frame, 1000);
        for (qsizetype size = 0; size < frame.size(); ++size)
            verifyDamaged(QByteArrayView(frame).first(size), 1000);
    }

    void changedBytesNeverDoHarm()
    {
        // There is no checksum: a change may give other content, but never another size, and never a crash.
        const QByteArray plain = QByteArray("a line of text, ").repeated(40) + sampleBytes(200);
        const QByteArray frame = Compressor(3).compress(plain);
        for (qsizetype at = 0; at < frame.size(); ++at) {
            for (int bit = 0; bit < 8; ++bit) {
                QByteArray changed = frame;
                changed[at] = char(changed[at] ^ 1 << bit);
                const Result<QByteArray> result = decompressor_.decompress(changed, plain.size());
                if (result)
                    QCOMPARE(result->size(), plain.size());
                else
                    QCOMPARE(result.error().kind(), ErrorKind::Damaged);
            }
        }
        // And the context serves on.
        QVERIFY(decompressor_.decompress(frame, plain.size()) == plain);
    }
};

QTEST_APPLESS_MAIN(TestCompress)
#include "tst_compress.moc"
