#include "protocol/frame.h"

#include <QRandomGenerator>
#include <QTest>

using namespace backspool;
using namespace backspool::protocol;

class TestFrame : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFrameIsLaidOutAsDocumented()
    {
        const Frame frame{.type = MessageType::Have, .request = 0x01020304, .payload = "abc"};
        QCOMPARE(encodeFrame(frame).toHex(), QByteArray("03000000"
                                                        "14"
                                                        "04030201"
                                                        "616263"));
        QCOMPARE(encodeFrameHeader(frame).toHex(), QByteArray("03000000"
                                                              "14"
                                                              "04030201"));
        QCOMPARE(encodeFrameHeader(frame).size(), kFrameHeaderSize);
    }

    void framesComeOutHoweverTheStreamIsCut()
    {
        const uint32_t seed = QRandomGenerator::system()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        for (int round = 0; round < 200; ++round) {
            QList<Frame> frames;
            QByteArray stream;
            for (int i = random.bounded(1, 20); i > 0; --i) {
                const QByteArray payload(random.bounded(1 << random.bounded(1, 18)), char(random.generate()));
                frames.append(
                    {.type = MessageType(random.bounded(256)), .request = random.generate(), .payload = payload});
                stream += encodeFrame(frames.last());
            }
            FrameDecoder decoder;
            qsizetype next = 0;
            for (QByteArrayView rest = stream; !rest.isEmpty();) {
                // As the channel feeds: up to the end of a frame; or anyhow.
                const qsizetype most =
                    random.bounded(2) ? decoder.missingBytes() : 1 + random.bounded(1 << random.bounded(1, 18));
                const QByteArrayView piece = rest.first(std::clamp<qsizetype>(most, 1, rest.size()));
                rest = rest.sliced(piece.size());
                decoder.feed(piece);
                for (;;) {
                    const auto frame = decoder.next();
                    QVERIFY(frame);
                    if (!*frame)
                        break;
                    QVERIFY(next < frames.size());
                    QCOMPARE((*frame)->type, frames[next].type);
                    QCOMPARE((*frame)->request, frames[next].request);
                    QVERIFY((*frame)->payload == frames[next].payload);
                    ++next;
                }
                QVERIFY(decoder.missingBytes() > 0);
            }
            QCOMPARE(next, frames.size());
            QCOMPARE(decoder.buffered(), 0);
        }
    }

    void whatIsMissingIsTheHeaderThenThePayload()
    {
        FrameDecoder decoder;
        QCOMPARE(decoder.missingBytes(), 9);
        decoder.feed(QByteArray::fromHex("0a0000"));
        QCOMPARE(decoder.missingBytes(), 6);
        decoder.feed(QByteArray::fromHex("000000000000"));
        QCOMPARE(decoder.missingBytes(), 10);
        decoder.feed(QByteArray(10, 'x'));
        QCOMPARE(decoder.missingBytes(), 0);
        QVERIFY(decoder.next().value().has_value());
        QCOMPARE(decoder.missingBytes(), 9);
    }

    void aLargeFrameIsHandedOnWithoutACopy()
    {
        FrameDecoder decoder;
        const QByteArray bytes =
            encodeFrame({.type = MessageType::Data, .request = 0, .payload = QByteArray(1'000'000, 'x')});
        decoder.feed(bytes.first(20'000));
        decoder.feed(bytes.sliced(20'000));
        const Frame frame = decoder.next().value().value();
        QCOMPARE(frame.payload.size(), 1'000'000);
        // Its bytes begin after the header, in the buffer that was fed: no new buffer was made for them.
        QVERIFY(frame.payload.data_ptr().freeSpaceAtBegin() >= kFrameHeaderSize);
        QVERIFY(frame.payload == QByteArray(1'000'000, 'x'));
    }

    void aFrameOverTheLimitIsRefusedByItsHeader()
    {
        FrameDecoder decoder;
        decoder.feed(QByteArray::fromHex("00009000"
                                         "18"
                                         "00000000"));
        QVERIFY(decoder.next()); // 9 MiB, just allowed
        FrameDecoder refusing;
        refusing.feed(QByteArray::fromHex("01009000"
                                          "18"
                                          "00000000"));
        const auto refused = refusing.next();
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind(), ErrorKind::Invalid);

        FrameDecoder small(10);
        small.feed(encodeFrame({.type = MessageType::Hello, .request = 1, .payload = QByteArray(10, 'x')}));
        QVERIFY(small.next().value().has_value());
        small.feed(QByteArray::fromHex("ffffffff0000000000"));
        QVERIFY(!small.next());
        small.setMaxPayload(kMaxPayload);
        QVERIFY(!small.next());
    }
};

QTEST_APPLESS_MAIN(TestFrame)
#include "tst_frame.moc"
