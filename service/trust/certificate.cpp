#include "trust/certificate.h"

#include "codec/keys.h"
#include "core/units.h"

#include <openssl/ec.h>
#include <openssl/x509v3.h>

#include <ctime>

namespace backspool::trust {

namespace {

/// An agent's request is about 300 bytes; what is far longer is not one.
constexpr ByteCount kMaxRequest = 8_KiB;

/// RFC 5280, appendix A.1, ub-common-name.
constexpr qsizetype kMaxCommonName = 64;

/// A SubjectPublicKeyInfo (RFC 5480) of the named curve P-256 up to its uncompressed point of 65 bytes: with it every
/// other algorithm, curve, explicit curve parameters and form of a point are ruled out.
constexpr unsigned char kP256Prefix[] = {0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48,
                                         0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48,
                                         0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04};
constexpr qsizetype kP256Size = 91;

bool isP256(const EVP_PKEY *key)
{
    const auto der = toDer<EVP_PKEY>(key, i2d_PUBKEY);
    return der.size() == kP256Size && der.startsWith(QByteArrayView(kP256Prefix, sizeof kP256Prefix));
}

std::unexpected<Error> openSslFailed(const char *doing)
{
    return fail(ErrorKind::Io, QStringLiteral("%1 failed: %2").arg(QLatin1StringView(doing), openSslReason()));
}

/// At most @p most characters of @p text, no pair of surrogates cut.
QString shortened(const QString &text, qsizetype most)
{
    auto characters = text.toUcs4();
    if (characters.size() <= most)
        return text;
    characters.resize(most);
    return QString::fromUcs4(reinterpret_cast<const char32_t *>(characters.constData()), most);
}

Status setName(X509_NAME *name, const CertificateTerms &terms)
{
    const auto commonName = shortened(terms.name, kMaxCommonName).toUtf8();
    const auto add = [name](const char *field, const QByteArray &value) {
        return X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8,
                                          reinterpret_cast<const unsigned char *>(value.constData()), int(value.size()),
                                          -1, 0) == 1;
    };
    if (commonName.isEmpty() || commonName.contains('\0') || !add("CN", commonName) ||
        (terms.client && !add("serialNumber", QByteArray::number(terms.client.value)))) {
        ERR_clear_error();
        return fail(ErrorKind::Invalid, QStringLiteral("\"%1\" cannot be the name in a certificate").arg(terms.name));
    }
    return {};
}

Status setTimes(X509 *certificate, const CertificateTerms &terms)
{
    const TimeHandle from(ASN1_TIME_set(nullptr, time_t(unixSeconds(terms.from))));
    const TimeHandle to(ASN1_TIME_set(nullptr, time_t(unixSeconds(terms.to))));
    if (terms.to <= terms.from || !from || !to || X509_set1_notBefore(certificate, from.get()) != 1 ||
        X509_set1_notAfter(certificate, to.get()) != 1) {
        ERR_clear_error();
        return fail(ErrorKind::Invalid,
                    QStringLiteral("a certificate cannot begin or end at that time. Check the clock of this computer"));
    }
    return {};
}

/// Random, positive and not zero, at most 20 bytes (RFC 5280, 4.1.2.2).
Status setSerial(X509 *certificate)
{
    auto bytes = codec::randomBytes(16);
    bytes[0] = char((bytes[0] & 0x3f) | 0x40);
    const NumberHandle number(
        BN_bin2bn(reinterpret_cast<const unsigned char *>(bytes.constData()), int(bytes.size()), nullptr));
    if (!number || !BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)))
        return openSslFailed("making a certificate's serial number");
    return {};
}

struct Extension
{
    int nid;
    QByteArray value; ///< in the words of OpenSSL's configuration (x509v3_config(5))
};

std::vector<Extension> extensionsOf(const CertificateTerms &terms)
{
    std::vector<Extension> extensions{{NID_subject_key_identifier, "hash"}};
    if (terms.use == CertificateTerms::Use::Authority) {
        extensions.push_back({NID_basic_constraints, "critical,CA:TRUE,pathlen:0"});
        extensions.push_back({NID_key_usage, "critical,keyCertSign,cRLSign"});
        return extensions;
    }
    extensions.push_back({NID_authority_key_identifier, "keyid:always"});
    extensions.push_back({NID_basic_constraints, "critical,CA:FALSE"});
    extensions.push_back({NID_key_usage, "critical,digitalSignature"});
    if (terms.use == CertificateTerms::Use::Server) {
        extensions.push_back({NID_ext_key_usage, "serverAuth"});
        extensions.push_back({NID_subject_alt_name, "DNS:" + terms.name.toLatin1()});
    } else {
        extensions.push_back({NID_ext_key_usage, "clientAuth"});
    }
    return extensions;
}

Status addExtensions(X509 *certificate, X509 *issuer, const CertificateTerms &terms)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    for (const auto &[nid, value] : extensionsOf(terms)) {
        const ExtensionHandle extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.constData()));
        if (!extension || X509_add_ext(certificate, extension.get(), -1) != 1)
            return openSslFailed("adding an extension to a certificate");
    }
    return {};
}

/// A server's name goes into an extension as it is: no character in it may have a meaning there.
Status checkServerName(const CertificateTerms &terms)
{
    const auto isPlain = [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'-' || c == u'.';
    };
    if (terms.use == CertificateTerms::Use::Server &&
        (terms.name.size() > kMaxCommonName || !std::ranges::all_of(terms.name, isPlain)))
        return fail(ErrorKind::Invalid, QStringLiteral("\"%1\" cannot be the name of a service").arg(terms.name));
    return {};
}

} // namespace

Result<KeyHandle> makeKey()
{
    KeyHandle key(EVP_EC_gen("P-256"));
    if (!key)
        return openSslFailed("making a key");
    return key;
}

Result<QByteArray> encodeKey(const EVP_PKEY *key)
{
    const Pkcs8Handle info(EVP_PKEY2PKCS8(key));
    auto der = info ? toDer<PKCS8_PRIV_KEY_INFO>(info.get(), i2d_PKCS8_PRIV_KEY_INFO) : QByteArray();
    if (der.isEmpty())
        return openSslFailed("encoding a key");
    return der;
}

Result<KeyHandle> decodeKey(const QByteArray &der)
{
    const auto info = fromDer<Pkcs8Handle>(der, d2i_PKCS8_PRIV_KEY_INFO);
    KeyHandle key(info ? EVP_PKCS82PKEY(info.get()) : nullptr);
    // The public part is stored beside the private one; one that does not fit it would make signatures that nobody
    // can verify.
    const KeyContextHandle context(key ? EVP_PKEY_CTX_new(key.get(), nullptr) : nullptr);
    const bool isWhole = context && isP256(key.get()) && EVP_PKEY_check(context.get()) == 1;
    ERR_clear_error();
    if (!isWhole)
        return fail(ErrorKind::Damaged, QStringLiteral("the private key is not a key of P-256"));
    return key;
}

Result<CertificateHandle> decodeCertificate(const QByteArray &der)
{
    auto certificate = fromDer<CertificateHandle>(der, d2i_X509);
    ERR_clear_error();
    if (!certificate)
        return fail(ErrorKind::Damaged, QStringLiteral("the certificate is not one"));
    return certificate;
}

Result<KeyHandle> keyOfRequest(const QByteArray &der)
{
    if (der.size() > kMaxRequest)
        return fail(ErrorKind::Invalid,
                    QStringLiteral("the certificate request is too long (%1 bytes)").arg(der.size()));
    const auto request = fromDer<RequestHandle>(der, d2i_X509_REQ);
    ERR_clear_error();
    if (!request)
        return fail(ErrorKind::Invalid, QStringLiteral("the certificate request is not one"));
    KeyHandle key(X509_REQ_get_pubkey(request.get()));
    ERR_clear_error();
    // Before its signature is verified: other keys may be made to cost much time.
    if (!key || !isP256(key.get()))
        return fail(ErrorKind::Invalid, QStringLiteral("the certificate request has another key than one of P-256"));
    const int verified = X509_REQ_verify(request.get(), key.get());
    ERR_clear_error();
    if (verified != 1)
        return fail(ErrorKind::Invalid, QStringLiteral("the certificate request is not signed with its own key"));
    return key;
}

WallTime endOf(const X509 *certificate)
{
    std::tm end{};
    if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &end) != 1)
        return {};
    return fromUnixSeconds(timegm(&end));
}

Result<QByteArray> issueCertificate(const CertificateTerms &terms, EVP_PKEY *subjectKey, X509 *issuer,
                                    EVP_PKEY *issuerKey)
{
    TRY(checkServerName(terms));
    const CertificateHandle certificate(X509_new());
    if (!certificate || X509_set_version(certificate.get(), X509_VERSION_3) != 1 ||
        X509_set_pubkey(certificate.get(), subjectKey) != 1)
        return openSslFailed("making a certificate");
    X509_NAME *subject = X509_get_subject_name(certificate.get());
    TRY(setName(subject, terms));
    TRY(setSerial(certificate.get()));
    TRY(setTimes(certificate.get(), terms));
    if (X509_set_issuer_name(certificate.get(), issuer ? X509_get_subject_name(issuer) : subject) != 1)
        return openSslFailed("naming a certificate's issuer");
    TRY(addExtensions(certificate.get(), issuer ? issuer : certificate.get(), terms));
    if (X509_sign(certificate.get(), issuerKey, EVP_sha256()) <= 0)
        return openSslFailed("signing a certificate");
    auto der = toDer<X509>(certificate.get(), i2d_X509);
    if (der.isEmpty())
        return openSslFailed("encoding a certificate");
    return der;
}

} // namespace backspool::trust
