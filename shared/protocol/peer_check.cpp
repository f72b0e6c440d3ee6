#include "protocol/peer_check.h"

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

namespace backspool::protocol {

namespace {

struct FreeOpenSsl
{
    void operator()(X509 *certificate) const { X509_free(certificate); }
    void operator()(X509_STORE *store) const { X509_STORE_free(store); }
    void operator()(X509_STORE_CTX *context) const { X509_STORE_CTX_free(context); }
    void operator()(EVP_PKEY *key) const { EVP_PKEY_free(key); }
};
template <class T> using Owned = std::unique_ptr<T, FreeOpenSsl>;

Owned<X509> certificateFrom(const QByteArray &der)
{
    const auto *from = reinterpret_cast<const unsigned char *>(der.constData());
    return Owned<X509>(d2i_X509(nullptr, &from, der.size()));
}

std::unexpected<Error> denied(const QString &why)
{
    return fail(
        ErrorKind::Denied,
        QStringLiteral("The service that answered is not the one that the enrolment code is for (%1). Nothing was told "
                       "to it. Check the address; ask the administrator for a new code if it is right.")
            .arg(why));
}

/// nullopt when the signature, validity, purpose and (when given) the name of @p leaf are right under @p authority
/// alone.
std::optional<QString> faultOf(X509 *leaf, X509 *authority, const QString &name)
{
    const Owned<X509_STORE> store(X509_STORE_new());
    const Owned<X509_STORE_CTX> context(X509_STORE_CTX_new());
    if (!store || !context || X509_STORE_add_cert(store.get(), authority) != 1 ||
        X509_STORE_CTX_init(context.get(), store.get(), leaf, nullptr) != 1)
        return QStringLiteral("its certificate cannot be read");
    X509_VERIFY_PARAM *const parameters = X509_STORE_CTX_get0_param(context.get());
    X509_VERIFY_PARAM_set_purpose(parameters, X509_PURPOSE_SSL_SERVER);
    X509_VERIFY_PARAM_set_auth_level(parameters, 2);
    const QByteArray host = name.toUtf8();
    if (!host.isEmpty() && X509_VERIFY_PARAM_set1_host(parameters, host.constData(), size_t(host.size())) != 1)
        return QStringLiteral("its name cannot be checked");
    if (X509_verify_cert(context.get()) != 1)
        return QString::fromUtf8(X509_verify_cert_error_string(X509_STORE_CTX_get_error(context.get())));
    return std::nullopt;
}

} // namespace

Result<QByteArray> authorityOfPeer(const QList<QSslCertificate> &chain, const EnrolmentCode &code, const QString &name)
{
    if (chain.isEmpty())
        return denied(QStringLiteral("it showed no certificate"));
    for (const QSslCertificate &candidate : chain) {
        QByteArray der = candidate.toDer();
        if (!code.matchesAuthority(der))
            continue;
        const Owned<X509> leaf = certificateFrom(chain.first().toDer());
        const Owned<X509> authority = certificateFrom(der);
        if (!leaf || !authority)
            return denied(QStringLiteral("its certificate cannot be read"));
        if (const auto fault = faultOf(leaf.get(), authority.get(), name))
            return denied(*fault);
        return der;
    }
    return denied(QStringLiteral("it belongs to another authority"));
}

bool isCertificateFor(const QByteArray &certificate, const QByteArray &key, const QByteArray &authority)
{
    const Owned<X509> own = certificateFrom(certificate);
    const Owned<X509> issuer = certificateFrom(authority);
    const auto *from = reinterpret_cast<const unsigned char *>(key.constData());
    const Owned<EVP_PKEY> privateKey(d2i_AutoPrivateKey(nullptr, &from, key.size()));
    return own && issuer && privateKey && X509_check_private_key(own.get(), privateKey.get()) == 1 &&
           X509_verify(own.get(), X509_get0_pubkey(issuer.get())) == 1;
}

} // namespace backspool::protocol
