#pragma once
/// Keys (ECDSA P-256), certificates (X.509 v3, RFC 5280) and requests for them (PKCS#10, RFC 2986), as DER and back.
/// For the sources of this folder only; authority.h is what others use.
#include "core/clock.h"
#include "core/ids.h"
#include "core/result.h"
#include "trust/openssl_handles.h"

namespace backspool::trust {

/// What a certificate is to say.
struct CertificateTerms
{
    enum class Use { Authority, Server, Client };
    Use use = Use::Client;
    QString name;    ///< subject's common name; what is over 64 characters is left out (RFC 5280, ub-common-name)
    ClientId client; ///< in the subject too, as its serial number, unless 0
    WallTime from{};
    WallTime to{};
};

/// Errors of all: Io when OpenSSL fails where it should not (memory, randomness).
Result<KeyHandle> makeKey();
Result<QByteArray> encodeKey(const EVP_PKEY *key); ///< PKCS#8

/// Errors: Damaged (not a key, or not of P-256).
Result<KeyHandle> decodeKey(const QByteArray &der);
/// Errors: Damaged.
Result<CertificateHandle> decodeCertificate(const QByteArray &der);

/// The public key of a request from a peer that nobody knows yet. Errors: Invalid (too long, not one whole request,
/// another kind of key than P-256, not signed with the key itself).
Result<KeyHandle> keyOfRequest(const QByteArray &der);

/// The end of a certificate's time.
WallTime endOf(const X509 *certificate);

/// A certificate for @p subjectKey by the @p issuer with @p issuerKey; without issuer it is the key's own.
/// Errors: Invalid (a name or time that a certificate cannot have).
Result<QByteArray> issueCertificate(const CertificateTerms &terms, EVP_PKEY *subjectKey, X509 *issuer,
                                    EVP_PKEY *issuerKey);

} // namespace backspool::trust
