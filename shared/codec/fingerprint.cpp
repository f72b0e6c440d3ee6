#include "codec/fingerprint.h"

#include <QtEndian>

#include <openssl/evp.h>

#include <array>
#include <bit>

namespace backspool::codec {

namespace {

/// Horner's rule waits for a multiplication at each byte; so many sums side by side, each of every sixteenth byte, are
/// vectors to the compiler: 4 GB/s in place of 0.7.
constexpr qsizetype kLanes = 16;

uint32_t power(uint32_t base, uint64_t exponent)
{
    uint32_t result = 1;
    for (; exponent > 0; exponent >>= 1) {
        if (exponent & 1)
            result *= base;
        base *= base;
    }
    return result;
}

void check(bool ok)
{
    if (!ok)
        qFatal("OpenSSL cannot compute AES-256-GCM");
}

} // namespace

struct Fingerprinter::Cipher
{
    explicit Cipher(const SecretKey &key) : context(EVP_CIPHER_CTX_new())
    {
        check(context && EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), nullptr, key.data(), kNonce.data()) == 1);
    }
    ~Cipher() { EVP_CIPHER_CTX_free(context); }
    Cipher(const Cipher &) = delete;
    Cipher &operator=(const Cipher &) = delete;

    /// Always the same: nothing is encrypted, and a tag is compared with tags of the same key only.
    static constexpr std::array<uint8_t, 12> kNonce{};
    EVP_CIPHER_CTX *context;
};

qsizetype fingerprintBlockSize(uint64_t size)
{
    constexpr uint64_t kManyBlocks = uint64_t(1) << 20;
    if (size <= uint64_t(4_MiB))
        return kMinFingerprintBlock;
    if (size <= uint64_t(64_MiB))
        return 2_KiB;
    qsizetype block = 4_KiB;
    while (block < kMaxFingerprintBlock && size / uint64_t(block) > kManyBlocks)
        block *= 2;
    return block;
}

Fingerprinter::Fingerprinter(const SecretKey &key, qsizetype blockSize)
    : blockSize_(blockSize),
      cipher_(std::make_unique<Cipher>(deriveKey(key, {}, QByteArrayView("backspool strong fingerprint"))))
{
    Q_ASSERT(blockSize >= kMinFingerprintBlock && blockSize <= kMaxFingerprintBlock &&
             std::has_single_bit(size_t(blockSize)));
    const auto bytes =
        hkdf(key.view(), {}, QByteArrayView("backspool rolling fingerprint"), qsizetype(sizeof(multiplier_)));
    // 5 modulo 8: the powers of such a number go round all that there are (Knuth, TAOCP 2, 3.2.1.2).
    multiplier_ = (qFromLittleEndian<uint32_t>(bytes.constData()) & ~uint32_t(7)) | 5;
    outgoing_ = power(multiplier_, uint64_t(blockSize));
}

Fingerprinter::~Fingerprinter() = default;
Fingerprinter::Fingerprinter(Fingerprinter &&) noexcept = default;
Fingerprinter &Fingerprinter::operator=(Fingerprinter &&) noexcept = default;

uint32_t Fingerprinter::rolling(QByteArrayView block) const
{
    const auto *bytes = reinterpret_cast<const uint8_t *>(block.data());
    const uint32_t step = power(multiplier_, kLanes);
    std::array<uint32_t, kLanes> lanes{};
    qsizetype at = 0;
    for (; at + kLanes <= block.size(); at += kLanes) {
        for (qsizetype lane = 0; lane < kLanes; ++lane)
            lanes[size_t(lane)] = lanes[size_t(lane)] * step + bytes[at + lane];
    }
    uint32_t sum = 0;
    for (const uint32_t lane : lanes)
        sum = sum * multiplier_ + lane;
    for (; at < block.size(); ++at)
        sum = sum * multiplier_ + bytes[at];
    return sum;
}

uint64_t Fingerprinter::strong(QByteArrayView block)
{
    auto *context = cipher_->context;
    int written = 0;
    std::array<uint8_t, 16> tag;
    check(EVP_EncryptInit_ex(context, nullptr, nullptr, nullptr, Cipher::kNonce.data()) == 1 &&
          EVP_EncryptUpdate(context, nullptr, &written, reinterpret_cast<const uint8_t *>(block.data()),
                            int(block.size())) == 1 &&
          EVP_EncryptFinal_ex(context, tag.data(), &written) == 1 &&
          EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, int(tag.size()), tag.data()) == 1);
    return qFromLittleEndian<uint64_t>(tag.data());
}

} // namespace backspool::codec
