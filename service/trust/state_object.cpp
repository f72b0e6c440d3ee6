#include "trust/state_object.h"

#include <QCborArray>
#include <QCborMap>
#include <QCborValue>
#include <QUuid>

namespace backspool::trust {

namespace {

constexpr qint64 kVersion = 1;

constexpr QLatin1StringView kVersionKey("version");
constexpr QLatin1StringView kRepository("repository");
constexpr QLatin1StringView kAuthorityCertificate("authority_certificate");
constexpr QLatin1StringView kAuthorityKey("authority_key");
constexpr QLatin1StringView kServerCertificate("server_certificate");
constexpr QLatin1StringView kServerKey("server_key");
constexpr QLatin1StringView kClients("clients");
constexpr QLatin1StringView kForgotten("forgotten");
constexpr QLatin1StringView kNextPoint("next_point");
constexpr QLatin1StringView kNextLease("next_lease");
constexpr QLatin1StringView kNextClient("next_client");
constexpr QLatin1StringView kId("id");
constexpr QLatin1StringView kName("name");
constexpr QLatin1StringView kCreated("created");
constexpr QLatin1StringView kCertificate("certificate");
constexpr QLatin1StringView kRevoked("revoked");
constexpr QLatin1StringView kPolicies("policies");
constexpr QLatin1StringView kSet("set");
constexpr QLatin1StringView kContent("content");

std::unexpected<Error> damaged(QLatin1StringView key)
{
    return fail(ErrorKind::Damaged, QStringLiteral("the state object's field \"%1\" is wrong or missing").arg(key));
}

// The fields of a map, each checked for its type and range.

template <class Number> Result<Number> numberIn(const QCborValue &value, QLatin1StringView key)
{
    constexpr auto most = std::min<uint64_t>(std::numeric_limits<Number>::max(), std::numeric_limits<qint64>::max());
    if (!value.isInteger() || value.toInteger() < 0 || uint64_t(value.toInteger()) > most)
        return damaged(key);
    return Number(value.toInteger());
}

Result<QByteArray> bytesIn(const QCborMap &map, QLatin1StringView key)
{
    const auto value = map.value(key);
    if (!value.isByteArray())
        return damaged(key);
    return value.toByteArray();
}

Result<QString> textIn(const QCborMap &map, QLatin1StringView key)
{
    const auto value = map.value(key);
    if (!value.isString())
        return damaged(key);
    return value.toString();
}

Result<QCborArray> arrayIn(const QCborMap &map, QLatin1StringView key)
{
    const auto value = map.value(key);
    if (!value.isArray())
        return damaged(key);
    return value.toArray();
}

template <class AnyId> Result<AnyId> idIn(const QCborValue &value, QLatin1StringView key)
{
    return AnyId{TRY(numberIn<decltype(AnyId::value)>(value, key))};
}

QCborMap encodeClient(const catalogue::ClientRow &client)
{
    return {{kId, qint64(client.id.value)},
            {kName, client.name},
            {kCreated, qint64(client.created.time_since_epoch().count())},
            {kCertificate, client.certificate},
            {kRevoked, client.revoked}};
}

Result<catalogue::ClientRow> decodeClient(const QCborValue &value)
{
    if (!value.isMap())
        return damaged(kClients);
    const auto map = value.toMap();
    catalogue::ClientRow client;
    client.id = TRY(idIn<ClientId>(map.value(kId), kId));
    client.name = TRY(textIn(map, kName));
    if (!map.value(kCreated).isInteger())
        return damaged(kCreated);
    client.created = WallTime(WallTime::duration(map.value(kCreated).toInteger()));
    client.certificate = TRY(bytesIn(map, kCertificate));
    if (!map.value(kRevoked).isBool())
        return damaged(kRevoked);
    client.revoked = map.value(kRevoked).toBool();
    return client;
}

QCborMap encodePolicy(const PolicyVersion &policy)
{
    return {{kVersionKey, qint64(policy.version)},
            {kSet, qint64(policy.set.time_since_epoch().count())},
            {kContent, policy.content}};
}

Result<PolicyVersion> decodePolicy(const QCborValue &value)
{
    if (!value.isMap())
        return damaged(kPolicies);
    const auto map = value.toMap();
    PolicyVersion policy;
    policy.version = TRY(numberIn<uint64_t>(map.value(kVersionKey), kVersionKey));
    if (!map.value(kSet).isInteger())
        return damaged(kSet);
    policy.set = WallTime(WallTime::duration(map.value(kSet).toInteger()));
    policy.content = TRY(bytesIn(map, kContent));
    return policy;
}

/// From before there were policies, there are none.
Result<std::vector<PolicyVersion>> policiesIn(const QCborMap &map)
{
    std::vector<PolicyVersion> policies;
    if (map.value(kPolicies).isUndefined())
        return policies;
    for (const QCborValue policy : TRY(arrayIn(map, kPolicies)))
        policies.push_back(TRY(decodePolicy(policy)));
    return policies;
}

Status checkVersion(const QCborMap &map)
{
    const auto version = map.value(kVersionKey);
    if (!version.isInteger() || version.toInteger() < 1)
        return damaged(kVersionKey);
    if (version.toInteger() != kVersion)
        return fail(
            ErrorKind::Unsupported,
            QStringLiteral("the state object is of version %1; this program knows version %2. Use a newer Backspool")
                .arg(version.toInteger())
                .arg(kVersion));
    return {};
}

} // namespace

QByteArray State::encode() const
{
    QCborArray clientArray;
    for (const auto &client : clients)
        clientArray.append(encodeClient(client));
    QCborArray forgottenArray;
    for (const auto point : forgotten)
        forgottenArray.append(qint64(point.value));
    QCborArray policyArray;
    for (const auto &policy : policies)
        policyArray.append(encodePolicy(policy));
    const QCborMap map{{kVersionKey, kVersion},
                       {kRepository, repository},
                       {kAuthorityCertificate, authority.certificate},
                       {kAuthorityKey, authority.key},
                       {kServerCertificate, server.certificate},
                       {kServerKey, server.key},
                       {kClients, clientArray},
                       {kPolicies, policyArray},
                       {kForgotten, forgottenArray},
                       {kNextPoint, qint64(nextPoint.value)},
                       {kNextLease, qint64(nextLease.value)},
                       {kNextClient, qint64(nextClient.value)}};
    return map.toCborValue().toCbor();
}

Result<State> State::decode(const QByteArray &bytes)
{
    QCborParserError error;
    const auto value = QCborValue::fromCbor(bytes, &error);
    if (error.error != QCborError::NoError || error.offset != bytes.size() || !value.isMap())
        return fail(ErrorKind::Damaged, QStringLiteral("the state object is not one map of CBOR"));
    const auto map = value.toMap();
    TRY(checkVersion(map));

    State state;
    state.repository = TRY(textIn(map, kRepository));
    if (QUuid::fromString(state.repository).isNull())
        return damaged(kRepository);
    state.authority.certificate = TRY(bytesIn(map, kAuthorityCertificate));
    state.authority.key = TRY(bytesIn(map, kAuthorityKey));
    state.server.certificate = TRY(bytesIn(map, kServerCertificate));
    state.server.key = TRY(bytesIn(map, kServerKey));
    for (const QCborValue client : TRY(arrayIn(map, kClients)))
        state.clients.push_back(TRY(decodeClient(client)));
    state.policies = TRY(policiesIn(map));
    for (const QCborValue point : TRY(arrayIn(map, kForgotten)))
        state.forgotten.insert(TRY(idIn<PointId>(point, kForgotten)));
    state.nextPoint = TRY(idIn<PointId>(map.value(kNextPoint), kNextPoint));
    state.nextLease = TRY(idIn<LeaseId>(map.value(kNextLease), kNextLease));
    state.nextClient = TRY(idIn<ClientId>(map.value(kNextClient), kNextClient));
    return state;
}

} // namespace backspool::trust
