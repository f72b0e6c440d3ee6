#include "codec/fingerprint.h"

#include <QtEndian>

#include <openssl/evp.h>

#include <bit>

namespace backspool::codec {

namespace {

/// Horner's rule waits for a multiplication at each byte: four quarters of a block at a time keep the processor busy.
constexpr qsizetype kLanes = 4;
/// A few times as many as kLanes bytes; shorter blocks are not worth the last step.
constexpr qsizetype kMinLaned = 64;

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
    const auto table = hkdf(key.view(), {}, QByteArrayView("backspool rolling fingerprint"),
                            qsizetype((values_.size() + 1) * sizeof(uint32_t)));
    for (size_t i = 0; i < values_.size(); ++i)
        values_[i] = qFromLittleEndian<uint32_t>(table.constData() + i * sizeof(uint32_t));
    // 5 modulo 8: the powers of such a number go round all that there are (Knuth, TAOCP 2, 3.2.1.2).
    multiplier_ =
        (qFromLittleEndian<uint32_t>(table.constData() + values_.size() * sizeof(uint32_t)) & ~uint32_t(7)) | 5;
    const uint32_t whole = power(multiplier_, uint64_t(blockSize));
    for (size_t i = 0; i < values_.size(); ++i)
        outgoing_[i] = values_[i] * whole;
}

Fingerprinter::~Fingerprinter() = default;
Fingerprinter::Fingerprinter(Fingerprinter &&) noexcept = default;
Fingerprinter &Fingerprinter::operator=(Fingerprinter &&) noexcept = default;

uint32_t Fingerprinter::rolling(QByteArrayView block) const
{
    const auto *bytes = reinterpret_cast<const uint8_t *>(block.data());
    const qsizetype quarter = block.size() >= kMinLaned ? block.size() / kLanes : 0;
    uint32_t sum = 0;
    if (quarter > 0) {
        std::array<uint32_t, kLanes> lanes{};
        for (qsizetype i = 0; i < quarter; ++i) {
            for (size_t lane = 0; lane < lanes.size(); ++lane)
                lanes[lane] = lanes[lane] * multiplier_ + values_[bytes[qsizetype(lane) * quarter + i]];
        }
        const uint32_t shift = power(multiplier_, uint64_t(quarter));
        for (const uint32_t lane : lanes)
            sum = sum * shift + lane;
    }
    for (qsizetype i = quarter * kLanes; i < block.size(); ++i)
        sum = sum * multiplier_ + values_[bytes[i]];
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
