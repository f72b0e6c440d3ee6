#pragma once
/// Messages of every kind with random contents.
#include "protocol/backup_messages.h"
#include "protocol/difference_messages.h"
#include "protocol/policy_messages.h"
#include "protocol/read_messages.h"

#include <QRandomGenerator>

namespace backspool::protocol {

/// One kind of message, as tests go over them all.
struct MessageSample
{
    MessageType type;
    const char *name;
    /// A payload of this kind.
    QByteArray (*random)(QRandomGenerator &random);
    /// Decodes @p payload and encodes what came of it.
    Result<QByteArray> (*throughAndBack)(QByteArrayView payload);
};
const std::vector<MessageSample> &messageSamples();

} // namespace backspool::protocol
