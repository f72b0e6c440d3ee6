#include "protocol/test_authority.h"

#include "core/bytes.h"

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace backspool::protocol {

namespace {

struct FreeOpenSsl
{
    void operator()(X509 *certificate) const { X509_free(certificate); }
    void operator()(X509_REQ *request) const { X509_REQ_free(request); }
    void operator()(EVP_PKEY *key) const { EVP_PKEY_free(key); }
    void operator()(PKCS8_PRIV_KEY_INFO *info) const { PKCS8_PRIV_KEY_INFO_free(info); }
};
template <class T> using Owned = std::unique_ptr<T, FreeOpenSsl>;

template <class T, class Encode> QByteArray toDer(T *object, Encode encode)
{
    unsigned char *bytes = nullptr;
    const int size = encode(object, &bytes);
    if (size <= 0)
        qFatal("OpenSSL cannot encode");
    QByteArray der(reinterpret_cast<const char *>(bytes), size);
    OPENSSL_free(bytes);
    return der;
}

template <class T, class Decode> Owned<T> fromDer(const QByteArray &der, Decode decode)
{
    const auto *bytes = reinterpret_cast<const unsigned char *>(der.constData());
    return Owned<T>(decode(nullptr, &bytes, der.size()));
}

QByteArray privateKeyDer(EVP_PKEY *key)
{
    const Owned<PKCS8_PRIV_KEY_INFO> info(EVP_PKEY2PKCS8(key));
    return toDer(info.get(), i2d_PKCS8_PRIV_KEY_INFO);
}

void extend(X509 *certificate, X509 *issuer, int nid, const QByteArray &value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION *const extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.constData());
    if (!extension || X509_add_ext(certificate, extension, -1) != 1)
        qFatal("OpenSSL refuses the extension %s", value.constData());
    X509_EXTENSION_free(extension);
}

Owned<X509> begin(EVP_PKEY *publicKey, const QByteArray &name, int days)
{
    Owned<X509> certificate(X509_new());
    X509_set_version(certificate.get(), X509_VERSION_3);
    uint64_t serial = 0;
    RAND_bytes(reinterpret_cast<unsigned char *>(&serial), sizeof serial);
    ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate.get()), serial >> 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -86'400L);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 86'400L * days);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char *>(name.constData()), int(name.size()), -1, 0);
    X509_set_pubkey(certificate.get(), publicKey);
    return certificate;
}

/// Names the issuer and signs.
QByteArray finish(X509 *certificate, X509 *issuer, EVP_PKEY *key)
{
    X509_set_issuer_name(certificate, X509_get_subject_name(issuer));
    if (X509_sign(certificate, key, EVP_sha256()) <= 0)
        qFatal("OpenSSL cannot sign");
    return toDer(certificate, i2d_X509);
}

} // namespace

TestAuthority::TestAuthority()
{
    const Owned<EVP_PKEY> key(EVP_EC_gen("P-256"));
    const Owned<X509> certificate = begin(key.get(), "test authority", 3'650);
    extend(certificate.get(), certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
    extend(certificate.get(), certificate.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
    own_ = {.certificate = finish(certificate.get(), certificate.get(), key.get()), .key = privateKeyDer(key.get())};
}

TestCertificate TestAuthority::issue(Use use, const QString &dnsName, int days) const
{
    const Owned<X509> issuer = fromDer<X509>(own_.certificate, d2i_X509);
    const Owned<EVP_PKEY> issuerKey = fromDer<EVP_PKEY>(own_.key, d2i_AutoPrivateKey);
    const Owned<EVP_PKEY> key(EVP_EC_gen("P-256"));
    const Owned<X509> certificate = begin(key.get(), use == Use::Server ? "test service" : "test client", days);
    extend(certificate.get(), issuer.get(), NID_basic_constraints, "critical,CA:FALSE");
    extend(certificate.get(), issuer.get(), NID_ext_key_usage, use == Use::Server ? "serverAuth" : "clientAuth");
    if (!dnsName.isEmpty())
        extend(certificate.get(), issuer.get(), NID_subject_alt_name, "DNS:" + dnsName.toUtf8());
    return {.certificate = finish(certificate.get(), issuer.get(), issuerKey.get()), .key = privateKeyDer(key.get())};
}

QByteArray TestAuthority::sign(const QByteArray &request) const
{
    const Owned<X509_REQ> parsed = fromDer<X509_REQ>(request, d2i_X509_REQ);
    if (!parsed || X509_REQ_verify(parsed.get(), X509_REQ_get0_pubkey(parsed.get())) != 1)
        return {};
    const Owned<X509> issuer = fromDer<X509>(own_.certificate, d2i_X509);
    const Owned<EVP_PKEY> issuerKey = fromDer<EVP_PKEY>(own_.key, d2i_AutoPrivateKey);
    const Owned<X509> certificate = begin(X509_REQ_get0_pubkey(parsed.get()), "enrolled client", 30);
    extend(certificate.get(), issuer.get(), NID_ext_key_usage, "clientAuth");
    return finish(certificate.get(), issuer.get(), issuerKey.get());
}

} // namespace backspool::protocol
