#pragma once
/// Greeting, enrolment and errors. Each message is a struct with encode() to a payload and decode() from one; decode
/// treats the payload as hostile (docs/protocol.md). All texts are UTF-8, at most 4 KiB unless said.
#include "core/clock.h"
#include "core/ids.h"
#include "protocol/frame.h"

#include <QString>

namespace backspool::protocol {

constexpr uint16_t kProtocolVersion = 1;

/// The first message each way. Client to service.
struct Hello
{
    uint16_t oldest = kProtocolVersion; ///< versions that the client speaks
    uint16_t newest = kProtocolVersion;
    QString software; ///< "backspool-agent 0.1.0"
    QByteArray encode() const;
    static Result<Hello> decode(QByteArrayView payload);
};

struct HelloReply
{
    uint16_t version = kProtocolVersion; ///< the one that both go on with
    QString software;
    QString repository; ///< UUID
    ClientId client;    ///< 0: no certificate, only Enrol is answered
    QString clientName;
    WallTime time{}; ///< the service's clock
    QByteArray encode() const;
    static Result<HelloReply> decode(QByteArrayView payload);
};

struct Enrol
{
    QByteArray secret;  ///< from the code (enrolment_code.h)
    QByteArray request; ///< PKCS#10, DER, at most 8 KiB
    QString host;
    QByteArray encode() const;
    static Result<Enrol> decode(QByteArrayView payload);
};

struct EnrolReply
{
    ClientId client;
    QString name;
    QString repository;
    QByteArray certificate;  ///< DER
    QByteArray authority;    ///< DER
    QByteArray domainSecret; ///< 32 bytes: names are keyed by it
    QByteArray encode() const;
    static Result<EnrolReply> decode(QByteArrayView payload);
};

/// Answers any request that failed; with request 0 it ends the connection.
struct ErrorMessage
{
    ErrorKind kind = ErrorKind::Invalid;
    QString text;
    QByteArray encode() const;
    static Result<ErrorMessage> decode(QByteArrayView payload);
    static ErrorMessage from(const Error &error) { return {error.kind(), error.text()}; }
    Error toError() const { return {kind, text}; }
};

/// u8 in an ErrorMessage for each ErrorKind, fixed by docs/protocol.md.
uint8_t errorKindCode(ErrorKind kind);
ErrorKind errorKindFromCode(uint8_t code); ///< unknown: Io

} // namespace backspool::protocol
