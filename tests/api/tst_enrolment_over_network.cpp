/// Letting a computer in, and refusing one.
#include "api/host.h"

#include <QTest>

using namespace backspool;
using namespace backspool::test;
using protocol::ClientConnection;

class TestEnrolment : public QObject
{
    Q_OBJECT

    std::unique_ptr<Host> host_;
    static Result<std::unique_ptr<ClientConnection>> connect(const protocol::Identity &identity)
    {
        return ClientConnection::connect(identity, QStringLiteral("test 1"));
    }

private Q_SLOTS:
    void init()
    {
        host_ = std::make_unique<Host>();
        VERIFY_OK(host_->start());
    }
    void cleanup() { host_.reset(); }

    void aCodeLetsOneComputerIn()
    {
        const auto identity = host_->client(QStringLiteral("desk"));
        VERIFY_OK(identity);
        QCOMPARE(identity->clientName, QStringLiteral("desk"));
        QVERIFY(identity->domainSecret == host_->appliance().domainSecret());
        const auto connection = connect(*identity);
        VERIFY_OK(connection);
        QCOMPARE((*connection)->hello().clientName, QStringLiteral("desk"));
        QCOMPARE((*connection)->hello().client, identity->client);
        const auto row = host_->appliance().catalogue().clientById(identity->client);
        VERIFY_OK(row);
        QVERIFY((*row)->lastSeen != WallTime{});
    }

    void aCodeWorksOnce()
    {
        const auto code = host_->code(QStringLiteral("desk"));
        VERIFY_OK(code);
        VERIFY_OK(host_->enrol(*code));
        VERIFY_FAILS(ErrorKind::Denied, host_->enrol(*code));
    }

    void anotherCodeIsRefused()
    {
        auto code = host_->code(QStringLiteral("desk"));
        VERIFY_OK(code);
        code->secret[0] = char(code->secret[0] ^ 1);
        VERIFY_FAILS(ErrorKind::Denied, host_->enrol(*code));
    }

    void aCodeExpires()
    {
        const auto code = host_->code(QStringLiteral("desk"));
        VERIFY_OK(code);
        host_->repository().clock().advance(std::chrono::minutes(61));
        VERIFY_FAILS(ErrorKind::Denied, host_->enrol(*code));
    }

    void aReplacedComputerIsRefused()
    {
        const auto old = host_->client(QStringLiteral("desk"));
        VERIFY_OK(old);
        const auto code = host_->code(QStringLiteral("desk"), true);
        VERIFY_OK(code);
        VERIFY_OK(connect(*old)); // until the new one is there
        const auto replacement = host_->enrol(*code);
        VERIFY_OK(replacement);
        QCOMPARE(replacement->client, old->client);
        VERIFY_OK(connect(*replacement));
        VERIFY_FAILS(ErrorKind::Denied, connect(*old));
    }

    void aRevokedClientIsRefused()
    {
        const auto identity = host_->client(QStringLiteral("desk"));
        VERIFY_OK(identity);
        VERIFY_OK(host_->appliance().revokeClient(QStringLiteral("desk")));
        const auto refused = connect(*identity);
        VERIFY_FAILS(ErrorKind::Denied, refused);
        QVERIFY2(refused.error().text().contains(QStringLiteral("revoked")), qPrintable(refused.error().text()));
    }

    void aRevocationReachesAnOpenConnection()
    {
        const auto identity = host_->client(QStringLiteral("desk"));
        VERIFY_OK(identity);
        auto client = RemoteClient::connect(*identity);
        VERIFY_OK(client);
        VERIFY_OK((*client)->points());
        VERIFY_OK(host_->appliance().revokeClient(QStringLiteral("desk")));
        VERIFY_FAILS(ErrorKind::Denied, (*client)->begin());
        VERIFY_FAILS(ErrorKind::Denied, connect(*identity));
    }

    void sessionsOfARefusedClientEnd()
    {
        const auto identity = host_->client(QStringLiteral("desk"));
        VERIFY_OK(identity);
        auto client = RemoteClient::connect(*identity);
        VERIFY_OK(client);
        host_->listener().endSessionsOf(identity->client);
        QCOMPARE((*client)->waitForEnd().kind(), ErrorKind::Unreachable);
    }

    void anotherServicesCertificateIsRefused()
    {
        Host other;
        VERIFY_OK(other.start());
        auto stranger = other.client(QStringLiteral("desk"));
        VERIFY_OK(stranger);
        auto own = host_->client(QStringLiteral("desk"));
        VERIFY_OK(own);
        // Its own key and certificate, but our names.
        own->certificate = stranger->certificate;
        own->key = stranger->key;
        VERIFY_FAILS(ErrorKind::Denied, connect(*own));
    }

    void anExpiredCertificateIsRefused()
    {
        const auto client = host_->appliance().addClient(QStringLiteral("desk"), false);
        VERIFY_OK(client);
        auto identity = host_->client(QStringLiteral("other"));
        VERIFY_OK(identity);
        const auto keys = protocol::makeKeyAndRequest(QStringLiteral("host"));
        VERIFY_OK(keys);
        const auto certificate = host_->appliance().authority().issueClientCertificate(
            keys->request, client->name, client->id, host_->repository().clock().now() - std::chrono::days(12 * 365));
        VERIFY_OK(certificate);
        VERIFY_OK(host_->appliance().setCertificate(client->id, *certificate));
        identity->certificate = *certificate;
        identity->key = keys->key;
        identity->client = client->id;
        VERIFY_FAILS(ErrorKind::Denied, connect(*identity));
    }

    void aBrokenRequestDoesNotUseTheCodeUp()
    {
        const auto code = host_->code(QStringLiteral("desk"));
        VERIFY_OK(code);
        // By hand: an enrolment whose certificate request is garbage.
        api::EnrolmentDesk desk(host_->appliance());
        VERIFY_FAILS(ErrorKind::Invalid, desk.enrol({code->secret, "garbage", QStringLiteral("host")}));
        VERIFY_OK(host_->enrol(*code));
    }
};

QTEST_GUILESS_MAIN(TestEnrolment)
#include "tst_enrolment_over_network.moc"
