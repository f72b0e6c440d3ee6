#include "protocol/policy_messages.h"

#include "protocol/message_fields.h"

namespace backspool::protocol {

using namespace fields;

namespace {
constexpr uint8_t kWatch = 1;
}

QByteArray GetPolicy::encode() const
{
    ByteWriter writer;
    writer.u64(known).u8(watch ? kWatch : 0);
    return writer.take();
}

Result<GetPolicy> GetPolicy::decode(QByteArrayView payload)
{
    ByteReader reader(payload, "question for the policy");
    GetPolicy message;
    message.known = TRY(reader.u64());
    message.watch = (TRY(readFlags(reader, kWatch)) & kWatch) != 0;
    TRY(reader.atEnd());
    return message;
}

QByteArray Policy::encode() const
{
    ByteWriter writer;
    writer.u64(version);
    writeTime(writer, set);
    writer.sizedBytes(content);
    return writer.take();
}

Result<Policy> Policy::decode(QByteArrayView payload)
{
    ByteReader reader(payload, "policy");
    Policy message;
    message.version = TRY(reader.u64());
    message.set = TRY(readTime(reader));
    message.content = TRY(reader.sizedBytes(kMaxPolicySize)).toByteArray();
    TRY(reader.atEnd());
    return message;
}

} // namespace backspool::protocol
