#include "core/object_name.h"

#include <QtEndian>

namespace backspool {

ObjectName ObjectName::fromBytes(QByteArrayView bytes)
{
    Q_ASSERT(bytes.size() == kSize);
    ObjectName name;
    std::memcpy(name.bytes_.data(), bytes.data(), kSize);
    return name;
}

bool ObjectName::isNull() const
{
    return *this == ObjectName();
}

uint64_t ObjectName::prefix() const
{
    return qFromBigEndian<uint64_t>(bytes_.data());
}

} // namespace backspool
