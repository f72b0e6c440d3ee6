#include "control/administration.h"

#include "console/human.h"
#include "control/admin_rows.h"
#include "protocol/enrolment_code.h"

#include <QJsonArray>
#include <QRandomGenerator>

#include <map>

namespace backspool::control {

namespace {

using namespace std::chrono_literals;

constexpr auto kCodeLifetime = 1h; // long enough to walk to the other computer
constexpr uint32_t kPointsAtOnce = 500;

std::unexpected<Error> noSuchClient(const QString &name)
{
    return fail(ErrorKind::NotFound, QStringLiteral("There is no client named %1.").arg(name));
}

uint64_t limitOf(const QJsonObject &arguments)
{
    const auto limit = arguments[QStringLiteral("limit")].toInteger();
    return limit > 0 ? uint64_t(limit) : UINT64_MAX;
}

} // namespace

Administration::Administration(appliance::Appliance &appliance, std::function<void(ClientId)> onRefused,
                               std::function<void(const trust::PolicyVersion &)> onPolicy)
    : appliance_(appliance), onRefused_(std::move(onRefused)), onPolicy_(std::move(onPolicy))
{
}

Result<QJsonObject> Administration::run(const AdminRequest &request, AdminSink &sink, const CancelToken &cancel)
{
    const auto &arguments = request.arguments;
    if (request.command == QLatin1StringView("client add"))
        return addClient(arguments);
    if (request.command == QLatin1StringView("client list"))
        return listClients(arguments, sink, cancel);
    if (request.command == QLatin1StringView("client revoke"))
        return revokeClient(arguments);
    if (request.command == QLatin1StringView("points"))
        return listPoints(arguments, sink, cancel);
    if (request.command == QLatin1StringView("forget"))
        return forgetPoints(arguments);
    if (request.command == QLatin1StringView("reclaim"))
        return reclaim(arguments, sink, cancel);
    if (request.command == QLatin1StringView("stats"))
        return statistics();
    if (request.command == QLatin1StringView("verify"))
        return verify(arguments, sink, cancel);
    if (request.command == QLatin1StringView("policy show"))
        return showPolicy(arguments);
    if (request.command == QLatin1StringView("policy set"))
        return setPolicy(arguments[QStringLiteral("policy")].toString().toUtf8());
    if (request.command == QLatin1StringView("policy clear"))
        return setPolicy({});
    if (request.command == QLatin1StringView("policy history"))
        return listPolicies(arguments, sink);
    return fail(
        ErrorKind::Invalid,
        QStringLiteral("The service does not know the command %1. Is it of another version?").arg(request.command));
}

Result<QJsonObject> Administration::addClient(const QJsonObject &arguments)
{
    const auto name = arguments[QStringLiteral("name")].toString();
    const auto client = TRY(appliance_.addClient(name, arguments[QStringLiteral("replace")].toBool()));
    const auto code = protocol::EnrolmentCode::generate(appliance_.authority().certifiedKey().certificate);
    const auto expires = appliance_.clock().now() + kCodeLifetime;
    TRY(appliance_.catalogue().addEnrolmentCode(code.secretHash(), client.id, expires));
    return QJsonObject{{QStringLiteral("client"), client.name},
                       {QStringLiteral("code"), code.toText()},
                       {QStringLiteral("expires"), console::isoTime(expires)}};
}

Result<QJsonObject> Administration::listClients(const QJsonObject &arguments, AdminSink &sink,
                                                const CancelToken &cancel)
{
    auto left = limitOf(arguments);
    for (const auto &client : TRY(appliance_.catalogue().clients())) {
        TRY(cancel.check());
        if (left-- == 0)
            return QJsonObject{{QStringLiteral("more"), true}};
        sink.row(toJson(client));
    }
    return QJsonObject{{QStringLiteral("more"), false}};
}

Result<QJsonObject> Administration::revokeClient(const QJsonObject &arguments)
{
    const auto name = arguments[QStringLiteral("name")].toString();
    const auto client = TRY(appliance_.catalogue().clientByName(name));
    if (!client)
        return noSuchClient(name);
    TRY(appliance_.revokeClient(name));
    if (onRefused_)
        onRefused_(client->id);
    return QJsonObject{{QStringLiteral("client"), client->name}, {QStringLiteral("revoked"), true}};
}

Result<QJsonObject> Administration::listPoints(const QJsonObject &arguments, AdminSink &sink, const CancelToken &cancel)
{
    auto &catalogue = appliance_.catalogue();
    std::optional<ClientId> only;
    if (const auto name = arguments[QStringLiteral("client")].toString(); !name.isEmpty()) {
        const auto client = TRY(catalogue.clientByName(name));
        if (!client)
            return noSuchClient(name);
        only = client->id;
    }
    std::map<ClientId, QString> names;
    for (const auto &client : TRY(catalogue.clients()))
        names[client.id] = client.name;

    auto left = limitOf(arguments);
    PointId before;
    for (;;) {
        const auto points = TRY(catalogue.points(only, kPointsAtOnce, before));
        if (points.empty())
            return QJsonObject{{QStringLiteral("more"), false}};
        for (const auto &point : points) {
            TRY(cancel.check());
            if (left-- == 0)
                return QJsonObject{{QStringLiteral("more"), true}};
            sink.row(toJson(point, names[point.client]));
        }
        before = points.back().id;
    }
}

Result<QJsonObject> Administration::forgetPoints(const QJsonObject &arguments)
{
    const auto list = arguments[QStringLiteral("points")].toArray();
    std::vector<PointId> points;
    for (const auto &point : list)
        points.push_back(PointId{uint64_t(point.toInteger())});
    if (points.empty())
        return fail(ErrorKind::Invalid, QStringLiteral("Name the points to forget."));
    TRY(appliance_.forgetPoints(points));
    return QJsonObject{{QStringLiteral("forgotten"), list}};
}

Result<QJsonObject> Administration::reclaim(const QJsonObject &arguments, AdminSink &sink, const CancelToken &cancel)
{
    const bool dryRun = arguments[QStringLiteral("dry-run")].toBool();
    return toJson(TRY(appliance_.reclaim(dryRun, sink, cancel)), dryRun);
}

Result<QJsonObject> Administration::statistics()
{
    auto &catalogue = appliance_.catalogue();
    const auto clients = TRY(catalogue.clients());
    uint64_t bytesProtected = 0;
    for (const auto &client : clients) {
        if (const auto point = TRY(catalogue.newestPoint(client.id)))
            bytesProtected += point->statistics.bytes;
    }
    const auto points = TRY(catalogue.points(std::nullopt)).size();
    const auto containers = appliance_.store().containers();
    uint64_t chunks = 0;
    for (const auto &container : containers) {
        // A BDF holds chunks and nothing else.
        if (container.kind == format::ContainerKind::Bdf)
            chunks += container.objectCount;
    }
    const auto wire = TRY(catalogue.wireBytes());
    return QJsonObject{{QStringLiteral("clients"), qint64(clients.size())},
                       {QStringLiteral("points"), qint64(points)},
                       {QStringLiteral("bytes_protected"), qint64(bytesProtected)},
                       {QStringLiteral("bytes_stored"), qint64(appliance_.store().storedBytes())},
                       {QStringLiteral("blobs"), qint64(containers.size())},
                       {QStringLiteral("chunks"), qint64(chunks)},
                       {QStringLiteral("wire_bytes_in"), qint64(wire.in)},
                       {QStringLiteral("wire_bytes_out"), qint64(wire.out)}};
}

Result<QJsonObject> Administration::verify(const QJsonObject &arguments, AdminSink &sink, const CancelToken &cancel)
{
    points::VerifyOptions options;
    options.readData = arguments[QStringLiteral("read-data")].toBool();
    options.samplePercent = arguments[QStringLiteral("sample")].toDouble();
    options.seed = QRandomGenerator::global()->generate();
    const auto report = TRY(points::verify(appliance_.commitContext(), options, sink, cancel));
    auto left = limitOf(arguments);
    for (const auto &damage : report.damages) {
        if (left-- == 0)
            break;
        sink.row(toJson(damage));
    }
    QJsonObject result{{QStringLiteral("points"), qint64(report.points)},
                       {QStringLiteral("objects"), qint64(report.objects)},
                       {QStringLiteral("blocks_read"), qint64(report.blocksRead)},
                       {QStringLiteral("bytes_read"), qint64(report.bytesRead)},
                       {QStringLiteral("damage_count"), qint64(report.damages.size() + report.damagesNotListed)}};
    if (options.samplePercent > 0 && !options.readData)
        result[QStringLiteral("seed")] = qint64(options.seed);
    return result;
}

} // namespace backspool::control
