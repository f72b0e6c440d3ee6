#include "protocol/messages.h"

#include "protocol/message_fields.h"

namespace backspool::protocol {

using namespace fields;

namespace {
constexpr uint64_t kMaxSecret = 64;
constexpr uint64_t kMaxCertificateRequest = 8'192;
constexpr uint64_t kMaxCertificate = 16'384;
constexpr qsizetype kDomainSecretSize = 32;
} // namespace

QByteArray Hello::encode() const
{
    ByteWriter writer;
    writer.u16(oldest).u16(newest);
    writeText(writer, software);
    return writer.take();
}

Result<Hello> Hello::decode(QByteArrayView payload)
{
    ByteReader reader(payload, "greeting");
    Hello message;
    message.oldest = TRY(reader.u16());
    message.newest = TRY(reader.u16());
    message.software = TRY(readText(reader));
    TRY(reader.atEnd());
    return message;
}

QByteArray HelloReply::encode() const
{
    ByteWriter writer;
    writer.u16(version).u32(client.value);
    writeTime(writer, time);
    writeText(writer, software);
    writeText(writer, repository);
    writeText(writer, clientName);
    return writer.take();
}

Result<HelloReply> HelloReply::decode(QByteArrayView payload)
{
    ByteReader reader(payload, "reply to the greeting");
    HelloReply message;
    message.version = TRY(reader.u16());
    message.client.value = TRY(reader.u32());
    message.time = TRY(readTime(reader));
    message.software = TRY(readText(reader));
    message.repository = TRY(readText(reader));
    message.clientName = TRY(readText(reader));
    TRY(reader.atEnd());
    return message;
}

QByteArray Enrol::encode() const
{
    ByteWriter writer;
    writer.sizedBytes(secret).sizedBytes(request);
    writeText(writer, host);
    return writer.take();
}

Result<Enrol> Enrol::decode(QByteArrayView payload)
{
    ByteReader reader(payload, "enrolment");
    Enrol message;
    message.secret = TRY(reader.sizedBytes(kMaxSecret)).toByteArray();
    message.request = TRY(reader.sizedBytes(kMaxCertificateRequest)).toByteArray();
    message.host = TRY(readText(reader));
    TRY(reader.atEnd());
    return message;
}

QByteArray EnrolReply::encode() const
{
    Q_ASSERT(domainSecret.size() == kDomainSecretSize);
    ByteWriter writer;
    writer.u32(client.value);
    writeText(writer, name);
    writeText(writer, repository);
    writer.sizedBytes(certificate).sizedBytes(authority).bytes(domainSecret);
    return writer.take();
}

Result<EnrolReply> EnrolReply::decode(QByteArrayView payload)
{
    ByteReader reader(payload, "reply to the enrolment");
    EnrolReply message;
    message.client.value = TRY(reader.u32());
    message.name = TRY(readText(reader));
    message.repository = TRY(readText(reader));
    message.certificate = TRY(reader.sizedBytes(kMaxCertificate)).toByteArray();
    message.authority = TRY(reader.sizedBytes(kMaxCertificate)).toByteArray();
    message.domainSecret = TRY(reader.bytes(kDomainSecretSize)).toByteArray();
    TRY(reader.atEnd());
    return message;
}

QByteArray ErrorMessage::encode() const
{
    ByteWriter writer;
    writer.u8(errorKindCode(kind));
    writeText(writer, text);
    return writer.take();
}

Result<ErrorMessage> ErrorMessage::decode(QByteArrayView payload)
{
    ByteReader reader(payload, "error message");
    ErrorMessage message;
    message.kind = errorKindFromCode(TRY(reader.u8()));
    message.text = TRY(readText(reader));
    TRY(reader.atEnd());
    return message;
}

uint8_t errorKindCode(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Io:
        return 1;
    case ErrorKind::NotFound:
        return 2;
    case ErrorKind::Exists:
        return 3;
    case ErrorKind::Damaged:
        return 4;
    case ErrorKind::Invalid:
        return 5;
    case ErrorKind::Denied:
        return 6;
    case ErrorKind::NoSpace:
        return 7;
    case ErrorKind::Unreachable:
        return 8;
    case ErrorKind::Busy:
        return 9;
    case ErrorKind::Cancelled:
        return 10;
    case ErrorKind::Unsupported:
        return 11;
    }
    return 1;
}

ErrorKind errorKindFromCode(uint8_t code)
{
    constexpr ErrorKind kKinds[] = {
        ErrorKind::Io,      ErrorKind::NotFound,  ErrorKind::Exists,      ErrorKind::Damaged,
        ErrorKind::Invalid, ErrorKind::Denied,    ErrorKind::NoSpace,     ErrorKind::Unreachable,
        ErrorKind::Busy,    ErrorKind::Cancelled, ErrorKind::Unsupported,
    };
    return code >= 1 && code <= std::size(kKinds) ? kKinds[code - 1] : ErrorKind::Io;
}

} // namespace backspool::protocol
