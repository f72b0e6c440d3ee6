#include "api/committed_trees.h"

#include "points/tree_walk.h"

#include <algorithm>
#include <cstring>
#include <unordered_set>

namespace backspool::api {

namespace {
/// 64 MB: a point of a million directories and large files takes 16. One larger than all is kept alone.
constexpr size_t kMostTags = 4'000'000;
/// How long a wish to stop may wait.
constexpr std::chrono::milliseconds kCancelCheck{100};
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

Result<Standing> CommittedTrees::standingOf(const ObjectName &name, const store::ObjectLocation &location,
                                            const CancelToken &cancel)
{
    Roots newest;
    Roots own;
    auto otherwise = Standing::Unchecked;
    {
        const std::scoped_lock lock(mutex_);
        TRY(forgetWhatIsOld());
        const auto found = origins_.find(location.container);
        if (found == origins_.end())
            return Standing::Unchecked;
        const auto origin = found->second;
        newest = TRY(newestOf(origin.client));
        // A copy that the service made of what points need has no lease.
        if (!origin.lease)
            otherwise = Standing::Copied;
        else if (!origin.isCommitted)
            return Standing::Unchecked;
        else
            own = TRY(madeUnder(origin));
    }
    const bool isWhole =
        TRY(isInTree(name, newest, cancel)) || (own.id != newest.id && TRY(isInTree(name, own, cancel)));
    return isWhole ? Standing::Whole : otherwise;
}

Status CommittedTrees::forgetWhatIsOld()
{
    const auto condemnations = appliance_.store().condemnations();
    if (std::exchange(condemnations_, condemnations) != condemnations) {
        isOld_ = true;
        trees_.clear();
        tagsKept_ = 0;
    }
    if (!isOld_.exchange(false))
        return {};
    newest_.clear();
    madeUnder_.clear();
    // From the catalogue: a container is committed there by the transaction that makes its point.
    const auto rows = appliance_.catalogue().containers();
    if (!rows) {
        isOld_ = true;
        return fail(rows.error());
    }
    origins_.clear();
    for (const auto &row : *rows)
        origins_.emplace(row.id, Origin{row.client, row.lease, row.committed});
    return {};
}

CommittedTrees::Roots CommittedTrees::rootsOf(const catalogue::PointRow &point)
{
    return {point.id, point.root, point.hints, point.systemInformation};
}

// A directory is claimed ten thousand times a second: no query for what is known.

Result<CommittedTrees::Roots> CommittedTrees::newestOf(ClientId client)
{
    if (const auto known = newest_.find(client); known != newest_.end())
        return known->second;
    const auto point = TRY(appliance_.catalogue().newestPoint(client));
    return newest_[client] = point ? rootsOf(*point) : Roots{};
}

Result<CommittedTrees::Roots> CommittedTrees::madeUnder(const Origin &origin)
{
    if (const auto known = madeUnder_.find(origin.lease); known != madeUnder_.end())
        return known->second;
    // All of the client's at once: it claims what came with any of them.
    const auto points = TRY(appliance_.catalogue().points(origin.client));
    for (const auto &point : points)
        madeUnder_[point.lease] = rootsOf(point);
    return madeUnder_[origin.lease];
}

Result<bool> CommittedTrees::isInTree(const ObjectName &name, const Roots &point, const CancelToken &cancel)
{
    return point.id && std::ranges::binary_search(*TRY(treeOf(point, cancel)), tagOf(name));
}

Result<CommittedTrees::TagsPointer> CommittedTrees::treeOf(const Roots &point, const CancelToken &cancel)
{
    uint64_t condemnations = 0;
    {
        std::unique_lock lock(mutex_);
        for (;;) {
            if (auto known = knownTree(point.id))
                return known;
            if (beingWalked_.insert(point.id).second)
                break;
            TRY(cancel.check());
            walked_.wait_for(lock, kCancelCheck);
        }
        condemnations = condemnations_;
    }
    ++walks_;
    Collector collector;
    auto walked = points::walkPoint(appliance_.store(), point.entries, point.hints, collector, cancel);
    if (walked)
        walked = points::walkContent(appliance_.store(), point.systemInformation, points::kSystemInformationPath,
                                     collector, cancel);
    const auto tree = std::make_shared<const Tags>(collector.take());

    const std::scoped_lock lock(mutex_);
    beingWalked_.erase(point.id);
    walked_.notify_all();
    TRY(walked);
    // Since a later condemnation the point need not be one any more: good for who asked before it, for nobody else.
    if (condemnations == appliance_.store().condemnations())
        keep(point.id, tree);
    return tree;
}

CommittedTrees::TagsPointer CommittedTrees::knownTree(PointId point)
{
    const auto found = std::ranges::find(trees_, point, [](const auto &tree) { return tree.first; });
    if (found == trees_.end())
        return nullptr;
    trees_.splice(trees_.begin(), trees_, found);
    return found->second;
}

void CommittedTrees::keep(PointId point, const TagsPointer &tree)
{
    trees_.emplace_front(point, tree);
    tagsKept_ += tree->size();
    while (tagsKept_ > kMostTags && trees_.size() > 1) {
        tagsKept_ -= trees_.back().second->size();
        trees_.pop_back();
    }
}

} // namespace backspool::api
