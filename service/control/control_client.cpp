#include "control/control_client.h"

#include "control/data_folder.h"
#include "control/local_socket.h"

#include <algorithm>

namespace backspool::control {

namespace {

Error errorFromJson(const QJsonObject &object)
{
    static constexpr std::array kKinds = {ErrorKind::Io,        ErrorKind::NotFound,    ErrorKind::Exists,
                                          ErrorKind::Damaged,   ErrorKind::Invalid,     ErrorKind::Denied,
                                          ErrorKind::NoSpace,   ErrorKind::Unreachable, ErrorKind::Busy,
                                          ErrorKind::Cancelled, ErrorKind::Unsupported};
    const auto name = object[QStringLiteral("kind")].toString();
    const auto kind = std::ranges::find(kKinds, name, errorKindName);
    return {kind == kKinds.end() ? ErrorKind::Io : *kind, object[QStringLiteral("text")].toString()};
}

Progress progressFromJson(const QJsonObject &object)
{
    const auto number = [&](const QString &key) { return uint64_t(object[key].toInteger()); };
    return {number(QStringLiteral("items_done")), number(QStringLiteral("items_total")),
            number(QStringLiteral("bytes_done")), number(QStringLiteral("bytes_total"))};
}

} // namespace

Result<ControlClient> ControlClient::connect(const QString &dataFolder)
{
    return ControlClient(LineChannel(TRY(connectLocally(controlSocketPath(dataFolder)))));
}

Result<QJsonObject> ControlClient::ask(const AdminRequest &request, AdminSink &sink)
{
    TRY(channel_.write(request.toJson()));
    for (;;) {
        const auto line = TRY(channel_.read());
        if (!line)
            return fail(ErrorKind::Unreachable, QStringLiteral("The service ended before it had answered."));
        if (const auto row = line->value(QStringLiteral("row")); row.isObject())
            sink.row(row.toObject());
        else if (const auto progress = line->value(QStringLiteral("progress")); progress.isObject())
            sink.progressed(progressFromJson(progress.toObject()));
        else if (const auto result = line->value(QStringLiteral("result")); result.isObject())
            return result.toObject();
        else if (const auto error = line->value(QStringLiteral("error")); error.isObject())
            return fail(errorFromJson(error.toObject()));
        // Other objects are a later service's: passed over.
    }
}

} // namespace backspool::control
