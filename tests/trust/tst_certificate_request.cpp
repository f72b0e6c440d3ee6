/// Requests for certificates come from peers that nobody knows yet: whatever they send, an authority signs good ones
/// only, and only their key.
#include "protocol/identity.h"
#include "trust/authority.h"
#include "trust/test_parts.h"

#include <QSslCertificate>
#include <QSslKey>
#include <QTemporaryDir>

using namespace backspool;
using namespace backspool::trust;

class TestCertificateRequest : public QObject
{
    Q_OBJECT

    const WallTime now_ = SetClock().time;
    std::optional<Authority> authority_;
    QByteArray good_;
    QByteArray goodKey_; ///< DER of the public key

    Result<QByteArray> issue(const QByteArray &request) const
    {
        return authority_->issueClientCertificate(request, QStringLiteral("laptop"), {1}, now_);
    }

    /// A request that the openssl program makes for a new key of these options; @p pointForm of an EC key.
    static QByteArray requestWith(const QStringList &keyOptions, const QStringList &more = {},
                                  const QString &pointForm = {})
    {
        const QTemporaryDir folder;
        const auto keyFile = folder.filePath(QStringLiteral("key.pem"));
        auto run = runOpenSsl(QStringList{QStringLiteral("genpkey"), QStringLiteral("-out"), keyFile} + keyOptions);
        if (!run.succeeded)
            qFatal("no key: %s", run.errors.constData());
        if (!pointForm.isEmpty())
            run = runOpenSsl({QStringLiteral("ec"), QStringLiteral("-in"), keyFile, QStringLiteral("-conv_form"),
                              pointForm, QStringLiteral("-out"), keyFile});
        if (!run.succeeded)
            qFatal("no key of that form: %s", run.errors.constData());
        run = runOpenSsl(QStringList{QStringLiteral("req"), QStringLiteral("-new"), QStringLiteral("-key"), keyFile,
                                     QStringLiteral("-outform"), QStringLiteral("DER"), QStringLiteral("-subj"),
                                     QStringLiteral("/CN=host")} +
                         more);
        if (!run.succeeded)
            qFatal("no request: %s", run.errors.constData());
        return run.output;
    }

    static QStringList ecKey(const char *curve, const QStringList &more = {})
    {
        return QStringList{QStringLiteral("-algorithm"), QStringLiteral("EC"), QStringLiteral("-pkeyopt"),
                           QStringLiteral("ec_paramgen_curve:") + QLatin1StringView(curve)} +
               more;
    }

private Q_SLOTS:
    void initTestCase()
    {
        authority_ = VALUE(Authority::create(kRepository, now_));
        good_ = VALUE(protocol::makeKeyAndRequest(QStringLiteral("host"))).request;
        goodKey_ = QSslCertificate(VALUE(issue(good_)), QSsl::Der).publicKey().toDer();
        QVERIFY(!goodKey_.isEmpty());
    }

    void aRequestOfAnotherProgramIsAsGood() { SUCCEEDS(issue(requestWith(ecKey("P-256")))); }

    void aHostileRequestIsInvalid_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("zeros") << QByteArray(300, '\0');
        QTest::newRow("text") << QByteArray("-----BEGIN CERTIFICATE REQUEST-----\n");
        QTest::newRow("a long length") << QByteArray::fromHex("30847fffffff02010030");
        QTest::newRow("no end") << QByteArray::fromHex("3080") + good_.sliced(4);
        QTest::newRow("deep") << QByteArray::fromHex("3080").repeated(4000);
        QTest::newRow("a byte more") << good_ + '\0';
        QTest::newRow("twice") << good_ + good_;
        QTest::newRow("a certificate") << authority_->certifiedKey().certificate;
        QTest::newRow("a key") << authority_->certifiedKey().key;
        QTest::newRow("RSA") << requestWith({QStringLiteral("-algorithm"), QStringLiteral("RSA")});
        QTest::newRow("Ed25519") << requestWith({QStringLiteral("-algorithm"), QStringLiteral("ED25519")});
        for (const char *curve : {"P-224", "P-384", "P-521", "secp256k1", "brainpoolP256r1"})
            QTest::newRow(curve) << requestWith(ecKey(curve));
        QTest::newRow("P-256 by its numbers")
            << requestWith(ecKey("P-256", {QStringLiteral("-pkeyopt"), QStringLiteral("ec_param_enc:explicit")}));
        QTest::newRow("a compressed point") << requestWith(ecKey("P-256"), {}, QStringLiteral("compressed"));
        const QString longText = QStringLiteral("/OU=") + QString(60, u'x');
        QTest::newRow("too long") << requestWith(ecKey("P-256"), {QStringLiteral("-subj"), longText.repeated(130)});
        QTest::newRow("much too long") << good_.repeated(100'000);

        // The key of one and the signature of another.
        const auto other = requestWith(ecKey("P-256"));
        const auto keyAt = [](const QByteArray &request) {
            return request.indexOf(QByteArray::fromHex("03420004")) + 4;
        };
        auto stolen = good_;
        stolen.replace(keyAt(good_), 64, other.mid(keyAt(other), 64));
        QTest::newRow("another's key") << stolen;
        auto noPoint = good_;
        noPoint.replace(keyAt(good_), 64, QByteArray(64, '\1'));
        QTest::newRow("a point that is not on the curve") << noPoint;
    }
    void aHostileRequestIsInvalid()
    {
        QFETCH(QByteArray, request);
        FAILS_WITH(ErrorKind::Invalid, issue(request));
    }

    void theBoundIsOnTheLengthAlone()
    {
        // Just under it: refused for what it is.
        const auto long1 = requestWith(
            ecKey("P-256"), {QStringLiteral("-subj"), (QStringLiteral("/OU=") + QString(60, u'x')).repeated(100)});
        QVERIFY(long1.size() > 7000 && long1.size() < 8192);
        SUCCEEDS(issue(long1));
    }

    void everyTruncatedRequestIsInvalid()
    {
        for (qsizetype size = 0; size < good_.size(); ++size)
            FAILS_WITH(ErrorKind::Invalid, issue(good_.first(size)));
    }

    void noChangedBitGetsAnotherKeySigned()
    {
        for (qsizetype bit = 0; bit < good_.size() * 8; ++bit) {
            auto changed = good_;
            changed[bit / 8] = char(changed[bit / 8] ^ (1 << bit % 8));
            const auto issued = issue(changed);
            if (issued)
                QCOMPARE(QSslCertificate(*issued, QSsl::Der).publicKey().toDer(), goodKey_);
            else
                QCOMPARE(issued.error().kind(), ErrorKind::Invalid);
        }
    }

    void whatARequestAsksForIsNotGranted()
    {
        const auto request = requestWith(
            ecKey("P-256"), {QStringLiteral("-addext"), QStringLiteral("basicConstraints=critical,CA:TRUE"),
                             QStringLiteral("-addext"), QStringLiteral("subjectAltName=DNS:") + serverName(kRepository),
                             QStringLiteral("-addext"), QStringLiteral("extendedKeyUsage=serverAuth")});
        const auto text = runOpenSsl({QStringLiteral("x509"), QStringLiteral("-inform"), QStringLiteral("DER"),
                                      QStringLiteral("-noout"), QStringLiteral("-text")},
                                     VALUE(issue(request)))
                              .output;
        QVERIFY2(text.contains("CA:FALSE") && !text.contains("CA:TRUE"), text);
        QVERIFY2(!text.contains("DNS:"), text);
        QVERIFY2(!text.contains("Server Authentication"), text);
        QVERIFY2(text.contains("laptop") && !text.contains("CN=host") && !text.contains("CN = host"), text);
    }
};

QTEST_GUILESS_MAIN(TestCertificateRequest)
#include "tst_certificate_request.moc"
