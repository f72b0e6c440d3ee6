#include "protocol/enrolment_code.h"

#include "codec/keys.h"

#include <QCryptographicHash>

namespace backspool::protocol {

namespace {

constexpr qsizetype kSecretSize = 10;
constexpr qsizetype kFingerprintSize = 16;
constexpr qsizetype kCodeSize = kSecretSize + kFingerprintSize + 2;
constexpr qsizetype kTextSize = (kCodeSize * 8 + 4) / 5;
constexpr qsizetype kGroupSize = 5;
constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"; // RFC 4648, table 3

/// CRC-16/IBM-3740 (of "123456789": 0x29B1). Highest bit first, as base 32 goes: so that any wrong character and any
/// two neighbours that changed places are a burst of at most 16 bits, which a CRC of 16 bits always finds.
uint16_t crc16(QByteArrayView bytes)
{
    uint32_t crc = 0xffff;
    for (const char byte : bytes) {
        crc ^= uint32_t(uint8_t(byte)) << 8;
        for (int bit = 0; bit < 8; ++bit)
            crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1;
    }
    return uint16_t(crc);
}

QByteArray fingerprintOf(const QByteArray &authorityDer)
{
    return QCryptographicHash::hash(authorityDer, QCryptographicHash::Sha256).first(kFingerprintSize);
}

/// The character's place in the alphabet, or -1.
int valueOf(QChar character)
{
    char letter = character.toUpper().toLatin1();
    switch (letter) {
    case '0':
        letter = 'O';
        break;
    case '1':
        letter = 'I';
        break;
    case '8':
        letter = 'B';
        break;
    default:
        break;
    }
    if (letter >= 'A' && letter <= 'Z')
        return letter - 'A';
    if (letter >= '2' && letter <= '7')
        return letter - '2' + 26;
    return -1;
}

} // namespace

EnrolmentCode EnrolmentCode::generate(const QByteArray &authorityDer)
{
    return {.secret = codec::randomBytes(kSecretSize), .authorityFingerprint = fingerprintOf(authorityDer)};
}

QString EnrolmentCode::toText() const
{
    Q_ASSERT(secret.size() == kSecretSize && authorityFingerprint.size() == kFingerprintSize);
    QByteArray code = secret + authorityFingerprint;
    const uint16_t crc = crc16(code);
    code.append(char(crc >> 8)).append(char(crc & 0xff));

    QString text;
    uint32_t bits = 0;
    int bitCount = 0;
    qsizetype written = 0;
    const auto put = [&](uint32_t value) {
        if (written > 0 && written % kGroupSize == 0)
            text.append(u'-');
        text.append(QLatin1Char(kAlphabet[value & 31]));
        ++written;
    };
    for (const char byte : std::as_const(code)) {
        bits = bits << 8 | uint8_t(byte);
        for (bitCount += 8; bitCount >= 5; bitCount -= 5)
            put(bits >> (bitCount - 5));
    }
    if (bitCount > 0)
        put(bits << (5 - bitCount));
    return text;
}

Result<EnrolmentCode> EnrolmentCode::fromText(const QString &text)
{
    QByteArray code;
    uint32_t bits = 0;
    int bitCount = 0;
    qsizetype characters = 0;
    for (const QChar character : text) {
        // Dashes of any width: a mail program may have changed them.
        if (character.isSpace() || character.category() == QChar::Punctuation_Dash)
            continue;
        const int value = valueOf(character);
        if (value < 0)
            return fail(ErrorKind::Invalid,
                        QStringLiteral("The enrolment code cannot have the character \"%1\" (it has letters and the "
                                       "digits 2 to 7). Check it against what you were given.")
                            .arg(character));
        if (++characters > kTextSize)
            break;
        bits = bits << 5 | uint32_t(value);
        bitCount += 5;
        if (bitCount >= 8) {
            bitCount -= 8;
            code.append(char(bits >> bitCount & 0xff));
        }
    }
    if (characters != kTextSize) {
        return fail(
            ErrorKind::Invalid,
            (characters < kTextSize
                 ? QStringLiteral(
                       "The enrolment code is too short: it has %1 of %2 characters. Check that you copied all of it.")
                       .arg(characters)
                 : QStringLiteral("The enrolment code is too long: it has more than %1 characters. Check that you "
                                  "copied nothing else."))
                .arg(kTextSize));
    }
    const QByteArrayView withoutCrc = QByteArrayView(code).first(kSecretSize + kFingerprintSize);
    const uint16_t crc = crc16(withoutCrc);
    const uint32_t leftOver = bits & ((1U << bitCount) - 1);
    if (leftOver != 0 || uint8_t(code[kCodeSize - 2]) != crc >> 8 || uint8_t(code[kCodeSize - 1]) != (crc & 0xff))
        return fail(
            ErrorKind::Invalid,
            QStringLiteral("A character of the enrolment code is wrong. Check it against what you were given."));
    return EnrolmentCode{.secret = code.first(kSecretSize),
                         .authorityFingerprint = code.sliced(kSecretSize, kFingerprintSize)};
}

bool EnrolmentCode::matchesAuthority(const QByteArray &authorityDer) const
{
    return authorityFingerprint.size() == kFingerprintSize && fingerprintOf(authorityDer) == authorityFingerprint;
}

QByteArray EnrolmentCode::secretHash() const
{
    return QCryptographicHash::hash(secret, QCryptographicHash::Sha256);
}

} // namespace backspool::protocol
