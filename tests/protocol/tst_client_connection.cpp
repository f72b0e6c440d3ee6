#include "protocol/client_connection.h"
#include "protocol/handshake.h"
#include "protocol/loopback_service.h"

#include <QRandomGenerator>
#include <QSemaphore>
#include <QTcpServer>
#include <QTest>

#include <thread>

using namespace backspool;
using namespace backspool::protocol;
using namespace std::chrono_literals;

namespace {
const QString kSoftware = QStringLiteral("test 1");
constexpr MessageType kAsk = MessageType::GetObjects;
constexpr MessageType kAnswer = MessageType::Objects;
/// The service of these tests never answers it.
constexpr MessageType kSilent = MessageType::Commit;
} // namespace

class TestClientConnection : public QObject
{
    Q_OBJECT

    TestAuthority authority_;

    Identity identityFor(const QString &address) const
    {
        const TestCertificate own = authority_.issue(TestAuthority::Use::Client);
        return {.service = address,
                .repository = kTestRepository,
                .client = kTestClient,
                .clientName = QStringLiteral("test"),
                .certificate = own.certificate,
                .key = own.key,
                .authority = authority_.der(),
                .domainSecret = {}};
    }
    std::unique_ptr<ClientConnection> connectTo(const LoopbackService &service) const
    {
        auto connection = ClientConnection::connect(identityFor(service.address()), kSoftware);
        if (!connection)
            qFatal("%s", qPrintable(connection.error().text()));
        return *std::move(connection);
    }
    LoopbackOptions quietOptions() const
    {
        LoopbackOptions options = rightOptions(authority_);
        options.answer = [](SecureChannel &channel, const Frame &frame) {
            if (frame.type == kAsk)
                LoopbackService::echo(channel, frame);
        };
        return options;
    }

private Q_SLOTS:
    void theGreetingIsExchanged()
    {
        const LoopbackService service(rightOptions(authority_));
        const auto connection = connectTo(service);
        QCOMPARE(connection->hello().repository, kTestRepository);
        QCOMPARE(connection->hello().client, kTestClient);
        QCOMPARE(connection->hello().time, fromUnixSeconds(1'800'000'000));
        QVERIFY(!connection->failure());
        QVERIFY(connection->wireCount().sent > 100);
        QVERIFY(connection->wireCount().received > 100);
    }

    void requestsOfSeveralThreadsGetTheirOwnAnswers()
    {
        const LoopbackService service(rightOptions(authority_));
        const auto connection = connectTo(service);
        std::atomic<int> wrong = 0;
        std::vector<std::jthread> threads;
        for (int number = 0; number < 8; ++number) {
            threads.emplace_back([&, number] {
                for (int i = 0; i < 300; ++i) {
                    const QByteArray payload =
                        QByteArray::number(number * 1'000 + i).repeated(1 + i % 50 * (i % 7 == 0 ? 500 : 1));
                    const auto answer = connection->call(kAsk, payload, kAnswer);
                    wrong += !answer || *answer != payload;
                }
            });
        }
        threads.clear();
        QCOMPARE(wrong, 0);
    }

    void manySmallRequestsAreQuick()
    {
        const LoopbackService service(rightOptions(authority_));
        const auto connection = connectTo(service);
        constexpr int kRequests = 50'000;
        QSemaphore answered;
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < kRequests; ++i) {
            QVERIFY(connection->request(kAsk, "small", [&](Result<Frame> frame) {
                if (frame)
                    answered.release();
                return false;
            }));
        }
        QVERIFY(answered.tryAcquire(kRequests, 60'000));
        qInfo("%.0f requests a second", 1'000.0 * kRequests / double(timer.elapsed()));
    }

    void anAnswerMayHaveSeveralFrames()
    {
        LoopbackOptions options = rightOptions(authority_);
        options.answer = [](SecureChannel &channel, const Frame &frame) {
            for (int i = 0; i < 5; ++i)
                channel.send({.type = kAnswer, .request = frame.request, .payload = QByteArray::number(i)});
        };
        const LoopbackService service(std::move(options));
        const auto connection = connectTo(service);
        for (const int wanted : {5, 3, 1}) {
            QSemaphore done;
            QByteArray heard;
            QVERIFY(connection->request(kAsk, {}, [&](Result<Frame> frame) {
                heard += frame.value().payload;
                if (heard.size() < wanted)
                    return true;
                done.release();
                return false;
            }));
            QVERIFY(done.tryAcquire(1, 10'000));
            // The rest is for nobody, and the next request is not confused by it.
            QTest::qWait(20);
            QCOMPARE(heard, QByteArray("01234").first(wanted));
        }
    }

    void anErrorAnswersItsRequestOnly()
    {
        LoopbackOptions options = rightOptions(authority_);
        options.answer = [](SecureChannel &channel, const Frame &frame) {
            if (frame.payload == "no")
                channel.send(
                    {.type = MessageType::Error,
                     .request = frame.request,
                     .payload =
                         ErrorMessage{.kind = ErrorKind::NotFound, .text = QStringLiteral("no such thing")}.encode()});
            else
                LoopbackService::echo(channel, frame);
        };
        const LoopbackService service(std::move(options));
        const auto connection = connectTo(service);
        const auto refused = connection->call(kAsk, "no", kAnswer);
        QCOMPARE(refused.error().kind(), ErrorKind::NotFound);
        QCOMPARE(refused.error().text(), QStringLiteral("no such thing"));
        QCOMPARE(connection->call(kAsk, "yes", kAnswer).value(), QByteArray("yes"));
        QCOMPARE(connection->call(kAsk, "yes", MessageType::Points).error().kind(), ErrorKind::Invalid);
        QVERIFY(!connection->failure());
    }

    void anErrorWithoutARequestEndsTheConnection()
    {
        LoopbackOptions options = rightOptions(authority_);
        options.answer = [](SecureChannel &channel, const Frame &) {
            channel.send(
                {.type = MessageType::Error,
                 .request = 0,
                 .payload = ErrorMessage{.kind = ErrorKind::Busy, .text = QStringLiteral("going down")}.encode()});
            channel.closeGently();
        };
        const LoopbackService service(std::move(options));
        const auto connection = connectTo(service);
        std::atomic<int> told = 0;
        connection->setListener(
            [&](Result<Frame> frame) { told += !frame && frame.error().kind() == ErrorKind::Busy; });
        QCOMPARE(connection->call(kAsk, {}, kAnswer).error().text(), QStringLiteral("going down"));
        QCOMPARE(connection->failure()->kind(), ErrorKind::Busy);
        QCOMPARE(connection->call(kAsk, {}, kAnswer).error().kind(), ErrorKind::Busy);
        QTRY_COMPARE(told, 1);
    }

    void theListenerHearsWhatNobodyAskedFor()
    {
        LoopbackOptions options = rightOptions(authority_);
        options.answer = [](SecureChannel &channel, const Frame &frame) {
            channel.send({.type = MessageType::Acknowledge, .request = 0, .payload = frame.payload});
        };
        LoopbackService service(std::move(options));
        const auto connection = connectTo(service);
        std::atomic<int> heard = 0;
        std::atomic<int> ends = 0;
        connection->setListener([&](Result<Frame> frame) {
            heard += frame && frame->type == MessageType::Acknowledge && frame->payload == "block";
            ends += !frame && frame.error().kind() == ErrorKind::Unreachable;
        });
        for (int i = 0; i < 100; ++i)
            QVERIFY(connection->send(MessageType::Data, "block"));
        QTRY_COMPARE(heard, 100);
        QCOMPARE(ends, 0);

        std::atomic<int> other = 0;
        connection->setListener([&](Result<Frame> frame) { other += frame ? 1 : 1'000; });
        QVERIFY(connection->send(MessageType::Data, "block"));
        QTRY_COMPARE(other, 1);
        QCOMPARE(heard, 100);

        service.stop();
        QTRY_COMPARE(other, 1'001);
        QTest::qWait(50);
        QCOMPARE(other, 1'001);
        QCOMPARE(ends, 0);
    }

    void aListenerThatComesLateHearsOfTheEnd()
    {
        LoopbackService service(rightOptions(authority_));
        const auto connection = connectTo(service);
        service.stop();
        QTRY_VERIFY(connection->failure());
        QTest::qWait(20);
        std::atomic<int> told = 0;
        connection->setListener([&](Result<Frame> frame) { told += !frame; });
        QTRY_COMPARE(told, 1);
    }

    void aListenerTakenAwayIsNotRunning()
    {
        LoopbackOptions options = rightOptions(authority_);
        options.answer = [](SecureChannel &channel, const Frame &) {
            channel.send({.type = MessageType::Acknowledge, .request = 0, .payload = {}});
        };
        const LoopbackService service(std::move(options));
        const auto connection = connectTo(service);
        for (int round = 0; round < 50; ++round) {
            auto guarded = std::make_unique<int>(0);
            connection->setListener([raw = guarded.get()](const Result<Frame> &) {
                ++*raw;
                std::this_thread::sleep_for(100us);
                ++*raw;
            });
            for (int i = 0; i < 5; ++i)
                QVERIFY(connection->send(MessageType::Data, {}));
            std::this_thread::sleep_for(200us);
            connection->setListener(nullptr);
            QCOMPARE(*guarded % 2, 0);
            guarded.reset(); // sanitizers see a listener that still runs
        }
    }

    void aSenderBlocksWhileTheServiceDoesNotRead()
    {
        LoopbackOptions options = rightOptions(authority_);
        std::atomic<int> arrived = 0;
        options.answer = [&](SecureChannel &channel, const Frame &) {
            if (++arrived == 1)
                channel.setReadingPaused(true);
        };
        LoopbackService service(std::move(options));
        const auto connection = connectTo(service);
        constexpr int kFrames = 100;
        std::atomic<int> sent = 0;
        std::vector<std::jthread> threads;
        for (int i = 0; i < 2; ++i) {
            threads.emplace_back([&] {
                for (int n = 0; n < kFrames / 2; ++n) {
                    if (!connection->send(MessageType::Data, QByteArray(1'048'576, 'x')))
                        return;
                    ++sent;
                }
            });
        }
        int before = -1;
        while (std::exchange(before, sent.load()) != before || arrived == 0)
            QTest::qWait(300);
        // 16 MiB unsent, a frame for each thread, the kernel's buffers and the reader's.
        QVERIFY2(sent >= 16 && sent < 45, QByteArray::number(sent.load()).constData());
        QCOMPARE(arrived, 1);
        // Who runs in a callback is not blocked: the connection's thread would wait for itself.
        service.inThread([](const QList<SecureChannel *> &channels) { channels.at(0)->setReadingPaused(false); });
        threads.clear();
        QTRY_COMPARE_WITH_TIMEOUT(arrived, kFrames, 30'000);
        QCOMPARE(sent, kFrames);
    }

    void aCallbackMaySendWithoutBeingBlocked()
    {
        LoopbackOptions options = rightOptions(authority_);
        std::atomic<int> arrived = 0;
        options.answer = [&](SecureChannel &channel, const Frame &frame) {
            ++arrived;
            if (frame.type == kAsk)
                LoopbackService::echo(channel, frame);
        };
        const LoopbackService service(std::move(options));
        const auto connection = connectTo(service);
        QSemaphore done;
        QVERIFY(connection->request(kAsk, {}, [&](const Result<Frame> &) {
            for (int i = 0; i < 40; ++i)
                (void)connection->send(MessageType::Data, QByteArray(1'048'576, 'x'));
            (void)connection->request(kAsk, "again", [&](const Result<Frame> &frame) {
                done.release(frame && frame->payload == "again" ? 1 : 0);
                return false;
            });
            return false;
        }));
        QVERIFY(done.tryAcquire(1, 30'000));
        QCOMPARE(arrived, 42);
    }

    void abortWakesWhoeverWaits()
    {
        LoopbackOptions options = quietOptions();
        LoopbackService service(std::move(options));
        const auto connection = connectTo(service);
        QCOMPARE(connection->call(kAsk, "x", kAnswer).value(), QByteArray("x"));
        service.inThread([](const QList<SecureChannel *> &channels) { channels.at(0)->setReadingPaused(true); });
        std::atomic<int> cancelled = 0;
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&] {
                const auto answer = connection->call(kSilent, {}, kAnswer);
                cancelled += !answer && answer.error().kind() == ErrorKind::Cancelled;
            });
            threads.emplace_back([&] {
                for (;;) {
                    const Status sent = connection->send(MessageType::Data, QByteArray(1'048'576, 'x'));
                    if (!sent) {
                        cancelled += sent.error().kind() == ErrorKind::Cancelled;
                        return;
                    }
                }
            });
        }
        QTest::qWait(300);
        QCOMPARE(cancelled, 0);
        QElapsedTimer timer;
        timer.start();
        connection->abort();
        connection->abort();
        threads.clear();
        QVERIFY(timer.elapsed() < 5'000);
        QCOMPARE(cancelled, 8);
        QCOMPARE(connection->failure()->kind(), ErrorKind::Cancelled);
        QCOMPARE(connection->call(kAsk, {}, kAnswer).error().kind(), ErrorKind::Cancelled);
        QVERIFY(connection->wireCount().sent > 0);
    }

    void abortInACallbackEndsTheAnswer()
    {
        LoopbackOptions options = rightOptions(authority_);
        options.answer = [](SecureChannel &channel, const Frame &frame) {
            for (int i = 0; i < 100; ++i)
                LoopbackService::echo(channel, frame);
        };
        const LoopbackService service(std::move(options));
        const auto connection = connectTo(service);
        std::atomic<int> frames = 0;
        std::atomic<int> errors = 0;
        QVERIFY(connection->request(kAsk, {}, [&](const Result<Frame> &frame) {
            if (!frame) {
                errors += frame.error().kind() == ErrorKind::Cancelled;
                return false;
            }
            if (++frames == 10)
                connection->abort();
            return true;
        }));
        QTRY_COMPARE(errors, 1);
        QCOMPARE(frames, 10);
        QTest::qWait(20);
        QCOMPARE(errors, 1);
    }

    void theEndOfTheConnectionAnswersWhatIsPending()
    {
        const LoopbackService service(quietOptions());
        std::atomic<int> told = 0;
        {
            const auto connection = connectTo(service);
            for (int i = 0; i < 10; ++i) {
                QVERIFY(connection->request(kSilent, {}, [&](const Result<Frame> &frame) {
                    told += !frame && frame.error().kind() == ErrorKind::Cancelled;
                    return true;
                }));
            }
        }
        QCOMPARE(told, 10);
    }

    void aServiceThatGoesAwayIsNoticed()
    {
        LoopbackService service(quietOptions());
        const auto connection = connectTo(service);
        std::atomic<int> unreachable = 0;
        std::jthread waiter(
            [&] { unreachable += connection->call(kSilent, {}, kAnswer).error().kind() == ErrorKind::Unreachable; });
        QTest::qWait(100);
        service.stop();
        waiter.join();
        QCOMPARE(unreachable, 1);
        QCOMPARE(connection->failure()->kind(), ErrorKind::Unreachable);
        QVERIFY(!connection->send(MessageType::Data, {}));
    }

    void aServiceThatIsNotThereIsUnreachable()
    {
        QString address;
        {
            const LoopbackService service(rightOptions(authority_));
            address = service.address();
        }
        const auto connection = ClientConnection::connect(identityFor(address), kSoftware);
        QCOMPARE(connection.error().kind(), ErrorKind::Unreachable);
        QVERIFY(connection.error().text().contains(address));
        QCOMPARE(ClientConnection::connect(identityFor(QStringLiteral("nowhere.invalid:80")), kSoftware).error().kind(),
                 ErrorKind::Unreachable);
        QCOMPARE(ClientConnection::connect(identityFor(QStringLiteral("nowhere")), kSoftware).error().kind(),
                 ErrorKind::Invalid);
    }

    void aServiceThatIsNotTheRightOneIsRefused_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::newRow("of another authority") << QStringLiteral("authority");
        QTest::newRow("of another repository") << QStringLiteral("name");
        QTest::newRow("out of date") << QStringLiteral("date");
        QTest::newRow("with a client's certificate") << QStringLiteral("use");
    }
    void aServiceThatIsNotTheRightOneIsRefused()
    {
        QFETCH(QString, fault);
        const TestAuthority other;
        const QString name = serverNameOf(kTestRepository);
        LoopbackOptions options = rightOptions(authority_);
        if (fault == QStringLiteral("authority"))
            options = rightOptions(other);
        else if (fault == QStringLiteral("name"))
            options.certificate = authority_.issue(TestAuthority::Use::Server, serverNameOf(QStringLiteral("another")));
        else if (fault == QStringLiteral("date"))
            options.certificate = authority_.issue(TestAuthority::Use::Server, name, 0);
        else
            options.certificate = authority_.issue(TestAuthority::Use::Client, name);
        const LoopbackService service(std::move(options));
        const auto connection = ClientConnection::connect(identityFor(service.address()), kSoftware);
        QVERIFY(!connection);
        QCOMPARE(connection.error().kind(), ErrorKind::Denied);
        QVERIFY2(connection.error().text().contains(QStringLiteral("is not the one")),
                 qPrintable(connection.error().text()));
        QCOMPARE(service.framesReceived(), 0);
    }

    void aCertificateThatTheServiceRefusesIsDenied()
    {
        const TestAuthority other;
        const LoopbackService service(rightOptions(authority_));
        Identity identity = identityFor(service.address());
        const TestCertificate foreign = other.issue(TestAuthority::Use::Client);
        identity.certificate = foreign.certificate;
        identity.key = foreign.key;
        const auto connection = ClientConnection::connect(identity, kSoftware);
        QVERIFY(!connection);
        QCOMPARE(connection.error().kind(), ErrorKind::Denied);
        QVERIFY2(connection.error().text().contains(QStringLiteral("certificate")),
                 qPrintable(connection.error().text()));
    }

    void aRevokedClientIsToldSo()
    {
        LoopbackOptions options = rightOptions(authority_);
        options.greets = false;
        LoopbackService service(std::move(options));
        std::jthread refuser([&] {
            for (bool refused = false; !refused; QThread::msleep(5)) {
                service.inThread([&](const QList<SecureChannel *> &channels) {
                    for (SecureChannel *channel : channels) {
                        channel->send({.type = MessageType::Error,
                                       .request = 0,
                                       .payload = ErrorMessage{.kind = ErrorKind::Denied,
                                                               .text = QStringLiteral("revoked on Monday")}
                                                      .encode()});
                        channel->closeGently();
                        refused = true;
                    }
                });
            }
        });
        const auto connection = ClientConnection::connect(identityFor(service.address()), kSoftware);
        QCOMPARE(connection.error().kind(), ErrorKind::Denied);
        QVERIFY(connection.error().text().contains(QStringLiteral("revoked on Monday")));
    }

    void aClientThatTheServiceTakesForAnotherIsDenied()
    {
        LoopbackOptions options = rightOptions(authority_);
        options.hello.client = {};
        const LoopbackService service(std::move(options));
        QCOMPARE(ClientConnection::connect(identityFor(service.address()), kSoftware).error().kind(),
                 ErrorKind::Denied);
    }

    void anotherVersionIsNotSupported()
    {
        LoopbackOptions options = rightOptions(authority_);
        options.hello.version = 2;
        const LoopbackService service(std::move(options));
        const auto connection = ClientConnection::connect(identityFor(service.address()), kSoftware);
        QCOMPARE(connection.error().kind(), ErrorKind::Unsupported);
        QVERIFY(connection.error().text().contains(QStringLiteral("version 2")));
    }

    void olderTlsIsNotSpoken()
    {
        LoopbackOptions options = rightOptions(authority_);
        options.protocol = QSsl::TlsV1_2;
        const LoopbackService service(std::move(options));
        const auto connection = ClientConnection::connect(identityFor(service.address()), kSoftware);
        QVERIFY(!connection);
        QVERIFY2(connection.error().kind() == ErrorKind::Unsupported, qPrintable(connection.error().text()));
        QCOMPARE(service.framesReceived(), 0);
    }

    void whatIsNoServiceAtAllIsSaid()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        connect(&server, &QTcpServer::newConnection, this,
                [&] { server.nextPendingConnection()->write("220 mail.example.org ESMTP\r\n"); });
        std::optional<Error> error;
        std::jthread client([&] {
            error = ClientConnection::connect(identityFor(QStringLiteral("127.0.0.1:%1").arg(server.serverPort())),
                                              kSoftware)
                        .error();
        });
        QTRY_VERIFY_WITH_TIMEOUT(error.has_value(), 10'000);
        client.join();
        QVERIFY2(error->kind() == ErrorKind::Unsupported, qPrintable(error->text()));
    }

    void aServiceThatSaysNothingIsGivenUp_data()
    {
        QTest::addColumn<bool>("speaksTls");
        QTest::newRow("no TLS") << false;
        QTest::newRow("no greeting") << true;
    }
    void aServiceThatSaysNothingIsGivenUp()
    {
        QFETCH(bool, speaksTls);
        LoopbackOptions options = rightOptions(authority_);
        options.greets = false;
        options.verifies = QSslSocket::VerifyNone;
        const LoopbackService service(std::move(options));
        QTcpServer mute;
        QVERIFY(mute.listen(QHostAddress::LocalHost));
        HandshakePlan plan;
        plan.time = 300ms;
        plan.address =
            ServiceAddress::parse(speaksTls ? service.address() : QStringLiteral("127.0.0.1:%1").arg(mute.serverPort()))
                .value();
        plan.tls = QSslConfiguration::defaultConfiguration();
        plan.tls.setPeerVerifyMode(QSslSocket::VerifyNone);
        std::optional<Error> error;
        auto *handshake = new Handshake(std::move(plan), [&](const Result<HelloReply> &hello, SecureChannel *channel) {
            QVERIFY(!channel);
            error = hello.error();
        });
        handshake->start();
        QTRY_VERIFY(error);
        QCOMPARE(error->kind(), ErrorKind::Unreachable);
        QVERIFY(error->text().contains(QStringLiteral("did not answer")));
    }

    void aKeyThatCannotBeReadIsDamage()
    {
        Identity identity = identityFor(QStringLiteral("127.0.0.1:1"));
        identity.key = "x";
        QCOMPARE(ClientConnection::connect(identity, kSoftware).error().kind(), ErrorKind::Damaged);
    }
};

QTEST_GUILESS_MAIN(TestClientConnection)
#include "tst_client_connection.moc"
