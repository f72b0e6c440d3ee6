#pragma once
/// Ids that a user of this computer may take on inside user namespaces (subuid(5)), thousands of them: what is bounded
/// for each user is bounded for them together.
#include <QByteArrayView>

#include <cstdint>

namespace backspool::engine {

/// What @p uid counts as: itself, or the first of the range of @p subuid, the content of /etc/subuid, that it is in.
/// Lines that are none are passed over.
uint32_t ownerOfId(uint32_t uid, QByteArrayView subuid);

} // namespace backspool::engine
