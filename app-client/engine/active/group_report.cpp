#include "active/group_report.h"

#include "core/json_values.h"

namespace backspool::engine {

QJsonObject GroupReport::toJson() const
{
    QJsonObject object{{QStringLiteral("kind"), groupKindName(kind)},
                       {QStringLiteral("protection"), protectionName(protection)}};
    putPath(object, QStringLiteral("path"), path);
    if (!name.isEmpty())
        object[QStringLiteral("name")] = name;
    if (protection == Protection::None)
        object[QStringLiteral("reason")] = reason;
    return object;
}

QJsonObject groupCountsToJson(const GroupCounts &counts)
{
    QJsonObject object;
    for (const auto &[protection, count] : counts)
        object[protectionName(protection)] = qint64(count);
    return object;
}

} // namespace backspool::engine
