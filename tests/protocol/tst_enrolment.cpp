#include "protocol/client_connection.h"
#include "protocol/loopback_service.h"

#include <QTest>

using namespace backspool;
using namespace backspool::protocol;

namespace {
const QString kSoftware = QStringLiteral("test 1");
const QString kHost = QStringLiteral("laptop");
} // namespace

class TestEnrolment : public QObject
{
    Q_OBJECT

    TestAuthority authority_;
    EnrolmentCode code_ = EnrolmentCode::generate(authority_.der());

    /// A service that lets who knows the code's secret enrol.
    LoopbackOptions enrollingOptions() const
    {
        LoopbackOptions options = rightOptions(authority_);
        options.verifies = QSslSocket::QueryPeer;
        options.hello.client = {};
        options.answer = [this](SecureChannel &channel, const Frame &frame) {
            const auto enrol = Enrol::decode(frame.payload);
            if (!enrol || enrol->secret != code_.secret || enrol->host != kHost) {
                channel.send({.type = MessageType::Error,
                              .request = frame.request,
                              .payload = ErrorMessage{.kind = ErrorKind::Denied,
                                                      .text = QStringLiteral("the code was used already")}
                                             .encode()});
                return;
            }
            channel.send(
                {.type = MessageType::EnrolReply, .request = frame.request, .payload = replyTo(*enrol).encode()});
        };
        return options;
    }
    EnrolReply replyTo(const Enrol &enrol) const
    {
        return {.client = kTestClient,
                .name = QStringLiteral("büro"),
                .repository = kTestRepository,
                .certificate = authority_.sign(enrol.request),
                .authority = authority_.der(),
                .domainSecret = QByteArray(32, 's')};
    }

private Q_SLOTS:
    void whoEnrolsCanConnect()
    {
        Identity identity;
        {
            const LoopbackService service(enrollingOptions());
            const auto enrolled = ClientConnection::enrol(service.address(), code_, kHost, kSoftware);
            QVERIFY2(enrolled, enrolled ? "" : qPrintable(enrolled.error().text()));
            identity = *enrolled;
            QCOMPARE(identity.service, service.address());
        }
        QCOMPARE(identity.repository, kTestRepository);
        QCOMPARE(identity.client, kTestClient);
        QCOMPARE(identity.clientName, QStringLiteral("büro"));
        QCOMPARE(identity.authority, authority_.der());
        QVERIFY(identity.domainSecret == codec::SecretKey::fromBytes(QByteArray(32, 's')));

        const LoopbackService service(rightOptions(authority_));
        identity.service = service.address();
        const auto connection = ClientConnection::connect(identity, kSoftware);
        QVERIFY2(connection, connection ? "" : qPrintable(connection.error().text()));
    }

    void aServiceOfAnotherAuthorityIsToldNothing_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<int>("framesAllowed"); // Hello, which holds no secret, where the name is what is wrong
        QTest::newRow("another authority") << QStringLiteral("authority") << 0;
        QTest::newRow("authority not shown") << QStringLiteral("hidden") << 0;
        QTest::newRow("a client that plays the service") << QStringLiteral("client") << 0;
        QTest::newRow("another name") << QStringLiteral("name") << 1;
    }
    void aServiceOfAnotherAuthorityIsToldNothing()
    {
        QFETCH(QString, fault);
        QFETCH(int, framesAllowed);
        const TestAuthority other;
        LoopbackOptions options = enrollingOptions();
        if (fault == QStringLiteral("authority")) {
            options.certificate = rightOptions(other).certificate;
            options.authority = other.der();
        } else if (fault == QStringLiteral("hidden")) {
            options.authority = other.der();
        } else if (fault == QStringLiteral("client")) {
            options.certificate = authority_.issue(TestAuthority::Use::Client, serverNameOf(kTestRepository));
        } else {
            options.certificate = authority_.issue(TestAuthority::Use::Server, serverNameOf(QStringLiteral("another")));
        }
        const LoopbackService service(std::move(options));
        const auto enrolled = ClientConnection::enrol(service.address(), code_, kHost, kSoftware);
        QVERIFY(!enrolled);
        QCOMPARE(enrolled.error().kind(), ErrorKind::Denied);
        QVERIFY2(enrolled.error().text().contains(QStringLiteral("not the one")), qPrintable(enrolled.error().text()));
        QTest::qWait(50);
        QCOMPARE(service.framesReceived(), framesAllowed);
    }

    void aCodeThatTheServiceDoesNotKnowIsDenied()
    {
        const LoopbackService service(enrollingOptions());
        EnrolmentCode wrong = code_;
        wrong.secret[0] = char(wrong.secret[0] ^ 1);
        const auto enrolled = ClientConnection::enrol(service.address(), wrong, kHost, kSoftware);
        QCOMPARE(enrolled.error().kind(), ErrorKind::Denied);
        QVERIFY(enrolled.error().text().contains(QStringLiteral("used already")));
    }

    void anAnswerThatIsNotForThisComputerIsRefused_data()
    {
        QTest::addColumn<QString>("fault");
        for (const char *fault : {"certificate", "authority", "repository", "client", "type"})
            QTest::newRow(fault) << QString::fromLatin1(fault);
    }
    void anAnswerThatIsNotForThisComputerIsRefused()
    {
        QFETCH(QString, fault);
        const TestAuthority other;
        LoopbackOptions options = enrollingOptions();
        options.answer = [&, this](SecureChannel &channel, const Frame &frame) {
            EnrolReply reply = replyTo(Enrol::decode(frame.payload).value());
            if (fault == QStringLiteral("certificate"))
                reply.certificate = authority_.issue(TestAuthority::Use::Client).certificate;
            else if (fault == QStringLiteral("authority"))
                reply.authority = other.der();
            else if (fault == QStringLiteral("repository"))
                reply.repository = QStringLiteral("another");
            else if (fault == QStringLiteral("client"))
                reply.client = {};
            const auto type = fault == QStringLiteral("type") ? MessageType::Points : MessageType::EnrolReply;
            channel.send({.type = type, .request = frame.request, .payload = reply.encode()});
        };
        const LoopbackService service(std::move(options));
        const auto enrolled = ClientConnection::enrol(service.address(), code_, kHost, kSoftware);
        QCOMPARE(enrolled.error().kind(), ErrorKind::Invalid);
    }
};

QTEST_GUILESS_MAIN(TestEnrolment)
#include "tst_enrolment.moc"
