#include "protocol/identity.h"
#include "trust/authority.h"
#include "trust/test_parts.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QSslCertificate>
#include <QSslCertificateExtension>
#include <QSslConfiguration>
#include <QSslKey>
#include <QTemporaryDir>

using namespace backspool;
using namespace backspool::trust;

class TestAuthority : public QObject
{
    Q_OBJECT

    const WallTime now_ = SetClock().time;
    const QTemporaryDir folder_;

    QString writePem(const char *name, const QByteArray &der)
    {
        const auto path = folder_.filePath(QLatin1StringView(name));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(QSslCertificate(der, QSsl::Der).toPem()) <= 0)
            qFatal("no file %s", name);
        return path;
    }

    /// The openssl program's judgement, strict, at @p time.
    OpenSslRun verify(const QByteArray &authority, const QByteArray &certificate, const char *purpose, WallTime time,
                      const QStringList &more = {})
    {
        return runOpenSsl(QStringList{QStringLiteral("verify"), QStringLiteral("-x509_strict"),
                                      QStringLiteral("-purpose"), QLatin1StringView(purpose), QStringLiteral("-attime"),
                                      QString::number(unixSeconds(time)), QStringLiteral("-CAfile"),
                                      writePem("authority.pem", authority)} +
                          more + QStringList{writePem("certificate.pem", certificate)});
    }

    static QByteArray textOf(const QByteArray &der)
    {
        return runOpenSsl({QStringLiteral("x509"), QStringLiteral("-inform"), QStringLiteral("DER"),
                           QStringLiteral("-noout"), QStringLiteral("-text"), QStringLiteral("-nameopt"),
                           QStringLiteral("utf8,sep_comma_plus")},
                          der)
            .output;
    }

    static QByteArray request() { return protocol::makeKeyAndRequest(QStringLiteral("host"))->request; }

private Q_SLOTS:
    void theChainIsGoodByOpenSslsJudgement()
    {
        const auto authority = VALUE(Authority::create(kRepository, now_));
        const auto own = authority.certifiedKey().certificate;
        const auto server = VALUE(authority.issueServerCertificate(kRepository, now_)).certificate;
        const auto client = VALUE(authority.issueClientCertificate(request(), QStringLiteral("laptop"), {7}, now_));

        auto run =
            verify(own, server, "sslserver", now_, {QStringLiteral("-verify_hostname"), serverName(kRepository)});
        QVERIFY2(run.succeeded, run.errors);
        run = verify(own, client, "sslclient", now_);
        QVERIFY2(run.succeeded, run.errors);
        // Neither may take the other's place, nor sign.
        QVERIFY(!verify(own, server, "sslclient", now_).succeeded);
        QVERIFY(!verify(own, client, "sslserver", now_).succeeded);
        QVERIFY(!verify(own, server, "sslserver", now_,
                        {QStringLiteral("-verify_hostname"), QStringLiteral("other.backspool.invalid")})
                     .succeeded);
        QVERIFY(!verify(client, server, "sslserver", now_).succeeded);
    }

    void theChainIsGoodByQtsJudgement()
    {
        const auto now = SystemClock().now();
        const auto authority = VALUE(Authority::create(kRepository, now));
        const auto server = VALUE(authority.issueServerCertificate(kRepository, now));
        const QSslCertificate certificate(server.certificate, QSsl::Der);
        auto configuration = QSslConfiguration::defaultConfiguration();
        configuration.setCaCertificates({QSslCertificate(authority.certifiedKey().certificate, QSsl::Der)});
        QSslConfiguration::setDefaultConfiguration(configuration);
        QCOMPARE(QSslCertificate::verify({certificate}, serverName(kRepository)), QList<QSslError>());
        const auto otherHost = QSslCertificate::verify({certificate}, QStringLiteral("localhost"));
        QCOMPARE(otherHost.size(), 1);
        QCOMPARE(otherHost[0].error(), QSslError::HostNameMismatch);

        const auto stranger =
            VALUE(VALUE(Authority::create(kRepository, now)).issueServerCertificate(kRepository, now));
        QVERIFY(!QSslCertificate::verify({QSslCertificate(stranger.certificate, QSsl::Der)}).isEmpty());
    }

    void theServiceHasTheNameThatAgentsExpect()
    {
        QCOMPARE(serverName(kRepository), protocol::serverNameOf(kRepository));
        const auto authority = VALUE(Authority::create(kRepository, now_));
        const QSslCertificate server(VALUE(authority.issueServerCertificate(kRepository, now_)).certificate, QSsl::Der);
        QCOMPARE(server.subjectAlternativeNames().values(), QStringList{serverName(kRepository)});
    }

    void keysFitTheirCertificates()
    {
        const auto authority = VALUE(Authority::create(kRepository, now_));
        for (const auto &pair :
             {authority.certifiedKey(), VALUE(authority.issueServerCertificate(kRepository, now_))}) {
            const auto publicKey = runOpenSsl(
                {QStringLiteral("pkey"), QStringLiteral("-inform"), QStringLiteral("DER"), QStringLiteral("-pubout")},
                pair.key);
            QVERIFY2(publicKey.succeeded, publicKey.errors);
            QCOMPARE(QSslCertificate(pair.certificate, QSsl::Der).publicKey().toPem().trimmed(),
                     publicKey.output.trimmed());
        }
    }

    void aClientsCertificateHasItsKeyAndOurWords()
    {
        const auto authority = VALUE(Authority::create(kRepository, now_));
        const auto pair = VALUE(protocol::makeKeyAndRequest(QStringLiteral("what the host says")));
        const auto der = VALUE(authority.issueClientCertificate(pair.request, QStringLiteral("Büro 東"), {7}, now_));
        const auto text = textOf(der);
        QVERIFY2(text.contains("Subject: CN=Büro 東"), text);
        QVERIFY2(text.contains("serialNumber=7"), text);
        QVERIFY2(!text.contains("what the host says"), text);
        QVERIFY2(text.contains("CA:FALSE"), text);
        QVERIFY2(text.contains("TLS Web Client Authentication"), text);
        const auto publicKey = runOpenSsl(
            {QStringLiteral("pkey"), QStringLiteral("-inform"), QStringLiteral("DER"), QStringLiteral("-pubout")},
            pair.key);
        QCOMPARE(QSslCertificate(der, QSsl::Der).publicKey().toPem().trimmed(), publicKey.output.trimmed());
    }

    void theAuthorityMaySignAndNothingElse()
    {
        const auto text = textOf(VALUE(Authority::create(kRepository, now_)).certifiedKey().certificate);
        QVERIFY2(text.contains("Version: 3"), text);
        QVERIFY2(text.contains("X509v3 Basic Constraints: critical"), text);
        QVERIFY2(text.contains("CA:TRUE, pathlen:0"), text);
        QVERIFY2(text.contains("Certificate Sign, CRL Sign"), text);
        QVERIFY2(text.contains("X509v3 Subject Key Identifier"), text);
        QVERIFY2(text.contains("ecdsa-with-SHA256"), text);
        QVERIFY2(text.contains("NIST CURVE: P-256"), text);
    }

    void noSerialNumberIsUsedTwice()
    {
        const auto authority = VALUE(Authority::create(kRepository, now_));
        QSet<QByteArray> serials{QSslCertificate(authority.certifiedKey().certificate, QSsl::Der).serialNumber()};
        const auto same = request();
        for (int i = 0; i < 20; ++i)
            serials.insert(QSslCertificate(
                               VALUE(authority.issueClientCertificate(same, QStringLiteral("a"), {1}, now_)), QSsl::Der)
                               .serialNumber());
        QCOMPARE(serials.size(), 21);
    }

    void certificatesHoldAsLongAsTheyShould()
    {
        using std::chrono::days, std::chrono::years;
        const auto authority = VALUE(Authority::create(kRepository, now_));
        const auto own = authority.certifiedKey().certificate;
        const auto client = VALUE(authority.issueClientCertificate(request(), QStringLiteral("a"), {1}, now_));
        const auto server = VALUE(authority.issueServerCertificate(kRepository, now_)).certificate;
        const auto isGood = [&](const QByteArray &certificate, const char *purpose, WallTime time) {
            return verify(own, certificate, purpose, time).succeeded;
        };
        for (const auto &[certificate, purpose] : {std::pair(client, "sslclient"), std::pair(server, "sslserver")}) {
            QVERIFY(isGood(certificate, purpose, now_ - days(1) + std::chrono::seconds(2)));
            QVERIFY(!isGood(certificate, purpose, now_ - days(1) - std::chrono::seconds(2)));
            QVERIFY(isGood(certificate, purpose, now_ + years(10) - std::chrono::seconds(2)));
            QVERIFY(!isGood(certificate, purpose, now_ + years(10) + std::chrono::seconds(2)));
        }
        QVERIFY(isGood(own, "any", now_ + years(30) - std::chrono::seconds(2)));
        QVERIFY(!isGood(own, "any", now_ + years(30) + std::chrono::seconds(2)));
    }

    void noCertificateOutlivesItsAuthority()
    {
        using std::chrono::years;
        const auto authority = VALUE(Authority::create(kRepository, now_));
        const auto own = QSslCertificate(authority.certifiedKey().certificate, QSsl::Der);
        const auto late = VALUE(authority.issueServerCertificate(kRepository, now_ + years(29))).certificate;
        QCOMPARE(QSslCertificate(late, QSsl::Der).expiryDate(), own.expiryDate());
        FAILS_WITH(ErrorKind::Invalid, authority.issueServerCertificate(kRepository, now_ + years(31)));
        FAILS_WITH(ErrorKind::Invalid,
                   authority.issueClientCertificate(request(), QStringLiteral("a"), {1}, now_ + years(31)));
    }

    void aFingerprintIsTheSha256OfTheCertificate()
    {
        const auto der = VALUE(Authority::create(kRepository, now_)).certifiedKey().certificate;
        const auto run =
            runOpenSsl({QStringLiteral("x509"), QStringLiteral("-inform"), QStringLiteral("DER"),
                        QStringLiteral("-noout"), QStringLiteral("-fingerprint"), QStringLiteral("-sha256")},
                       der);
        QCOMPARE(certificateFingerprint(der).toHex(':').toUpper(), run.output.trimmed().split('=').last());
    }

    void aLoadedAuthoritySignsLikeTheOneThatWasMade()
    {
        const auto made = VALUE(Authority::create(kRepository, now_));
        const auto loaded = VALUE(Authority::load(made.certifiedKey()));
        QCOMPARE(loaded.certifiedKey().certificate, made.certifiedKey().certificate);
        const auto client = VALUE(loaded.issueClientCertificate(request(), QStringLiteral("a"), {1}, now_));
        QVERIFY(verify(made.certifiedKey().certificate, client, "sslclient", now_).succeeded);
    }

    void whatIsNoAuthorityIsDamaged()
    {
        const auto first = VALUE(Authority::create(kRepository, now_));
        const auto second = VALUE(Authority::create(kRepository, now_));
        const auto own = first.certifiedKey();
        const auto server = VALUE(first.issueServerCertificate(kRepository, now_));
        FAILS_WITH(ErrorKind::Damaged, Authority::load({}));
        FAILS_WITH(ErrorKind::Damaged, Authority::load({own.certificate, second.certifiedKey().key}));
        FAILS_WITH(ErrorKind::Damaged, Authority::load({own.certificate, {}}));
        FAILS_WITH(ErrorKind::Damaged, Authority::load({{}, own.key}));
        FAILS_WITH(ErrorKind::Damaged, Authority::load({own.certificate + '\0', own.key}));
        FAILS_WITH(ErrorKind::Damaged, Authority::load({own.certificate, own.key + '\0'}));
        FAILS_WITH(ErrorKind::Damaged, Authority::load(server));
    }

    void everyChangedByteOfAnAuthorityIsNoticed()
    {
        const auto own = VALUE(Authority::create(kRepository, now_)).certifiedKey();
        for (qsizetype i = 0; i < own.certificate.size(); ++i) {
            auto changed = own;
            changed.certificate[i] = char(changed.certificate[i] ^ (1 << i % 8));
            FAILS_WITH(ErrorKind::Damaged, Authority::load(changed));
            FAILS_WITH(ErrorKind::Damaged, Authority::load({own.certificate.first(i), own.key}));
        }
        for (qsizetype i = 0; i < own.key.size(); ++i) {
            auto changed = own;
            changed.key[i] = char(changed.key[i] ^ (1 << i % 8));
            const auto loaded = Authority::load(changed);
            // What OpenSSL passes over does no harm; another private key would make signatures that nobody can verify.
            if (loaded)
                QVERIFY(verify(own.certificate, VALUE(loaded->issueServerCertificate(kRepository, now_)).certificate,
                               "sslserver", now_)
                            .succeeded);
            else
                QCOMPARE(loaded.error().kind(), ErrorKind::Damaged);
            FAILS_WITH(ErrorKind::Damaged, Authority::load({own.certificate, own.key.first(i)}));
        }
    }

    void aNameThatACertificateCannotHaveIsInvalid_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("empty") << QString();
        QTest::newRow("with a zero") << QStringLiteral("a") + QChar(0) + QStringLiteral("b");
    }
    void aNameThatACertificateCannotHaveIsInvalid()
    {
        QFETCH(QString, name);
        const auto authority = VALUE(Authority::create(kRepository, now_));
        FAILS_WITH(ErrorKind::Invalid, authority.issueClientCertificate(request(), name, {1}, now_));
    }

    void aLongNameIsShortened_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("expected");
        QTest::newRow("64") << QString(64, u'x') << QString(64, u'x');
        QTest::newRow("65") << QString(65, u'x') << QString(64, u'x');
        QTest::newRow("wide characters") << QStringLiteral("💾").repeated(70) << QStringLiteral("💾").repeated(64);
        QTest::newRow("very long") << QString(100'000, u'ü') << QString(64, u'ü');
    }
    void aLongNameIsShortened()
    {
        QFETCH(QString, name);
        QFETCH(QString, expected);
        const auto authority = VALUE(Authority::create(kRepository, now_));
        const auto der = VALUE(authority.issueClientCertificate(request(), name, {1}, now_));
        QCOMPARE(QSslCertificate(der, QSsl::Der).subjectInfo(QSslCertificate::CommonName), QStringList{expected});
    }

    void aRepositoryIdThatIsNoneIsNotTrusted()
    {
        const auto authority = VALUE(Authority::create(kRepository, now_));
        FAILS_WITH(ErrorKind::Invalid, authority.issueServerCertificate(QStringLiteral("a,DNS:b"), now_));
        FAILS_WITH(ErrorKind::Invalid, authority.issueServerCertificate(QString(100, u'a'), now_));
    }
};

QTEST_GUILESS_MAIN(TestAuthority)
#include "tst_authority.moc"
