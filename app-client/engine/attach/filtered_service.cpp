#include "attach/filtered_service.h"

#include "attach/objects_message.h"

#include <condition_variable>

namespace backspool::engine {

namespace {

/// What is on the way for one connection, or read and not sent on yet. There are many connections.
constexpr FetchOptions kFetch{.threads = 1, .budget = 4_MiB, .requestSize = 2_MiB};

/// What the service cannot be asked any more after that.
bool isOfConnection(const Error &error)
{
    return error.kind() == ErrorKind::Unreachable || error.kind() == ErrorKind::Cancelled;
}

/// Objects as the fetcher brings them, for the one who waits.
class Arrivals
{
public:
    void add(size_t wanted, Result<FetchedObject> object)
    {
        const std::lock_guard lock(mutex_);
        objects_.emplace_back(wanted, std::move(object));
        came_.notify_one();
    }
    std::pair<size_t, Result<FetchedObject>> next()
    {
        std::unique_lock lock(mutex_);
        came_.wait(lock, [this] { return !objects_.empty(); });
        auto object = std::move(objects_.front());
        objects_.pop_front();
        return object;
    }

private:
    std::mutex mutex_; ///< guards what follows
    std::condition_variable came_;
    std::deque<std::pair<size_t, Result<FetchedObject>>> objects_;
};

struct Wanted
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
};

} // namespace

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

Status FilteredService::getObjects(const protocol::GetObjects &request, OnObjects onObjects)
{
    const std::lock_guard lock(mutex_);
    ObjectsMessage answer(std::move(onObjects));
    std::vector<Wanted> wanted;
    uint32_t index = 0;
    for (const auto &group : request.groups) {
        for (const auto &name : group.names) {
            if (auto parts = granted_.find(group.parent, name))
                wanted.push_back({index, group.parent, *std::move(parts)});
            else if (isOfConnection(parts.error()))
                return fail(parts.error());
            else
                answer.addFailure(index, parts.error());
            ++index;
        }
    }
    const auto arrivals = std::make_shared<Arrivals>();
    ObjectFetcher::Asks asks;
    asks.reserve(wanted.size());
    for (size_t i = 0; i < wanted.size(); ++i) {
        asks.emplace_back(wanted[i].want(),
                          [arrivals, i](Result<FetchedObject> came) { arrivals->add(i, std::move(came)); });
    }
    fetcher_.askAll(std::move(asks));
    std::optional<Error> ended;
    for (size_t left = wanted.size(); left > 0; --left) {
        const auto [i, object] = arrivals->next();
        const auto &[at, parent, parts] = wanted[i];
        if (!object) {
            // What is asked for here may be had; who is refused it has had as much as a connection may.
            if (isOfConnection(object.error()) || object.error().kind() == ErrorKind::Denied)
                ended = object.error();
            answer.addFailure(at, object.error());
            continue;
        }
        const auto given = show(parent, parts, *object);
        if (given)
            answer.add(at, object->kind(), *given);
        else
            answer.addFailure(at, given.error());
    }
    if (ended)
        return fail(*ended);
    answer.finish();
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
