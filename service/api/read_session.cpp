#include "api/read_session.h"

#include "protocol/backup_messages.h"

#include <algorithm>

namespace backspool::api {

namespace {

/// What fits one reply: a summary has some 200 bytes.
constexpr uint32_t kMostPoints = 1'000;

protocol::PointSummary summaryOf(const catalogue::PointRow &row)
{
    return {row.id, row.base, row.started, row.ended, row.host, row.zone, row.statistics, row.root, row.hints};
}

/// The bytes of the point record in the container @p dtf.
Result<QByteArray> readPointRecord(const store::ObjectStore &store, ContainerId dtf)
{
    const auto index = TRY(store.containerIndex(dtf));
    const auto found = std::ranges::find(index.objects, format::ObjectKind::Point, &format::IndexedObject::kind);
    if (found == index.objects.end())
        return fail(ErrorKind::Damaged, QStringLiteral("The directory tree file has no point record."));
    const store::ObjectLocation location{dtf, found->place, found->kind};
    const auto block = TRY(store.readObjects(location));
    if (location.place.slot >= block.count())
        return fail(ErrorKind::Damaged, QStringLiteral("The block of a point record is not what its index says."));
    return block.objectCopy(location.place.slot);
}

} // namespace

Result<protocol::Points> ReadSession::listPoints(const protocol::ListPoints &request)
{
    const uint32_t limit = request.limit == 0 ? kMostPoints : std::min(request.limit, kMostPoints);
    auto rows = TRY(appliance_.catalogue().points(client_, limit + 1, request.before));
    protocol::Points reply;
    reply.more = rows.size() > limit;
    rows.resize(std::min<size_t>(rows.size(), limit));
    std::ranges::transform(rows, std::back_inserter(reply.points), summaryOf);
    return reply;
}

Result<protocol::Point> ReadSession::getPoint(const protocol::GetPoint &request)
{
    const auto row = TRY(appliance_.catalogue().point(request.point));
    if (!row || row->client != client_)
        return fail(ErrorKind::NotFound,
                    QStringLiteral("There is no point %1 of this computer.").arg(request.point.value));
    auto record = TRY_CONTEXT(QStringLiteral("reading point %1").arg(row->id.value),
                              readPointRecord(appliance_.store(), row->dtf));
    authorised_.addRoot(row->root);
    authorised_.addRoot(row->hints);
    if (!row->systemInformation.isEmpty())
        authorised_.addRoot(row->systemInformation.signature);
    return protocol::Point{std::move(record)};
}

Result<ObjectsAnswer> ReadSession::getObjects(const protocol::GetObjects &request)
{
    const auto &store = appliance_.store();
    std::vector<ObjectName> names;
    for (const auto &group : request.groups) {
        if (names.size() + group.names.size() > protocol::kMaxNamesInMessage)
            return fail(ErrorKind::Invalid, QStringLiteral("more objects were asked for than one message may"));
        TRY(authorised_.check(store, group.parent, group.names));
        names.insert(names.end(), group.names.begin(), group.names.end());
    }
    auto answer = TRY(ObjectsAnswer::prepare(store, client_, names));
    for (size_t i = 0; i < names.size(); ++i) {
        const auto kind = answer.kinds()[i];
        if (kind == format::ObjectKind::Node || kind == format::ObjectKind::Version)
            TRY(authorised_.addParent(names[i]));
    }
    return answer;
}

} // namespace backspool::api
