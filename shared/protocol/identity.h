#pragma once
/// What an enrolled agent has: its key and certificate, the authority that it trusts, the domain secret; as a file of
/// mode 0600. The two secrets of it, key and domain secret, are in the file or, by a name that the file has, in a
/// secret store. Also makes the key and the certificate request.
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
    QString secretName; ///< of key and domain secret in a secret store; empty: the file has them
    QString desktop;    ///< whose secret store that is; may be empty
    QString whyInFile;  ///< what the secret store said when it was to take them; for people, may be empty

    /// JSON, 0600, written aside and renamed, synced. REQUIRES: what secretName names is in the store.
    Status save(const QString &path) const;
    /// Where secretName is not empty, without key and domain secret: see setSecrets().
    /// Errors: NotFound ("this computer is not enrolled"), Damaged, Unsupported, Io.
    static Result<Identity> load(const QString &path);

    /// Key and domain secret, for a store.
    QByteArray secrets() const;
    /// What a store gave back. Errors: Denied (it is something else).
    Status setSecrets(const QByteArray &secrets);
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
