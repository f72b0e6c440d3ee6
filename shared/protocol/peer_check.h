#pragma once
/// Whether a peer that enrolment meets for the first time is the service that the code speaks of: there is no
/// certificate to trust yet, only the fingerprint of the authority.
#include "protocol/enrolment_code.h"

#include <QList>
#include <QSslCertificate>

namespace backspool::protocol {

/// The authority (DER) among @p chain, as the TLS peer sent it (its own certificate first), that matches @p code, when
/// the peer's certificate is one that this authority signed for servers and is valid now; with @p name, for that
/// name. Nothing else in the chain and no other authority is trusted.
/// Errors: Denied.
[[nodiscard]] Result<QByteArray> authorityOfPeer(const QList<QSslCertificate> &chain, const EnrolmentCode &code,
                                                 const QString &name = {});

/// Whether @p certificate (DER) was signed by @p authority (DER), for the public key of @p key (PKCS#8, DER).
[[nodiscard]] bool isCertificateFor(const QByteArray &certificate, const QByteArray &key, const QByteArray &authority);

} // namespace backspool::protocol
