#include "attach/subordinate_ids.h"

#include <QList>

namespace backspool::engine {

uint32_t ownerOfId(uint32_t uid, QByteArrayView subuid)
{
    for (const auto &line : subuid.toByteArray().split('\n')) {
        const auto fields = line.trimmed().split(':'); // user, first, count
        if (fields.size() != 3)
            continue;
        bool isFirst = false, isCount = false;
        const auto first = fields[1].toUInt(&isFirst), count = fields[2].toUInt(&isCount);
        if (isFirst && isCount && uid >= first && uid - first < count)
            return first;
    }
    return uid;
}

} // namespace backspool::engine
