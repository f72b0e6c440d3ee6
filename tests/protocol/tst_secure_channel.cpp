#include "protocol/identity.h"
#include "protocol/loopback_service.h"

#include <QEventLoop>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QSslKey>
#include <QTest>

using namespace backspool;
using namespace backspool::protocol;
using namespace std::chrono_literals;

class TestSecureChannel : public QObject
{
    Q_OBJECT

    TestAuthority authority_;
    TestCertificate client_ = authority_.issue(TestAuthority::Use::Client);

    /// A channel of this thread to @p service, when TLS stands.
    std::unique_ptr<SecureChannel> open(const LoopbackService &service) const
    {
        auto *socket = new QSslSocket;
        QSslConfiguration tls;
        tls.setProtocol(QSsl::TlsV1_3OrLater);
        tls.setCaCertificates({QSslCertificate(authority_.der(), QSsl::Der)});
        tls.setLocalCertificate(QSslCertificate(client_.certificate, QSsl::Der));
        tls.setPrivateKey(QSslKey(
            "-----BEGIN PRIVATE KEY-----\n" + client_.key.toBase64() + "\n-----END PRIVATE KEY-----\n", QSsl::Ec));
        socket->setSslConfiguration(tls);
        socket->connectToHostEncrypted(QStringLiteral("127.0.0.1"), service.address().section(u':', 1).toUShort(),
                                       serverNameOf(kTestRepository));
        if (!socket->waitForEncrypted(10'000))
            qFatal("%s", qPrintable(socket->errorString()));
        return std::make_unique<SecureChannel>(socket);
    }
    /// Of the first closed().
    static ErrorKind kindOf(const QSignalSpy &closed)
    {
        return static_cast<const Error *>(closed.at(0).at(0).constData())->kind();
    }
    static Frame frame(uint32_t request, const QByteArray &payload)
    {
        return {.type = MessageType::Data, .request = request, .payload = payload};
    }

private Q_SLOTS:
    void framesArriveWholeAndInOrder()
    {
        const uint32_t seed = QRandomGenerator::system()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        LoopbackService service(rightOptions(authority_));
        const auto channel = open(service);
        QList<Frame> answers;
        connect(channel.get(), &SecureChannel::received, this, [&](const Frame &answer) { answers.append(answer); });
        QList<QByteArray> sent;
        for (uint32_t i = 0; i < 500; ++i) {
            sent.append(QByteArray(random.bounded(1 << random.bounded(1, 20)), char(random.generate())));
            channel->send(frame(i, sent.last()));
            if (random.bounded(10) == 0)
                QCoreApplication::processEvents();
        }
        QTRY_COMPARE_WITH_TIMEOUT(answers.size(), sent.size(), 30'000);
        for (uint32_t i = 0; i < 500; ++i) {
            QCOMPARE(answers[i].request, i);
            QVERIFY(answers[i].payload == sent[i]);
        }
        QCOMPARE(channel->bytesUnsent(), 0);
    }

    void smallFramesShareRecords()
    {
        LoopbackOptions options = rightOptions(authority_);
        std::atomic<int> arrived = 0;
        options.answer = [&](SecureChannel &, const Frame &) { ++arrived; };
        LoopbackService service(std::move(options));
        const auto channel = open(service);
        const uint64_t before = channel->wireCount().sent;
        for (uint32_t i = 0; i < 10'000; ++i)
            channel->send(frame(i, "0123456789"));
        QTRY_COMPARE(arrived, 10'000);
        const uint64_t onWire = channel->wireCount().sent - before;
        QVERIFY(onWire >= 10'000U * 19);
        // A record of its own costs each frame 22 bytes more; how many share one depends on the machine's load.
        QVERIFY2(onWire < 10'000U * 30, QByteArray::number(qulonglong(onWire)).constData());
    }

    void aPausedReaderStopsTheSender()
    {
        LoopbackOptions options = rightOptions(authority_);
        std::atomic<int> arrived = 0;
        options.answer = [&](SecureChannel &channel, const Frame &) {
            if (++arrived == 3)
                channel.setReadingPaused(true);
        };
        LoopbackService service(std::move(options));
        const auto channel = open(service);
        constexpr int kFrames = 64;
        for (uint32_t i = 0; i < kFrames; ++i)
            channel->send(frame(i, QByteArray(1'048'576, 'x')));
        qint64 unsent = -1;
        while (std::exchange(unsent, channel->bytesUnsent()) != unsent || arrived < 3)
            QTest::qWait(300);
        QCOMPARE(arrived, 3);
        // On the way are the kernel's buffers and 2 MiB of the reader's at most.
        QVERIFY2(unsent > 48_MiB, QByteArray::number(unsent).constData());

        service.inThread([](const QList<SecureChannel *> &channels) {
            QCOMPARE(channels.size(), 1);
            QVERIFY(channels[0]->socket()->bytesAvailable() <= 2_MiB);
            channels[0]->setReadingPaused(false);
        });
        QTRY_COMPARE_WITH_TIMEOUT(arrived, kFrames, 30'000);
        QTRY_COMPARE(channel->bytesUnsent(), 0);
    }

    void nothingIsReceivedWhilePaused()
    {
        LoopbackService service(rightOptions(authority_));
        const auto channel = open(service);
        QList<uint32_t> answers;
        bool paused = false;
        connect(channel.get(), &SecureChannel::received, this, [&](const Frame &answer) {
            QVERIFY(!paused);
            answers.append(answer.request);
            paused = true;
            channel->setReadingPaused(true);
            // Now and then it is taken back at once.
            const auto resume = [&] {
                paused = false;
                channel->setReadingPaused(false);
            };
            if (answer.request % 3 == 0)
                resume();
            else
                QTimer::singleShot(1ms, channel.get(), resume);
        });
        for (uint32_t i = 0; i < 300; ++i)
            channel->send(frame(i, QByteArray(5'000, 'x')));
        QTRY_COMPARE_WITH_TIMEOUT(answers.size(), 300, 20'000);
        QVERIFY(std::ranges::is_sorted(answers));
    }

    void aSlotThatWaitsInAnEventLoopDoesNotMixFrames()
    {
        LoopbackService service(rightOptions(authority_));
        const auto channel = open(service);
        QList<uint32_t> answers;
        bool inside = false;
        connect(channel.get(), &SecureChannel::received, this, [&](const Frame &answer) {
            QVERIFY(!std::exchange(inside, true));
            QEventLoop loop;
            QTimer::singleShot(2ms, &loop, &QEventLoop::quit);
            loop.exec();
            inside = false;
            answers.append(answer.request);
        });
        for (uint32_t i = 0; i < 100; ++i)
            channel->send(frame(i, QByteArray(3'000, 'x')));
        QTRY_COMPARE_WITH_TIMEOUT(answers.size(), 100, 20'000);
        QVERIFY(std::ranges::is_sorted(answers));
    }

    void theOwnerMayDeleteTheChannelInASlot()
    {
        LoopbackService service(rightOptions(authority_));
        auto channel = open(service);
        int heard = 0;
        connect(channel.get(), &SecureChannel::received, this, [&](const Frame &) {
            ++heard;
            channel.reset();
        });
        for (uint32_t i = 0; i < 100; ++i)
            channel->send(frame(i, "x"));
        QTRY_VERIFY(!channel);
        QTest::qWait(50);
        QCOMPARE(heard, 1);

        channel = open(service);
        connect(channel.get(), &SecureChannel::closed, this, [&](const Error &) { channel.reset(); });
        service.stop();
        QTRY_VERIFY(!channel);
    }

    void aFrameOverTheLimitEndsTheConnectionWithAWord()
    {
        LoopbackService service(rightOptions(authority_));
        const auto channel = open(service);
        QTRY_VERIFY([&] {
            int count = 0;
            service.inThread([&](const QList<SecureChannel *> &channels) {
                count = int(channels.size());
                for (SecureChannel *peer : channels)
                    peer->setMaxPayload(kMaxPayloadBeforeEnrolment);
            });
            return count == 1;
        }());
        QList<Frame> answers;
        connect(channel.get(), &SecureChannel::received, this, [&](const Frame &answer) { answers.append(answer); });
        QSignalSpy closed(channel.get(), &SecureChannel::closed);
        channel->send(frame(1, QByteArray(kMaxPayloadBeforeEnrolment, 'x')));
        // Much more than fits the buffers on the way: the word must come through all the same.
        for (uint32_t i = 0; i < 16; ++i)
            channel->send(frame(2, QByteArray(1'048'576, 'x')));
        QTRY_COMPARE(answers.size(), 2);
        QCOMPARE(answers[0].request, 1U);
        QCOMPARE(answers[1].type, MessageType::Error);
        QCOMPARE(answers[1].request, 0U);
        const auto error = ErrorMessage::decode(answers[1].payload);
        QVERIFY(error);
        QCOMPARE(error->kind, ErrorKind::Invalid);
        QTRY_COMPARE(closed.size(), 1);
        QTRY_VERIFY([&] {
            bool gone = false;
            service.inThread([&](const QList<SecureChannel *> &channels) { gone = channels.isEmpty(); });
            return gone;
        }());
    }

    void aGentleCloseSendsWhatIsLeft()
    {
        LoopbackOptions options = rightOptions(authority_);
        options.answer = [](SecureChannel &channel, const Frame &asked) {
            channel.send(
                {.type = MessageType::Objects, .request = asked.request, .payload = QByteArray(3'000'000, 'y')});
            channel.closeGently();
            channel.send({.type = MessageType::Objects, .request = 99, .payload = {}}); // too late
        };
        LoopbackService service(std::move(options));
        const auto channel = open(service);
        QList<Frame> answers;
        connect(channel.get(), &SecureChannel::received, this, [&](const Frame &answer) { answers.append(answer); });
        QSignalSpy closed(channel.get(), &SecureChannel::closed);
        for (uint32_t i = 1; i <= 20; ++i)
            channel->send(frame(i, QByteArray(500'000, 'x')));
        QTRY_COMPARE(closed.size(), 1);
        QCOMPARE(answers.size(), 1);
        QCOMPARE(answers[0].request, 1U);
        QCOMPARE(answers[0].payload.size(), 3'000'000);
        QCOMPARE(kindOf(closed), ErrorKind::Unreachable);
    }

    void abortEndsItOnce()
    {
        LoopbackService service(rightOptions(authority_));
        const auto channel = open(service);
        QSignalSpy closed(channel.get(), &SecureChannel::closed);
        QSignalSpy received(channel.get(), &SecureChannel::received);
        channel->send(frame(1, "x"));
        QTRY_COMPARE(received.size(), 1);
        channel->send(frame(2, "x"));
        channel->abort();
        QCOMPARE(closed.size(), 0);
        channel->abort();
        channel->send(frame(3, "x"));
        QTRY_COMPARE(closed.size(), 1);
        QTest::qWait(50);
        QCOMPARE(closed.size(), 1);
        QCOMPARE(kindOf(closed), ErrorKind::Cancelled);
        QCOMPARE(received.size(), 1);
    }

    void theCountOfTheWireOutlivesTheConnection()
    {
        LoopbackService service(rightOptions(authority_));
        const auto channel = open(service);
        QSignalSpy received(channel.get(), &SecureChannel::received);
        channel->send(frame(1, QByteArray(1'000'000, 'x')));
        QTRY_COMPARE(received.size(), 1);
        const WireCount during = channel->wireCount();
        QVERIFY(during.sent > 1'000'000 && during.sent < 1'020'000);
        QVERIFY(during.received > 1'000'000 && during.received < 1'020'000);
        QSignalSpy closed(channel.get(), &SecureChannel::closed);
        service.stop();
        QTRY_COMPARE(closed.size(), 1);
        QCOMPARE(kindOf(closed), ErrorKind::Unreachable);
        QVERIFY(channel->wireCount().sent >= during.sent);
        QVERIFY(channel->wireCount().received >= during.received);
        QCOMPARE(wireCount(-1).sent, 0U);
        QCOMPARE(wireCount(0).received, 0U);
    }

    void dataFlowsQuickly()
    {
        LoopbackOptions options = rightOptions(authority_);
        std::atomic<qint64> arrived = 0;
        options.answer = [&](SecureChannel &, const Frame &data) { arrived += data.payload.size(); };
        LoopbackService service(std::move(options));
        const auto channel = open(service);
        constexpr int kFrames = 300;
        const QByteArray payload(1'048'576, 'x');
        QElapsedTimer timer;
        timer.start();
        uint32_t sent = 0;
        const auto fill = [&] {
            while (sent < kFrames && channel->bytesUnsent() < 4_MiB)
                channel->send(frame(sent++, payload));
        };
        connect(channel.get(), &SecureChannel::unsentShrank, this, fill);
        fill();
        QTRY_COMPARE_WITH_TIMEOUT(arrived, qint64(kFrames) * payload.size(), 60'000);
        qInfo("%.0f MiB/s", 1'000.0 * kFrames / double(timer.elapsed()));
    }
};

QTEST_GUILESS_MAIN(TestSecureChannel)
#include "tst_secure_channel.moc"
