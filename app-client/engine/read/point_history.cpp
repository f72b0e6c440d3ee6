#include "read/point_history.h"

#include "read/point_reader.h"
#include "read/withheld_entry.h"

#include <ranges>
#include <unordered_set>

namespace backspool::engine {

namespace {

/// Folders whose nodes are fetched together: a round trip for so many.
constexpr size_t kPrefetched = 64;

/// Points that are opened together. Each is a question with an answer, and the way takes most of the time.
constexpr int kOpenedAtOnce = 8;

} // namespace

PathPresence presenceOf(const std::vector<EntryVersion> &versions)
{
    std::vector<PointRange> all;
    for (const auto &version : versions)
        addRanges(all, version.points);
    PathPresence presence{all.front().newest, all.back().oldest, 0};
    for (const auto &range : all)
        presence.points += range.oldest - range.newest + 1;
    return presence;
}

PointHistory::PointHistory(PointService &service, NodeReader &nodes, std::vector<protocol::PointSummary> points)
    : service_(&service), nodes_(&nodes), points_(std::move(points))
{
}

Result<PointHistory> PointHistory::open(PointService &service, NodeReader &nodes)
{
    std::vector<protocol::PointSummary> points;
    TRY(forEachPoint(service, [&](const protocol::PointSummary &point) -> Result<bool> {
        points.push_back(point);
        return true;
    }));
    return PointHistory(service, nodes, std::move(points));
}

std::optional<PointRange> PointHistory::all() const
{
    if (points_.empty())
        return std::nullopt;
    return PointRange{0, points_.size() - 1};
}

/// A point must be opened once before its root may be asked for. False: it was forgotten since the list was made.
Result<bool> PointHistory::isThere(size_t point)
{
    const auto known = roots_.find(points_[point].root);
    if (known != roots_.end() && known->second)
        return true;
    const auto opened = service_->point(points_[point].id);
    if (!opened && opened.error().kind() != ErrorKind::NotFound)
        return fail(opened.error());
    return roots_[points_[point].root] = opened.has_value();
}

/// isThere() of many, at once.
Status PointHistory::openPoints(const PointRange &range)
{
    std::vector<size_t> places;
    std::unordered_set<ObjectName> roots;
    for (size_t i = range.newest; i <= range.oldest && i < points_.size(); ++i) {
        const auto &root = points_[i].root;
        if (!roots_.contains(root) && roots.insert(root).second)
            places.push_back(i);
    }
    if (places.size() < kOpenedAtOnce)
        return {}; // one by one, as they are come to
    std::vector<std::optional<Error>> errors(places.size());
    {
        WorkerThreads threads(kOpenedAtOnce);
        for (size_t i = 0; i < places.size(); ++i) {
            threads.add([this, &place = places[i], &error = errors[i]] {
                if (const auto opened = service_->point(points_[place].id); !opened)
                    error = opened.error();
            });
        }
    }
    for (size_t i = 0; i < places.size(); ++i) {
        if (errors[i] && errors[i]->kind() != ErrorKind::NotFound)
            return fail(*errors[i]);
        roots_[points_[places[i]].root] = !errors[i];
    }
    return {};
}

/// The states of "/".
Result<PointHistory::FolderHistory> PointHistory::root(const PointRange &range)
{
    TRY(openPoints(range));
    FolderHistory root{QByteArrayLiteral("/"), {}};
    std::unordered_map<ObjectName, size_t> states;
    for (size_t i = range.newest; i <= range.oldest && i < points_.size(); ++i) {
        if (const auto known = states.find(points_[i].root); known != states.end()) {
            addRanges(root.states[known->second].points, {{i, i}});
            continue;
        }
        if (!TRY(isThere(i)))
            continue;
        states.emplace(points_[i].root, root.states.size());
        root.states.push_back({points_[i].root, {}, {{i, i}}});
    }
    return root;
}

PointHistory::FolderHistory PointHistory::folderOf(const QByteArray &path, const std::vector<EntryVersion> &versions)
{
    FolderHistory folder{path, {}};
    for (const auto &version : versions) {
        if (!version.entry.isDirectory() || isWithheld(version.entry))
            continue;
        const auto known = std::ranges::find(folder.states, version.entry.content, &FolderState::root);
        if (known != folder.states.end())
            addRanges(known->points, version.points);
        else
            folder.states.push_back({version.entry.content, version.leaf, version.points});
    }
    return folder;
}

/// The states of @p name in all states of @p folder.
Result<std::vector<EntryVersion>> PointHistory::step(const FolderHistory &folder, QByteArrayView name)
{
    std::vector<EntryVersion> versions;
    for (size_t i = 0; i < folder.states.size(); ++i) {
        if (i % nodes_->room() == 0)
            prefetch(std::span(folder.states).subspan(i));
        const auto &state = folder.states[i];
        if (auto found = TRY(findEntry(*nodes_, state.root, state.parent, name)))
            addVersion(versions, found->entry, found->leaf, state.points);
    }
    orderVersions(versions);
    return versions;
}

Result<std::vector<EntryVersion>> PointHistory::versions(QByteArrayView path)
{
    std::vector<EntryVersion> versions;
    if (points_.empty())
        return versions;
    auto folder = TRY(root(*all()));
    for (const auto name : pathComponents(path)) {
        versions = TRY(step(folder, name));
        folder = folderOf(pathIn(folder.path, name), versions);
    }
    return versions;
}

Result<std::vector<PointRange>> PointHistory::visitFolder(QByteArrayView path, const PointRange &range,
                                                          const Visit &visit)
{
    auto folder = TRY(root(range));
    for (const auto name : pathComponents(path)) {
        const auto versions = TRY(step(folder, name));
        folder = folderOf(pathIn(folder.path, name), versions);
        if (folder.states.empty() &&
            std::ranges::any_of(versions, [](const EntryVersion &version) { return isWithheld(version.entry); }))
            return fail(withheldError().withContext(QStringLiteral("reading %1").arg(QString::fromUtf8(folder.path))));
    }
    std::vector<PointRange> points;
    for (const auto &state : folder.states)
        addRanges(points, state.points);
    std::vector<FolderHistory> beneath;
    TRY(walkFolder(folder, beneath, visit));
    return points;
}

/// As many of the first ones as find room.
void PointHistory::prefetch(std::span<const FolderState> states)
{
    std::vector<NodeReader::Place> places;
    for (const auto &state : states.first(std::min(states.size(), nodes_->room())))
        places.push_back({state.parent, state.root});
    nodes_->prefetch(places);
}

void PointHistory::prefetch(const std::vector<FolderHistory> &stack)
{
    const size_t most = std::min(kPrefetched, nodes_->room());
    std::vector<NodeReader::Place> places;
    for (const auto &folder : stack | std::views::reverse) {
        for (const auto &state : folder.states | std::views::take(most - places.size()))
            places.push_back({state.parent, state.root});
        if (places.size() == most)
            break;
    }
    if (!places.empty() && !nodes_->isKept(places.front().name))
        nodes_->prefetch(places);
}

Result<PointHistory::Walk> PointHistory::beginWalk()
{
    Walk walk;
    if (const auto range = all())
        walk.push_back(TRY(root(*range)));
    return walk;
}

Result<bool> PointHistory::walkOn(Walk &walk, const Visit &visit)
{
    if (walk.empty())
        return true;
    prefetch(walk);
    const auto folder = std::move(walk.back());
    walk.pop_back();
    std::vector<FolderHistory> folders;
    if (!TRY(walkFolder(folder, folders, visit)))
        return false;
    for (auto &next : folders | std::views::reverse)
        walk.push_back(std::move(next));
    return true;
}

Status PointHistory::walk(const CancelToken &cancel, const Visit &visit)
{
    auto rest = TRY(beginWalk());
    while (!rest.empty()) {
        TRY(cancel.check());
        if (!TRY(walkOn(rest, visit)))
            return {};
    }
    return {};
}

Result<bool> PointHistory::walkFolder(const FolderHistory &folder, std::vector<FolderHistory> &folders,
                                      const Visit &visit)
{
    FolderMerge merge(*nodes_, folder.states);
    for (;;) {
        const auto versions = TRY(merge.next());
        if (versions.empty())
            return true;
        const QByteArray path = pathIn(folder.path, versions.front().entry.name);
        if (!TRY(visit(path, versions)))
            return false;
        if (auto beneath = folderOf(path, versions); !beneath.states.empty())
            folders.push_back(std::move(beneath));
    }
}

} // namespace backspool::engine
