#include "codec/keys.h"

#include <QtGlobal>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/rand.h>

#include <cstring>
#include <limits>
#include <memory>

namespace backspool::codec {

namespace {

struct FreeKdf
{
    void operator()(EVP_KDF *kdf) const { EVP_KDF_free(kdf); }
    void operator()(EVP_KDF_CTX *context) const { EVP_KDF_CTX_free(context); }
};

void hkdfTo(void *to, qsizetype size, QByteArrayView secret, QByteArrayView salt, QByteArrayView info)
{
    // OpenSSL wants mutable pointers but does not write; and it refuses null even where the length is 0.
    static char nothing = 0;
    const auto octets = [](const char *name, QByteArrayView bytes) {
        return OSSL_PARAM_construct_octet_string(name, bytes.isEmpty() ? &nothing : const_cast<char *>(bytes.data()),
                                                 size_t(bytes.size()));
    };
    static char sha256[] = "SHA256";
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, sha256, 0),
        octets(OSSL_KDF_PARAM_KEY, secret),
        octets(OSSL_KDF_PARAM_SALT, salt),
        octets(OSSL_KDF_PARAM_INFO, info),
        OSSL_PARAM_construct_end(),
    };
    const std::unique_ptr<EVP_KDF, FreeKdf> kdf(EVP_KDF_fetch(nullptr, "HKDF", nullptr));
    const std::unique_ptr<EVP_KDF_CTX, FreeKdf> context(kdf ? EVP_KDF_CTX_new(kdf.get()) : nullptr);
    if (!context || EVP_KDF_derive(context.get(), static_cast<unsigned char *>(to), size_t(size), parameters) != 1)
        qFatal("OpenSSL cannot derive a key");
}

} // namespace

SecretKey::~SecretKey()
{
    OPENSSL_cleanse(bytes_.data(), bytes_.size());
}

SecretKey SecretKey::fromBytes(QByteArrayView bytes)
{
    Q_ASSERT(bytes.size() == kSize);
    SecretKey key;
    std::memcpy(key.bytes_.data(), bytes.data(), kSize);
    return key;
}

SecretKey SecretKey::random()
{
    SecretKey key;
    if (RAND_priv_bytes(key.bytes_.data(), int(kSize)) != 1)
        qFatal("OpenSSL has no random numbers");
    return key;
}

bool SecretKey::operator==(const SecretKey &other) const
{
    return CRYPTO_memcmp(bytes_.data(), other.bytes_.data(), bytes_.size()) == 0;
}

QByteArray hkdf(QByteArrayView secret, QByteArrayView salt, QByteArrayView info, qsizetype size)
{
    Q_ASSERT(size > 0 && size <= 8160);
    QByteArray bytes(size, Qt::Uninitialized);
    hkdfTo(bytes.data(), size, secret, salt, info);
    return bytes;
}

SecretKey deriveKey(const SecretKey &key, QByteArrayView salt, QByteArrayView info)
{
    std::array<char, SecretKey::kSize> bytes;
    hkdfTo(bytes.data(), bytes.size(), key.view(), salt, info);
    const SecretKey derived = SecretKey::fromBytes(bytes);
    OPENSSL_cleanse(bytes.data(), bytes.size());
    return derived;
}

QByteArray randomBytes(qsizetype size)
{
    Q_ASSERT(size >= 0 && size <= std::numeric_limits<int>::max());
    QByteArray bytes(size, Qt::Uninitialized);
    if (RAND_bytes(reinterpret_cast<unsigned char *>(bytes.data()), int(size)) != 1)
        qFatal("OpenSSL has no random numbers");
    return bytes;
}

DomainKeys::DomainKeys(const SecretKey &domain)
    : chunk_(deriveKey(domain, {}, "backspool chunk")), tree_(deriveKey(domain, {}, "backspool signature tree")),
      node_(deriveKey(domain, {}, "backspool node")), boundary_(deriveKey(domain, {}, "backspool boundary"))
{
}

} // namespace backspool::codec
