#pragma once
/// The service's own certificate authority: it signs the service's certificate (for the fixed name of the
/// repository, not of a host) and the clients'. ECDSA P-256, X.509 v3, by OpenSSL.
#include "core/clock.h"
#include "core/ids.h"
#include "core/result.h"

#include <QByteArray>

namespace backspool::trust {

struct CertifiedKey
{
    QByteArray certificate; ///< DER
    QByteArray key;         ///< DER, PKCS#8; secret
};

/// SHA-256 of a DER certificate: how clients and codes name it.
QByteArray certificateFingerprint(const QByteArray &der);

class Authority
{
public:
    /// A new authority for the repository named by the UUID @p repository. Valid 30 years.
    static Result<Authority> create(const QString &repository, WallTime now);
    /// From a state object. Errors: Damaged.
    static Result<Authority> load(const CertifiedKey &authority);

    const CertifiedKey &certifiedKey() const { return own_; }
    /// TLS server certificate, subjectAltName = serverName(repository). Valid 10 years.
    Result<CertifiedKey> issueServerCertificate(const QString &repository, WallTime now) const;
    /// Signs a client's request (PKCS#10, DER). Only its public key is taken over, and only P-256; the subject is ours:
    /// CN=@p name, serial random, extended key usage clientAuth, valid 10 years. Errors: Invalid (request).
    Result<QByteArray> issueClientCertificate(const QByteArray &requestDer, const QString &name, ClientId client,
                                              WallTime now) const;

private:
    explicit Authority(CertifiedKey own) : own_(std::move(own)) {}
    CertifiedKey own_;
};

/// The name in the service's certificate, made of the repository's UUID: the one that agents expect there.
QString serverName(const QString &repository);

} // namespace backspool::trust
