#include "protocol/identity.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

namespace backspool::protocol {

namespace {

struct FreeOpenSsl
{
    void operator()(EVP_PKEY *key) const { EVP_PKEY_free(key); }
    void operator()(X509_REQ *request) const { X509_REQ_free(request); }
    void operator()(PKCS8_PRIV_KEY_INFO *info) const { PKCS8_PRIV_KEY_INFO_free(info); }
};
template <class T> using Owned = std::unique_ptr<T, FreeOpenSsl>;

/// @p encode is one of OpenSSL's i2d functions; empty when it fails.
template <class T, class Encode> QByteArray toDer(const T *object, Encode encode)
{
    const int size = encode(object, nullptr);
    if (size <= 0)
        return {};
    QByteArray der(size, Qt::Uninitialized);
    auto *to = reinterpret_cast<unsigned char *>(der.data());
    return encode(object, &to) == size ? der : QByteArray();
}

/// The subject is for people only (the service decides the certificate's names); a common name has at most 64
/// characters (RFC 5280, ub-common-name).
bool nameSubject(X509_REQ *request, const QString &host)
{
    const QByteArray name = (host.isEmpty() ? QStringLiteral("unnamed") : host.left(64)).toUtf8();
    return X509_NAME_add_entry_by_txt(X509_REQ_get_subject_name(request), "CN", MBSTRING_UTF8,
                                      reinterpret_cast<const unsigned char *>(name.constData()), int(name.size()), -1,
                                      0) == 1;
}

} // namespace

Result<KeyAndRequest> makeKeyAndRequest(const QString &host)
{
    const Owned<EVP_PKEY> key(EVP_EC_gen("P-256"));
    const Owned<X509_REQ> request(X509_REQ_new());
    const Owned<PKCS8_PRIV_KEY_INFO> info(key ? EVP_PKEY2PKCS8(key.get()) : nullptr);
    if (!key || !request || !info || !nameSubject(request.get(), host) ||
        X509_REQ_set_pubkey(request.get(), key.get()) != 1 ||
        X509_REQ_sign(request.get(), key.get(), EVP_sha256()) <= 0)
        return fail(ErrorKind::Io, QStringLiteral("a key for this computer could not be made"));
    KeyAndRequest made{.key = toDer(info.get(), i2d_PKCS8_PRIV_KEY_INFO),
                       .request = toDer(request.get(), i2d_X509_REQ)};
    if (made.key.isEmpty() || made.request.isEmpty())
        return fail(ErrorKind::Io, QStringLiteral("a key for this computer could not be made"));
    return made;
}

} // namespace backspool::protocol
