#include "read/point_diff.h"

#include <ranges>

namespace backspool::engine {

namespace {

using format::DirectoryEntry;

/// A folder that is in both points, with other content.
struct Pair
{
    QByteArray path;
    ObjectName before, beforeParent;
    ObjectName after, afterParent;
};

bool hasSameMetadata(const DirectoryEntry &a, const DirectoryEntry &b)
{
    const bool isChangedFolder = a.isDirectory() && a.content != b.content;
    return a.mode == b.mode && a.uid == b.uid && a.gid == b.gid && a.attributes == b.attributes &&
           (isChangedFolder || a.modified == b.modified);
}

bool hasSameContent(const DirectoryEntry &a, const DirectoryEntry &b)
{
    return a.type == b.type &&
           (a.isDirectory() || (a.size == b.size && a.content == b.content && a.target == b.target &&
                                a.deviceMajor == b.deviceMajor && a.deviceMinor == b.deviceMinor));
}

class Diff
{
public:
    Diff(NodeReader &nodes, const CancelToken &cancel, const OnChange &onChange)
        : nodes_(nodes), cancel_(cancel), onChange_(onChange)
    {
    }

    /// False: stopped.
    Result<bool> compare(const QByteArray &path, const DirectoryEntry &before, const ObjectName &beforeParent,
                         const DirectoryEntry &after, const ObjectName &afterParent, std::vector<Pair> &folders)
    {
        PointChange change{path, before, after, !hasSameContent(before, after), !hasSameMetadata(before, after)};
        if ((change.content || change.metadata) && !TRY(onChange_(change)))
            return false;
        if (before.isDirectory() && after.isDirectory() && before.content != after.content)
            folders.push_back({path, before.content, beforeParent, after.content, afterParent});
        return true;
    }

    Status run(std::vector<Pair> stack)
    {
        while (!stack.empty()) {
            TRY(cancel_.check());
            const auto pair = std::move(stack.back());
            stack.pop_back();
            std::vector<Pair> folders;
            if (!TRY(runFolder(pair, folders)))
                return {};
            for (auto &next : folders | std::views::reverse)
                stack.push_back(std::move(next));
        }
        return {};
    }

private:
    Result<bool> runFolder(const Pair &pair, std::vector<Pair> &folders)
    {
        DirectoryCursor before(nodes_, pair.before, pair.beforeParent);
        DirectoryCursor after(nodes_, pair.after, pair.afterParent);
        bool hasBefore = false;
        bool hasAfter = false;
        bool wantsBefore = true;
        bool wantsAfter = true;
        for (;;) {
            if (wantsBefore && wantsAfter)
                TRY(skipShared(before, after));
            if (wantsBefore)
                hasBefore = TRY(before.next());
            if (wantsAfter)
                hasAfter = TRY(after.next());
            if (!hasBefore && !hasAfter)
                return true;
            const int order = !hasBefore  ? 1
                              : !hasAfter ? -1
                                          : format::compareNames(before.entry().name, after.entry().name);
            wantsBefore = order <= 0 && hasBefore;
            wantsAfter = order >= 0 && hasAfter;
            const auto &name = wantsBefore ? before.entry().name : after.entry().name;
            if (!TRY(report(pathIn(pair.path, name), order, before, after, folders)))
                return false;
        }
    }

    Result<bool> report(const QByteArray &path, int order, const DirectoryCursor &before, const DirectoryCursor &after,
                        std::vector<Pair> &folders)
    {
        if (order < 0)
            return onChange_({path, before.entry(), std::nullopt, false, false});
        if (order > 0)
            return onChange_({path, std::nullopt, after.entry(), false, false});
        return compare(path, before.entry(), before.leaf(), after.entry(), after.leaf(), folders);
    }

    /// While both come to the same node, it is passed over with all that is in it.
    static Status skipShared(DirectoryCursor &before, DirectoryCursor &after)
    {
        for (;;) {
            const auto nodes = TRY(before.nodesAhead());
            const auto others = TRY(after.nodesAhead());
            const auto shared = std::ranges::find_first_of(nodes, others);
            if (shared == nodes.end())
                return {};
            before.skip(*shared);
            after.skip(*shared);
        }
    }

    NodeReader &nodes_;
    const CancelToken &cancel_;
    const OnChange &onChange_;
};

Result<std::optional<PointEntry>> findIfThere(const PointReader &point, const QByteArray &path)
{
    auto found = point.find(path);
    if (!found && found.error().kind() == ErrorKind::NotFound)
        return std::nullopt;
    return TRY(std::move(found));
}

} // namespace

Status diffPoints(NodeReader &nodes, const PointReader &before, const PointReader &after, const QByteArray &path,
                  const CancelToken &cancel, const OnChange &onChange)
{
    const auto was = TRY(findIfThere(before, path));
    const auto is = TRY(findIfThere(after, path));
    if (!was && !is)
        return fail(ErrorKind::NotFound, QStringLiteral("%1 is in neither of the points").arg(QString::fromUtf8(path)));
    if (!was || !is) {
        PointChange change{path, std::nullopt, std::nullopt, false, false};
        if (was)
            change.before = was->entry;
        else
            change.after = is->entry;
        TRY(onChange(change));
        return {};
    }
    Diff diff(nodes, cancel, onChange);
    std::vector<Pair> folders;
    if (!TRY(diff.compare(path, was->entry, was->parent, is->entry, is->parent, folders)))
        return {};
    return diff.run(std::move(folders));
}

} // namespace backspool::engine
