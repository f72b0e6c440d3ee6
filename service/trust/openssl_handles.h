#pragma once
/// OpenSSL's objects with owners, and what it has to say when something fails. For the sources of this folder only.
#include <QByteArray>
#include <QString>

#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>

namespace backspool::trust {

template <auto free> struct OpenSslFree
{
    template <class Object> void operator()(Object *object) const { free(object); }
};

using KeyHandle = std::unique_ptr<EVP_PKEY, OpenSslFree<EVP_PKEY_free>>;
using KeyContextHandle = std::unique_ptr<EVP_PKEY_CTX, OpenSslFree<EVP_PKEY_CTX_free>>;
using Pkcs8Handle = std::unique_ptr<PKCS8_PRIV_KEY_INFO, OpenSslFree<PKCS8_PRIV_KEY_INFO_free>>;
using CertificateHandle = std::unique_ptr<X509, OpenSslFree<X509_free>>;
using RequestHandle = std::unique_ptr<X509_REQ, OpenSslFree<X509_REQ_free>>;
using ExtensionHandle = std::unique_ptr<X509_EXTENSION, OpenSslFree<X509_EXTENSION_free>>;
using NumberHandle = std::unique_ptr<BIGNUM, OpenSslFree<BN_free>>;
using TimeHandle = std::unique_ptr<ASN1_TIME, OpenSslFree<ASN1_TIME_free>>;

/// Why the last call failed; empties the thread's queue of reasons.
inline QString openSslReason()
{
    const auto code = ERR_peek_last_error();
    ERR_clear_error();
    const char *reason = ERR_reason_error_string(code);
    return reason ? QString::fromLatin1(reason) : QStringLiteral("no reason was given");
}

/// @p object as DER, by OpenSSL's function for its type; empty when that fails.
template <class Object> QByteArray toDer(const Object *object, int (*encode)(const Object *, unsigned char **))
{
    const int size = encode(object, nullptr);
    if (size <= 0)
        return {};
    QByteArray der(size, Qt::Uninitialized);
    auto *out = reinterpret_cast<unsigned char *>(der.data());
    encode(object, &out);
    return der;
}

/// The object that all of @p der is, by OpenSSL's function for its type; null when it is not.
template <class Handle>
Handle fromDer(const QByteArray &der,
               typename Handle::pointer (*decode)(typename Handle::pointer *, const unsigned char **, long))
{
    const auto *in = reinterpret_cast<const unsigned char *>(der.constData());
    const auto *const end = in + der.size();
    Handle object(decode(nullptr, &in, long(der.size())));
    return in == end ? std::move(object) : Handle();
}

} // namespace backspool::trust
