#include "attach/filtered_service.h"

namespace backspool::engine {

namespace {

/// What is fetched for one connection and held until it is sent: there are many connections.
constexpr ByteCount kSlice = 2_MiB;
/// A slice's content is one request, so that it never waits for the budget that it holds itself.
constexpr FetchOptions kFetch{.threads = 1, .budget = kSlice, .requestSize = kSlice};
/// What a node or version record is taken for: nothing tells its size, and most have less.
constexpr ByteCount kUsualSize = 64_KiB;

/// What the service cannot be asked any more after that.
bool isOfConnection(const Error &error)
{
    return error.kind() == ErrorKind::Unreachable || error.kind() == ErrorKind::Cancelled;
}

} // namespace

struct FilteredService::Wanted
{
    uint32_t index;
    ObjectName parent;
    std::vector<GrantedObject> parts; ///< more than one: of a chunk

    ObjectWant want() const
    {
        const auto &object = parts.front();
        ByteCount size = 0;
        for (const auto &part : parts)
            size = std::max(size, ByteCount(part.offset) + ByteCount(part.length));
        return {.parent = parent, .name = object.name, .kind = objectKindOf(object.kind), .size = size};
    }
    /// With the parts themselves: a chunk may have very many.
    ByteCount held() const
    {
        const auto size = want().size;
        return (size > 0 ? size : kUsualSize) + ByteCount(parts.size() * sizeof(GrantedObject));
    }
};

FilteredService::FilteredService(PointService &service, const codec::Digester &digester, UserView view,
                                 GrantedObjects::Account account)
    : service_(service), view_(std::move(view)), fetcher_(service, digester, kFetch),
      granted_(fetcher_, view_, std::move(account))
{
}

Result<protocol::Points> FilteredService::listPoints(const protocol::ListPoints &request)
{
    const std::lock_guard lock(mutex_);
    auto points = TRY(service_.listPoints(request));
    for (auto &point : points.points)
        point = view_.summary(std::move(point));
    return points;
}

Result<format::PointRecord> FilteredService::point(PointId point)
{
    const std::lock_guard lock(mutex_);
    auto record = TRY(service_.point(point));
    granted_.addRoot(record.root);
    return view_.record(std::move(record));
}

/// Slice by slice: the next is fetched when what came is sent, and that waits for who reads it.
Status FilteredService::getObjects(const protocol::GetObjects &request, OnObjects onObjects)
{
    const std::lock_guard lock(mutex_);
    ObjectsMessage answer(std::move(onObjects));
    std::vector<Wanted> slice;
    ByteCount held = 0;
    uint32_t index = 0;
    for (const auto &group : request.groups) {
        for (const auto &name : group.names) {
            if (auto parts = granted_.find(group.parent, name)) {
                slice.push_back({index, group.parent, *std::move(parts)});
                held += slice.back().held();
            } else if (isOfConnection(parts.error())) {
                return fail(parts.error());
            } else {
                answer.addFailure(index, parts.error());
            }
            ++index;
            if (held >= kSlice) {
                TRY(give(std::exchange(slice, {}), answer));
                held = 0;
            }
        }
    }
    TRY(give(slice, answer));
    answer.finish();
    return {};
}

Status FilteredService::give(const std::vector<Wanted> &slice, ObjectsMessage &answer)
{
    std::vector<ObjectWant> wants;
    wants.reserve(slice.size());
    for (const auto &wanted : slice)
        wants.push_back(wanted.want());
    const auto objects = fetcher_.getAll(wants);
    for (size_t i = 0; i < slice.size(); ++i) {
        const auto &[index, parent, parts] = slice[i];
        const auto &object = objects[i];
        // What is asked for here may be had; who is refused it has had as much as a connection may.
        if (!object && (isOfConnection(object.error()) || object.error().kind() == ErrorKind::Denied))
            return fail(object.error());
        const auto given = object ? show(parent, parts, *object) : fail(object.error());
        if (given)
            answer.add(index, object->kind(), *given);
        else
            answer.addFailure(index, given.error());
    }
    return {};
}

/// What the user gets of @p object.
Result<QByteArray> FilteredService::show(const ObjectName &parent, const std::vector<GrantedObject> &parts,
                                         const FetchedObject &object)
{
    const auto &what = parts.front();
    if (what.kind == GrantedKind::Chunk) {
        auto bytes = grantedParts(object.bytes(), parts);
        if (bytes.isEmpty())
            return fail(ErrorKind::Damaged,
                        QStringLiteral("a file's description asks for more of a chunk than there is"));
        return bytes;
    }
    const auto stored = object.copy();
    TRY(granted_.add(parent, what.name, what.kind, stored));
    return what.kind == GrantedKind::Version ? stored : view_.node(TRY(format::Node::parse(stored)));
}

} // namespace backspool::engine
