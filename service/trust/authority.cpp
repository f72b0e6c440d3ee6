#include "trust/authority.h"

#include "protocol/identity.h"
#include "trust/certificate.h"

#include <QCryptographicHash>

#include <openssl/x509v3.h>

namespace backspool::trust {

namespace {

using Use = CertificateTerms::Use;

/// A certificate begins a day before it is made: the clocks of the others may be behind.
constexpr auto kClockSkew = std::chrono::days(1);

struct OpenAuthority
{
    CertificateHandle certificate;
    KeyHandle key;
};

Result<OpenAuthority> openAuthority(const CertifiedKey &own)
{
    auto certificate = TRY(decodeCertificate(own.certificate));
    auto key = TRY(decodeKey(own.key));
    const bool isWhole = X509_check_private_key(certificate.get(), key.get()) == 1 &&
                         X509_verify(certificate.get(), key.get()) == 1 && X509_check_ca(certificate.get()) == 1;
    ERR_clear_error();
    if (!isWhole)
        return fail(ErrorKind::Damaged, QStringLiteral("the certificate is not an authority's with this key"));
    return OpenAuthority{std::move(certificate), std::move(key)};
}

/// @p terms for the years from @p now on, as far as the authority's own time reaches.
Result<CertificateTerms> withTimes(CertificateTerms terms, WallTime now, std::chrono::years years,
                                   const OpenAuthority &authority)
{
    const auto end = endOf(authority.certificate.get());
    if (end <= now)
        return fail(ErrorKind::Invalid,
                    QStringLiteral("the service's authority is no longer valid. Check the clock of this computer"));
    terms.from = now - kClockSkew;
    terms.to = std::min(WallTime(now + years), end);
    return terms;
}

} // namespace

QByteArray certificateFingerprint(const QByteArray &der)
{
    return QCryptographicHash::hash(der, QCryptographicHash::Sha256);
}

QString serverName(const QString &repository)
{
    return protocol::serverNameOf(repository);
}

Result<Authority> Authority::create(const QString &repository, WallTime now)
{
    const auto key = TRY(makeKey());
    const CertificateTerms terms{.use = Use::Authority,
                                 .name = QStringLiteral("Backspool %1").arg(repository),
                                 .client = {},
                                 .from = now - kClockSkew,
                                 .to = now + std::chrono::years(30)};
    CertifiedKey own;
    own.certificate =
        TRY_CONTEXT(QStringLiteral("making the authority"), issueCertificate(terms, key.get(), nullptr, key.get()));
    own.key = TRY(encodeKey(key.get()));
    return Authority(std::move(own));
}

Result<Authority> Authority::load(const CertifiedKey &authority)
{
    TRY_CONTEXT(QStringLiteral("loading the authority"), openAuthority(authority));
    return Authority(authority);
}

Result<CertifiedKey> Authority::issueServerCertificate(const QString &repository, WallTime now) const
{
    const auto authority = TRY(openAuthority(own_));
    const auto key = TRY(makeKey());
    const auto terms = TRY(withTimes({.use = Use::Server, .name = serverName(repository), .client = {}}, now,
                                     std::chrono::years(10), authority));
    CertifiedKey server;
    server.certificate =
        TRY_CONTEXT(QStringLiteral("making the service's certificate"),
                    issueCertificate(terms, key.get(), authority.certificate.get(), authority.key.get()));
    server.key = TRY(encodeKey(key.get()));
    return server;
}

Result<QByteArray> Authority::issueClientCertificate(const QByteArray &requestDer, const QString &name, ClientId client,
                                                     WallTime now) const
{
    const auto authority = TRY(openAuthority(own_));
    const auto doing = QStringLiteral("making the certificate of the client \"%1\"").arg(name);
    const auto key = TRY_CONTEXT(doing, keyOfRequest(requestDer));
    const auto terms =
        TRY(withTimes({.use = Use::Client, .name = name, .client = client}, now, std::chrono::years(10), authority));
    return TRY_CONTEXT(doing, issueCertificate(terms, key.get(), authority.certificate.get(), authority.key.get()));
}

} // namespace backspool::trust
