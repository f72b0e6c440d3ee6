#include "attach/local_messages.h"

#include "core/bytes.h"

namespace backspool::engine {

namespace {
/// Names of computers and addresses are much shorter.
constexpr uint64_t kMostText = 1'024;
} // namespace

QByteArray Attach::encode() const
{
    ByteWriter writer;
    writer.u32(version);
    return writer.take();
}

Result<Attach> Attach::decode(QByteArrayView payload)
{
    ByteReader reader(payload, "greeting of a local program");
    Attach message;
    message.version = TRY(reader.u32());
    TRY(reader.atEnd());
    return message;
}

QByteArray Attached::encode() const
{
    ByteWriter writer;
    writer.sizedBytes(client.toUtf8()).sizedBytes(service.toUtf8());
    return writer.take();
}

Result<Attached> Attached::decode(QByteArrayView payload)
{
    ByteReader reader(payload, "greeting of the system's agent");
    Attached message;
    message.client = QString::fromUtf8(TRY(reader.sizedBytes(kMostText)));
    message.service = QString::fromUtf8(TRY(reader.sizedBytes(kMostText)));
    TRY(reader.atEnd());
    return message;
}

} // namespace backspool::engine
