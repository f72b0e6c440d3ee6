#pragma once
/// What an enrolled agent has: its key and certificate, the authority that it trusts, the domain secret; as a file of
/// mode 0600 (a daemon's credential store). Also makes the key and the certificate request.
#include "codec/keys.h"
#include "core/ids.h"
#include "core/result.h"

#include <QString>

namespace backspool::protocol {

struct Identity
{
    QString service;    ///< "ADDR:PORT"
    QString repository; ///< UUID; the server certificate's name is made of it
    ClientId client;
    QString clientName;
    QByteArray certificate; ///< DER
    QByteArray key;         ///< DER, PKCS#8
    QByteArray authority;   ///< DER
    codec::SecretKey domainSecret;

    /// JSON, 0600, written aside and renamed, synced.
    Status save(const QString &path) const;
    /// Errors: NotFound ("this computer is not enrolled"), Damaged.
    static Result<Identity> load(const QString &path);
};

struct KeyAndRequest
{
    QByteArray key;     ///< DER, PKCS#8, ECDSA P-256
    QByteArray request; ///< DER, PKCS#10
};
Result<KeyAndRequest> makeKeyAndRequest(const QString &host);

/// The repository's name in the service's certificate.
QString serverNameOf(const QString &repository);

} // namespace backspool::protocol
