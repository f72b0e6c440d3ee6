#include "read/point_history.h"

#include "read/point_reader.h"

#include <ranges>

namespace backspool::engine {

namespace {

/// Folders whose nodes are fetched together: a round trip for so many.
constexpr size_t kPrefetched = 64;

/// The versions of one name, as they are found in the states of its folder.
void addVersion(std::vector<EntryVersion> &versions, format::DirectoryEntry entry, const ObjectName &leaf,
                const std::vector<PointRange> &points)
{
    const auto known = std::ranges::find(versions, entry, &EntryVersion::entry);
    if (known != versions.end())
        addRanges(known->points, points);
    else
        versions.push_back({std::move(entry), leaf, points});
}

void sortByNewest(std::vector<EntryVersion> &versions)
{
    std::ranges::sort(versions, {}, [](const EntryVersion &version) { return version.points.front().newest; });
}

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

Result<PointHistory> PointHistory::open(PointService &service, NodeReader &nodes)
{
    PointHistory history(service, nodes);
    TRY(forEachPoint(service, [&](const protocol::PointSummary &point) -> Result<bool> {
        history.points_.push_back(point);
        return true;
    }));
    return history;
}

/// The states of "/": each must be opened once before its root may be asked for.
Result<PointHistory::FolderHistory> PointHistory::root()
{
    FolderHistory root{QByteArrayLiteral("/"), {}};
    for (size_t i = 0; i < points_.size(); ++i) {
        const auto known = std::ranges::find(root.states, points_[i].root, &Folder::root);
        if (known != root.states.end()) {
            addRanges(known->points, {{i, i}});
            continue;
        }
        const auto opened = service_->point(points_[i].id);
        if (!opened && opened.error().kind() == ErrorKind::NotFound)
            continue; // forgotten since the list was made
        if (!opened)
            return fail(opened.error());
        root.states.push_back({points_[i].root, {}, {{i, i}}});
    }
    return root;
}

PointHistory::FolderHistory PointHistory::folderOf(const QByteArray &path, const std::vector<EntryVersion> &versions)
{
    FolderHistory folder{path, {}};
    for (const auto &version : versions) {
        if (!version.entry.isDirectory())
            continue;
        const auto known = std::ranges::find(folder.states, version.entry.content, &Folder::root);
        if (known != folder.states.end())
            addRanges(known->points, version.points);
        else
            folder.states.push_back({version.entry.content, version.leaf, version.points});
    }
    return folder;
}

Result<std::vector<EntryVersion>> PointHistory::versions(QByteArrayView path)
{
    auto folder = TRY(root());
    std::vector<EntryVersion> versions;
    for (const auto name : pathComponents(path)) {
        versions.clear();
        for (const auto &state : folder.states) {
            if (auto found = TRY(findEntry(*nodes_, state.root, state.parent, name)))
                addVersion(versions, std::move(found->entry), found->leaf, state.points);
        }
        folder = folderOf(pathIn(folder.path, name), versions);
    }
    sortByNewest(versions);
    return versions;
}

void PointHistory::prefetch(const std::vector<FolderHistory> &stack)
{
    std::vector<NodeReader::Place> places;
    for (const auto &folder : stack | std::views::reverse) {
        for (const auto &state : folder.states)
            places.push_back({state.parent, state.root});
        if (places.size() >= kPrefetched)
            break;
    }
    if (!places.empty() && !nodes_->isKept(places.front().name))
        nodes_->prefetch(places);
}

Status PointHistory::walk(const CancelToken &cancel, const Visit &visit)
{
    std::vector<FolderHistory> stack;
    stack.push_back(TRY(root()));
    while (!stack.empty()) {
        TRY(cancel.check());
        prefetch(stack);
        const auto folder = std::move(stack.back());
        stack.pop_back();
        std::vector<FolderHistory> folders;
        if (!TRY(walkFolder(folder, folders, visit)))
            return {};
        for (auto &next : folders | std::views::reverse)
            stack.push_back(std::move(next));
    }
    return {};
}

/// Merges the states of one folder by name.
Result<bool> PointHistory::walkFolder(const FolderHistory &folder, std::vector<FolderHistory> &folders,
                                      const Visit &visit)
{
    std::vector<DirectoryCursor> cursors;
    std::vector<bool> isAtEntry;
    for (const auto &state : folder.states) {
        cursors.emplace_back(*nodes_, state.root, state.parent);
        isAtEntry.push_back(TRY(cursors.back().next()));
    }
    for (;;) {
        std::optional<QByteArray> name;
        for (size_t i = 0; i < cursors.size(); ++i) {
            if (isAtEntry[i] && (!name || format::compareNames(cursors[i].entry().name, *name) < 0))
                name = cursors[i].entry().name;
        }
        if (!name)
            return true;
        std::vector<EntryVersion> versions;
        for (size_t i = 0; i < cursors.size(); ++i) {
            if (!isAtEntry[i] || cursors[i].entry().name != *name)
                continue;
            addVersion(versions, cursors[i].entry(), cursors[i].leaf(), folder.states[i].points);
            isAtEntry[i] = TRY(cursors[i].next());
        }
        sortByNewest(versions);
        const QByteArray path = pathIn(folder.path, *name);
        if (!TRY(visit(path, versions)))
            return false;
        if (auto beneath = folderOf(path, versions); !beneath.states.empty())
            folders.push_back(std::move(beneath));
    }
}

} // namespace backspool::engine
