#include "read/folder_merge.h"

#include <unordered_set>

namespace backspool::engine {

namespace {

/// Nodes that are fetched together: those of one request.
constexpr size_t kTogether = 64;

} // namespace

void addRanges(std::vector<PointRange> &points, const std::vector<PointRange> &more)
{
    points.insert(points.end(), more.begin(), more.end());
    std::ranges::sort(points, {}, &PointRange::newest);
    std::vector<PointRange> joined;
    for (const auto &range : points) {
        if (!joined.empty() && range.newest <= joined.back().oldest + 1)
            joined.back().oldest = std::max(joined.back().oldest, range.oldest);
        else
            joined.push_back(range);
    }
    points = std::move(joined);
}

void addVersion(std::vector<EntryVersion> &versions, const format::DirectoryEntry &entry, const ObjectName &leaf,
                const std::vector<PointRange> &points)
{
    const auto known = std::ranges::find(versions, entry, &EntryVersion::entry);
    if (known != versions.end())
        known->points.insert(known->points.end(), points.begin(), points.end());
    else
        versions.push_back({entry, leaf, points});
}

void orderVersions(std::vector<EntryVersion> &versions)
{
    for (auto &version : versions)
        addRanges(version.points, {});
    std::ranges::sort(versions, {}, [](const EntryVersion &version) { return version.points.front().newest; });
}

FolderMerge::FolderMerge(NodeReader &nodes, const std::vector<FolderState> &states) : nodes_(nodes)
{
    readers_.reserve(states.size());
    for (const auto &state : states)
        readers_.push_back({.cursor = DirectoryCursor(nodes, state.root, state.parent, 1), .own = state.points});
}

const std::vector<PointRange> &FolderMerge::pointsOf(Reader &reader) const
{
    if (!reader.points) {
        reader.points = reader.own;
        for (const auto &follower : reader.followers)
            reader.points->insert(reader.points->end(), readers_[follower.reader].own.begin(),
                                  readers_[follower.reader].own.end());
        addRanges(*reader.points, {});
    }
    return *reader.points;
}

/// Where another reader is at the first entry of a node to which @p reader comes now, it follows that one.
Result<bool> FolderMerge::follow(size_t reader, const std::vector<ObjectName> &ahead)
{
    for (const auto &node : ahead) {
        const auto found = begun_.find(node);
        if (found == begun_.end())
            continue;
        auto &cursor = readers_[reader].cursor;
        auto &leader = readers_[found->second];
        const auto before = cursor.position();
        cursor.skip(node);
        const auto count = cursor.position() - before;
        if (count == 0)
            return fail(ErrorKind::Damaged, QStringLiteral("a node of a directory does not say how much is in it"));
        leader.followers.push_back({reader, leader.cursor.position() + count});
        leader.points.reset();
        return true;
    }
    return false;
}

/// What the reader @p from and those after it come to next, in one go: each by itself would wait for each of its nodes.
/// The next node of each comes before any node after that, and no more than find room: a thousand states have more
/// ahead of them than is kept, and what is fetched too early is fetched twice.
void FolderMerge::prefetch(size_t from)
{
    std::vector<NodeReader::Place> places;
    std::unordered_set<ObjectName> known;
    size_t missing = 0;
    bool isMore = true;
    for (size_t ahead = 0; isMore; ++ahead) {
        isMore = false;
        for (size_t i = 0; i < readers_.size(); ++i) {
            const auto place = readers_[(from + i) % readers_.size()].cursor.upcoming(ahead);
            if (!place)
                continue;
            isMore = true;
            if (!known.insert(place->name).second)
                continue;
            places.push_back(*place);
            missing += nodes_.isKept(place->name) ? 0 : 1;
            if (missing == kTogether || places.size() == nodes_.room())
                return nodes_.prefetch(places);
        }
    }
    nodes_.prefetch(places);
}

/// To the reader's next node; where it has to wait for that, it comes with those of the others.
Status FolderMerge::enterNode(size_t at)
{
    auto &cursor = readers_[at].cursor;
    const auto next = cursor.upcoming(0);
    if (next && !nodes_.isKept(next->name))
        prefetch(at);
    return cursor.enterNode();
}

/// To its next entry, or behind another reader.
Status FolderMerge::goOn(size_t at)
{
    auto &reader = readers_[at];
    for (const auto &node : reader.begun)
        begun_.erase(node);
    reader.begun.clear();
    reader.isAtEntry = false;
    while (reader.cursor.needsNode())
        TRY(enterNode(at));
    const auto ahead = TRY(reader.cursor.nodesAhead());
    // Who is followed goes all the way by itself.
    if (reader.followers.empty() && TRY(follow(at, ahead)))
        return {};
    reader.isAtEntry = TRY(reader.cursor.next());
    if (!reader.isAtEntry)
        return {};
    for (const auto &node : ahead) {
        if (begun_.emplace(node, at).second)
            reader.begun.push_back(node);
    }
    return {};
}

/// Those of its followers whose way parts here go on as well.
Status FolderMerge::advance(size_t at)
{
    auto &reader = readers_[at];
    std::vector<size_t> released;
    const auto place = reader.cursor.position() + 1;
    std::erase_if(reader.followers, [&](const Follower &follower) {
        if (follower.until != place)
            return false;
        released.push_back(follower.reader);
        return true;
    });
    if (!released.empty())
        reader.points.reset();
    TRY(goOn(at));
    for (const auto follower : released)
        TRY(goOn(follower));
    return {};
}

Result<std::vector<EntryVersion>> FolderMerge::next()
{
    if (!std::exchange(isStarted_, true)) {
        // All roots first: they say what all of the readers come to next.
        for (size_t i = 0; i < readers_.size(); ++i)
            TRY(enterNode(i));
        for (size_t i = 0; i < readers_.size(); ++i)
            TRY(goOn(i));
    }
    const QByteArray *first = nullptr;
    for (const auto &reader : readers_) {
        if (reader.isAtEntry && (!first || format::compareNames(reader.cursor.entry().name, *first) < 0))
            first = &reader.cursor.entry().name;
    }
    std::vector<EntryVersion> versions;
    if (!first)
        return versions;
    const QByteArray name = *first; // the reader goes on
    std::vector<size_t> there;
    for (size_t i = 0; i < readers_.size(); ++i) {
        if (readers_[i].isAtEntry && readers_[i].cursor.entry().name == name)
            there.push_back(i);
    }
    for (const auto i : there)
        addVersion(versions, readers_[i].cursor.entry(), readers_[i].cursor.leaf(), pointsOf(readers_[i]));
    orderVersions(versions);
    for (const auto i : there)
        TRY(advance(i));
    return versions;
}

} // namespace backspool::engine
