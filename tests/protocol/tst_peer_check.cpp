#include "protocol/identity.h"
#include "protocol/peer_check.h"
#include "protocol/test_authority.h"

#include <QTest>

using namespace backspool;
using namespace backspool::protocol;

class TestPeerCheck : public QObject
{
    Q_OBJECT

    TestAuthority authority_;
    TestAuthority other_;
    EnrolmentCode code_ = EnrolmentCode::generate(authority_.der());
    const QString name_ = QStringLiteral("service.backspool.invalid");

    static QList<QSslCertificate> chain(std::initializer_list<QByteArray> ders)
    {
        QList<QSslCertificate> made;
        for (const QByteArray &der : ders)
            made.append(QSslCertificate(der, QSsl::Der));
        return made;
    }
    QByteArray server(const QString &name, int days = 30) const
    {
        return authority_.issue(TestAuthority::Use::Server, name, days).certificate;
    }

private Q_SLOTS:
    void theServiceOfTheCodeIsRecognised()
    {
        QCOMPARE(authorityOfPeer(chain({server(name_), authority_.der()}), code_).value(), authority_.der());
        QCOMPARE(authorityOfPeer(chain({server(name_), authority_.der()}), code_, name_).value(), authority_.der());
        QCOMPARE(authorityOfPeer(chain({server(name_), other_.der(), authority_.der()}), code_, name_).value(),
                 authority_.der());
    }

    void everyOtherPeerIsRefused_data()
    {
        QTest::addColumn<QList<QSslCertificate>>("peer");
        QTest::newRow("no certificate") << chain({});
        QTest::newRow("no authority") << chain({server(name_)});
        QTest::newRow("another authority")
            << chain({other_.issue(TestAuthority::Use::Server, name_).certificate, other_.der()});
        QTest::newRow("signed by another, and the right authority shown")
            << chain({other_.issue(TestAuthority::Use::Server, name_).certificate, authority_.der()});
        QTest::newRow("both authorities shown")
            << chain({other_.issue(TestAuthority::Use::Server, name_).certificate, other_.der(), authority_.der()});
        QTest::newRow("a client of the authority")
            << chain({authority_.issue(TestAuthority::Use::Client, name_).certificate, authority_.der()});
        QTest::newRow("another name") << chain({server(QStringLiteral("other.backspool.invalid")), authority_.der()});
        QTest::newRow("a name above") << chain({server(QStringLiteral("backspool.invalid")), authority_.der()});
        QTest::newRow("no name") << chain({server({}), authority_.der()});
        QTest::newRow("out of date") << chain({server(name_, 0), authority_.der()});
        QTest::newRow("the authority itself") << chain({authority_.der()});
    }
    void everyOtherPeerIsRefused()
    {
        QFETCH(QList<QSslCertificate>, peer);
        const auto refused = authorityOfPeer(peer, code_, name_);
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind(), ErrorKind::Denied);
    }

    void aCertificateIsForOneKeyOfOneAuthority()
    {
        const KeyAndRequest own = makeKeyAndRequest(QStringLiteral("a")).value();
        const KeyAndRequest foreign = makeKeyAndRequest(QStringLiteral("a")).value();
        const QByteArray certificate = authority_.sign(own.request);
        QVERIFY(isCertificateFor(certificate, own.key, authority_.der()));
        QVERIFY(!isCertificateFor(certificate, foreign.key, authority_.der()));
        QVERIFY(!isCertificateFor(certificate, own.key, other_.der()));
        QVERIFY(!isCertificateFor("x", own.key, authority_.der()));
        QVERIFY(!isCertificateFor(certificate, "x", authority_.der()));
        QVERIFY(!isCertificateFor(certificate, own.key, {}));
    }
};

QTEST_GUILESS_MAIN(TestPeerCheck)
#include "tst_peer_check.moc"
