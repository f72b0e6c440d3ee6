#include "control/admin_request.h"

namespace backspool::control {

QJsonObject AdminRequest::toJson() const
{
    return {{QStringLiteral("command"), command}, {QStringLiteral("arguments"), arguments}};
}

Result<AdminRequest> AdminRequest::fromJson(const QJsonObject &object)
{
    AdminRequest request{object[QStringLiteral("command")].toString(), object[QStringLiteral("arguments")].toObject()};
    if (request.command.isEmpty())
        return fail(ErrorKind::Invalid, QStringLiteral("a request without a command"));
    return request;
}

} // namespace backspool::control
