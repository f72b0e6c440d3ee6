#include "codec/digest.h"

#include <QtGlobal>

#include <openssl/crypto.h>
#include <openssl/evp.h>

namespace backspool::codec {

namespace {

struct FreeContext
{
    void operator()(EVP_MD_CTX *context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

constexpr size_t kShaBlock = 64; // FIPS 180-4: SHA-256 works on blocks of 64 bytes

void check(bool ok)
{
    if (!ok)
        qFatal("OpenSSL cannot compute SHA-256");
}

/// Fetched once: an implicit fetch at each digest costs more than the digest of a short chunk.
const EVP_MD *sha256()
{
    static EVP_MD *const digest = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    return digest;
}

/// A SHA-256 that has taken in the key, padded to a block and combined with @p pad (RFC 2104).
Context keyedState(const SecretKey &key, uint8_t pad)
{
    std::array<uint8_t, kShaBlock> block;
    block.fill(pad);
    for (qsizetype i = 0; i < SecretKey::kSize; ++i)
        block[size_t(i)] ^= key.data()[i];
    Context context(EVP_MD_CTX_new());
    check(context && EVP_DigestInit_ex2(context.get(), sha256(), nullptr) == 1 &&
          EVP_DigestUpdate(context.get(), block.data(), block.size()) == 1);
    OPENSSL_cleanse(block.data(), block.size());
    return context;
}

} // namespace

/// HMAC(key, m) = H(key ^ opad || H(key ^ ipad || m)). Both first blocks are the same for every message, so their
/// states are kept, and a message costs a copy of each in place of two blocks more.
struct KeyedHmac
{
    explicit KeyedHmac(const SecretKey &key) : inner(keyedState(key, 0x36)), outer(keyedState(key, 0x5c)) {}

    ObjectName operator()(QByteArrayView bytes) const
    {
        // One working context a thread, for any number of keys: a copy sets all of it.
        static thread_local const Context work(EVP_MD_CTX_new());
        ObjectName name;
        check(work && EVP_MD_CTX_copy_ex(work.get(), inner.get()) == 1 &&
              EVP_DigestUpdate(work.get(), bytes.data(), size_t(bytes.size())) == 1 &&
              EVP_DigestFinal_ex(work.get(), name.data(), nullptr) == 1 &&
              EVP_MD_CTX_copy_ex(work.get(), outer.get()) == 1 &&
              EVP_DigestUpdate(work.get(), name.data(), size_t(ObjectName::kSize)) == 1 &&
              EVP_DigestFinal_ex(work.get(), name.data(), nullptr) == 1);
        return name;
    }

    Context inner;
    Context outer;
};

struct Digester::Keyed
{
    explicit Keyed(const DomainKeys &keys) : chunk(keys.chunk()), node(keys.node()), tree(keys.tree()) {}

    KeyedHmac chunk;
    KeyedHmac node;
    KeyedHmac tree;
};

Digester::Digester(const SecretKey &domain) : keyed_(std::make_shared<const Keyed>(DomainKeys(domain))) {}

ObjectName Digester::chunk(QByteArrayView bytes) const
{
    return keyed_->chunk(bytes);
}

ObjectName Digester::node(QByteArrayView bytes) const
{
    return keyed_->node(bytes);
}

ObjectName Digester::treeNode(QByteArrayView bytes) const
{
    return keyed_->tree(bytes);
}

QByteArray Digester::proof(QByteArrayView nonce, QByteArrayView bytes)
{
    QByteArray answer(ObjectName::kSize, Qt::Uninitialized);
    size_t size = 0;
    check(EVP_Q_mac(nullptr, "HMAC", nullptr, "SHA256", nullptr, nonce.isEmpty() ? "" : nonce.data(),
                    size_t(nonce.size()), reinterpret_cast<const unsigned char *>(bytes.data()), size_t(bytes.size()),
                    reinterpret_cast<unsigned char *>(answer.data()), size_t(answer.size()), &size) != nullptr &&
          size == size_t(answer.size()));
    answer.truncate(kProofSize);
    return answer;
}

} // namespace backspool::codec
