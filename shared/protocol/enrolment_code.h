#pragma once
/// The one-time code that an administrator hands to a user: a secret, and the fingerprint of the service's authority,
/// so that both sides know each other before there is a certificate.
#include "core/result.h"

#include <QByteArray>
#include <QString>

namespace backspool::protocol {

struct EnrolmentCode
{
    QByteArray secret;               ///< 10 random bytes
    QByteArray authorityFingerprint; ///< first 16 bytes of the SHA-256 of the authority's DER certificate

    static EnrolmentCode generate(const QByteArray &authorityDer);
    /// Base32 (RFC 4648, no padding) of secret, fingerprint and a 2-byte CRC, in groups of 5 with dashes.
    QString toText() const;
    /// Forgives case, spaces and missing dashes, and reads 0, 1 and 8 as O, I and B. Errors: Invalid (says that a
    /// character is wrong).
    static Result<EnrolmentCode> fromText(const QString &text);
    bool matchesAuthority(const QByteArray &authorityDer) const;
    /// SHA-256 of the secret: what the catalogue keeps.
    QByteArray secretHash() const;
};

} // namespace backspool::protocol
