#include "api/tls_setup.h"

#include <QSslCertificate>
#include <QSslKey>

namespace backspool::api {

Result<QSslConfiguration> tlsSetup(const appliance::Appliance &appliance)
{
    const auto own = appliance.serverCertificate();
    const QSslCertificate certificate(own.certificate, QSsl::Der);
    const QSslCertificate authority(appliance.authority().certifiedKey().certificate, QSsl::Der);
    // QSslKey reads PKCS#8 as PEM only.
    const QByteArray pem = "-----BEGIN PRIVATE KEY-----\n" + own.key.toBase64() + "\n-----END PRIVATE KEY-----\n";
    const QSslKey key(pem, QSsl::Ec, QSsl::Pem, QSsl::PrivateKey);
    if (certificate.isNull() || authority.isNull() || key.isNull())
        return fail(ErrorKind::Damaged, QStringLiteral("The service's own certificate or key cannot be read."));

    auto setup = QSslConfiguration::defaultConfiguration();
    setup.setProtocol(QSsl::TlsV1_3OrLater);
    // The authority goes along: who enrols knows only its fingerprint.
    setup.setLocalCertificateChain({certificate, authority});
    setup.setPrivateKey(key);
    setup.setCaCertificates({authority});
    // Who has no certificate may enrol. What is wrong with one that was shown, the session looks at: the handshake does
    // not end for it.
    setup.setPeerVerifyMode(QSslSocket::QueryPeer);
    // A ticket would outlive a revocation.
    setup.setSslOption(QSsl::SslOptionDisableSessionTickets, true);
    setup.setSslOption(QSsl::SslOptionDisableSessionPersistence, true);
    return setup;
}

} // namespace backspool::api
