#include "codec/seal.h"

#include <QtEndian>
#include <QtGlobal>

#include <openssl/evp.h>

#include <array>
#include <cstring>
#include <memory>

namespace backspool::codec {

namespace {

struct FreeContext
{
    void operator()(EVP_CIPHER_CTX *context) const { EVP_CIPHER_CTX_free(context); }
};

const EVP_CIPHER *aesGcm()
{
    static EVP_CIPHER *const cipher = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
    return cipher;
}

/// One a thread; each use sets the key and the nonce anew: 0.3 us, against 7 us for the bytes of a block of 64 KiB.
EVP_CIPHER_CTX *threadContext()
{
    static thread_local const std::unique_ptr<EVP_CIPHER_CTX, FreeContext> context(EVP_CIPHER_CTX_new());
    return context.get();
}

std::array<uint8_t, 12> nonceOf(uint64_t counter)
{
    std::array<uint8_t, 12> nonce{};
    qToLittleEndian(counter, nonce.data());
    return nonce;
}

void check(bool ok)
{
    if (!ok)
        qFatal("OpenSSL cannot compute AES-256-GCM");
}

const unsigned char *bytesOf(QByteArrayView view)
{
    return reinterpret_cast<const unsigned char *>(view.data());
}

} // namespace

QByteArray Sealer::seal(uint64_t counter, QByteArrayView associated, QByteArrayView plain) const
{
    // Not an assertion: a cut length would seal a part and lose the rest.
    check(plain.size() <= kMaxSealed && associated.size() <= kMaxSealed);
    EVP_CIPHER_CTX *const context = threadContext();
    QByteArray sealed(plain.size() + kSealOverhead, Qt::Uninitialized);
    auto *const out = reinterpret_cast<unsigned char *>(sealed.data());
    int written = 0;
    check(EVP_EncryptInit_ex2(context, aesGcm(), key_.data(), nonceOf(counter).data(), nullptr) == 1);
    if (!associated.isEmpty())
        check(EVP_EncryptUpdate(context, nullptr, &written, bytesOf(associated), int(associated.size())) == 1);
    if (!plain.isEmpty())
        check(EVP_EncryptUpdate(context, out, &written, bytesOf(plain), int(plain.size())) == 1);
    check(EVP_EncryptFinal_ex(context, out + plain.size(), &written) == 1 &&
          EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, int(kSealOverhead), out + plain.size()) == 1);
    return sealed;
}

Result<QByteArray> Sealer::open(uint64_t counter, QByteArrayView associated, QByteArrayView sealed) const
{
    const auto damaged = [] {
        return fail(ErrorKind::Damaged, QStringLiteral("the seal is wrong: these are not the bytes that were written"));
    };
    if (sealed.size() < kSealOverhead || sealed.size() > kMaxSealed + kSealOverhead || associated.size() > kMaxSealed)
        return damaged();
    const QByteArrayView cipherText = sealed.chopped(kSealOverhead);
    std::array<unsigned char, size_t(kSealOverhead)> tag;
    std::memcpy(tag.data(), sealed.data() + cipherText.size(), tag.size());

    EVP_CIPHER_CTX *const context = threadContext();
    QByteArray plain(cipherText.size(), Qt::Uninitialized);
    auto *const out = reinterpret_cast<unsigned char *>(plain.data());
    int written = 0;
    check(EVP_DecryptInit_ex2(context, aesGcm(), key_.data(), nonceOf(counter).data(), nullptr) == 1 &&
          EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, int(tag.size()), tag.data()) == 1);
    if (!associated.isEmpty())
        check(EVP_DecryptUpdate(context, nullptr, &written, bytesOf(associated), int(associated.size())) == 1);
    if (!cipherText.isEmpty())
        check(EVP_DecryptUpdate(context, out, &written, bytesOf(cipherText), int(cipherText.size())) == 1);
    if (EVP_DecryptFinal_ex(context, out + plain.size(), &written) != 1)
        return damaged();
    return plain;
}

} // namespace backspool::codec
