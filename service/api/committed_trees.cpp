#include "api/committed_trees.h"

#include "points/tree_walk.h"

#include <algorithm>
#include <cstring>
#include <unordered_set>

namespace backspool::api {

namespace {
/// A point of a million directories and large files takes 16 MB.
constexpr size_t kTreesKept = 4;
} // namespace

/// Takes down the names of nodes and version records; goes into directories only.
class CommittedTrees::Collector final : public points::TreeVisitor
{
public:
    Result<bool> object(const ObjectName &name, format::ObjectKind kind, QByteArrayView) override
    {
        if (kind != format::ObjectKind::Node && kind != format::ObjectKind::Version)
            return false;
        const bool isNew = seen_.insert(tagOf(name)).second;
        return isNew && kind == format::ObjectKind::Node;
    }
    Status unreadable(const ObjectName &, QByteArrayView, const Error &) override { return {}; }
    bool wantsPaths() const override { return false; }

    Tags take()
    {
        Tags tags(seen_.begin(), seen_.end());
        seen_.clear();
        std::ranges::sort(tags);
        return tags;
    }

private:
    struct HashTag
    {
        size_t operator()(const Tag &tag) const { return tag.low; }
    };
    std::unordered_set<Tag, HashTag> seen_;
};

CommittedTrees::Tag CommittedTrees::tagOf(const ObjectName &name)
{
    Tag tag;
    std::memcpy(&tag, name.data(), sizeof tag);
    return tag;
}

Result<Standing> CommittedTrees::standingOf(const ObjectName &name, const store::ObjectLocation &location)
{
    const std::scoped_lock lock(mutex_);
    forgetAfterReclaim();
    const auto origin = TRY(originOf(location.container));
    if (!origin)
        return Standing::Unchecked;
    // A copy that the service made of what points need has no lease.
    if (!origin->lease)
        return Standing::Copied;
    if (!origin->isCommitted)
        return Standing::Unchecked;

    const auto tree = TRY(treeFor(origin->client, origin->lease));
    return tree && std::ranges::binary_search(*tree, tagOf(name)) ? Standing::Whole : Standing::Unchecked;
}

void CommittedTrees::forgetAfterReclaim()
{
    const auto now = appliance_.store().condemnations();
    if (std::exchange(condemnations_, now) == now)
        return;
    areOriginsOld_ = true;
    points_.clear();
    trees_.clear();
}

Result<std::optional<CommittedTrees::Origin>> CommittedTrees::originOf(ContainerId container)
{
    if (areOriginsOld_.exchange(false)) {
        // From the catalogue: a container is committed there by the transaction that makes its point.
        const auto rows = appliance_.catalogue().containers();
        if (!rows) {
            areOriginsOld_ = true;
            return fail(rows.error());
        }
        origins_.clear();
        for (const auto &row : *rows)
            origins_.emplace(row.id, Origin{row.client, row.lease, row.committed});
    }
    const auto found = origins_.find(container);
    return found == origins_.end() ? std::nullopt : std::optional(found->second);
}

std::shared_ptr<const CommittedTrees::Tags> CommittedTrees::knownTree(PointId point)
{
    const auto found = std::ranges::find(trees_, point, [](const auto &tree) { return tree.first; });
    if (found == trees_.end())
        return nullptr;
    trees_.splice(trees_.begin(), trees_, found);
    return found->second;
}

Result<std::shared_ptr<const CommittedTrees::Tags>> CommittedTrees::treeFor(ClientId client, LeaseId lease)
{
    // A directory is claimed ten thousand times a second: no query for what is known.
    if (const auto known = points_.find(lease); known != points_.end()) {
        if (auto tree = knownTree(known->second))
            return tree;
    }
    const auto points = TRY(appliance_.catalogue().points(client)); // newest first
    if (points.empty())
        return nullptr;
    const auto own = std::ranges::find(points, lease, &catalogue::PointRow::lease);
    const auto &point = own == points.end() ? points.front() : *own;
    points_[lease] = point.id;
    if (auto tree = knownTree(point.id))
        return tree;
    Collector collector;
    const CancelToken never;
    TRY(points::walkPoint(appliance_.store(), point.root, point.hints, collector, never));
    trees_.emplace_front(point.id, std::make_shared<const Tags>(collector.take()));
    if (trees_.size() > kTreesKept)
        trees_.pop_back();
    return trees_.front().second;
}

} // namespace backspool::api
