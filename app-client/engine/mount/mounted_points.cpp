#include "mount/mounted_points.h"

#include "core/logging.h"
#include "mount/entry_inode.h"
#include "mount/inode_number.h"
#include "read/directory_cursor.h"
#include "read/tree_item.h"

#include <ranges>

namespace backspool::engine {

using format::DirectoryEntry;
using format::FileType;
using format::TreeKind;

namespace {

/// Of a large folder, so many further leaves are fetched with one.
constexpr size_t kLeavesAhead = 16;

constexpr QByteArrayView kLatest = "latest";

format::FileTime fileTime(WallTime time)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
    return {unixSeconds(time), uint32_t((time - seconds).count())};
}

Error tooMany()
{
    return {ErrorKind::Unsupported, QStringLiteral("the folder has too many entries")};
}

bool isOfObject(const Error &error)
{
    return error.kind() == ErrorKind::NotFound || error.kind() == ErrorKind::Damaged;
}

} // namespace

MountedEntry MountedPoints::top(const PointsByName &points)
{
    MountedEntry top{.node = kTopNode, .inode = kTopNode, .canChange = true};
    top.entry.name = "/";
    top.entry.type = FileType::Directory;
    top.entry.mode = 0755;
    for (const auto &[name, point] : points)
        top.entry.modified = std::max(top.entry.modified, fileTime(point.started));
    return top;
}

std::optional<MountedEntry> MountedPoints::latest(const PointsByName &points)
{
    if (points.empty())
        return std::nullopt;
    const auto newest = std::ranges::max_element(points, {}, [](const auto &point) { return point.second.id; });
    MountedEntry link{.node = kLatestNode, .inode = kLatestNode, .canChange = true};
    link.entry.name = kLatest.toByteArray();
    link.entry.type = FileType::SymbolicLink;
    link.entry.mode = 0777;
    link.entry.modified = fileTime(newest->second.started);
    link.entry.target = newest->first;
    return link;
}

Status MountedPoints::ask(PointId point, const std::function<Status(OpenLine &)> &question)
{
    const auto answered = link_.ask(question);
    if (answered || !isOfObject(answered.error()))
        return answered;
    if (const auto isThere = listed_.has(point); isThere && !*isThere)
        return fail(ErrorKind::NotFound, QStringLiteral("the point was forgotten"));
    return fail(ErrorKind::Damaged, answered.error().text());
}

Result<std::optional<MountedEntry>> MountedPoints::lookUp(NodeNumber folder, QByteArrayView name)
{
    if (folder == kTopNode)
        return lookUpPoint(name.toByteArray());
    const auto point = folders_.folder(folder).point;
    std::optional<MountedEntry> result;
    TRY(ask(point, [&](OpenLine &line) -> Status {
        const auto of = TRY(openFolder(line, folder));
        auto found = TRY(findEntry(line.nodes, of.content, of.holder, name));
        if (found && found->position >= FolderTable::kMostInFolder)
            return fail(tooMany());
        if (found)
            result = mounted(line, folder, of, std::move(found->entry), found->leaf, found->position, true);
        return {};
    }));
    return result;
}

Result<std::optional<MountedEntry>> MountedPoints::lookUpPoint(const QByteArray &name)
{
    const auto listed = TRY(listed_.points());
    if (name == kLatest)
        return latest(*listed);
    const auto found = listed->find(name);
    if (found == listed->end())
        return std::nullopt;
    const auto id = found->second.id;
    std::shared_ptr<const format::PointRecord> record;
    const auto opened = ask(id, [&](OpenLine &line) -> Status {
        record = TRY(line.point(id));
        return {};
    });
    if (!opened && opened.error().kind() == ErrorKind::NotFound)
        return std::nullopt;
    TRY(opened);
    MountedEntry root{.inode = inodeOfPoint(id), .entry = record->root, .canChange = true};
    root.node =
        folders_.enter({.point = id, .name = name, .inode = root.inode, .content = record->root.content, .holder = {}});
    return root;
}

/// The folder @p number, opened on @p line: the service gives what is in it.
Result<MountedFolder> MountedPoints::openFolder(OpenLine &line, NodeNumber number)
{
    std::vector<NodeNumber> closed;
    NodeNumber at = number;
    auto folder = folders_.folder(at);
    while (folder.openedOn != line.number) {
        closed.push_back(at);
        if (folder.parent == kTopNode)
            break;
        at = folder.parent;
        folder = folders_.folder(at);
    }
    for (const auto toOpen : closed | std::views::reverse) {
        auto next = folders_.folder(toOpen);
        if (next.parent == kTopNode) {
            TRY(line.point(next.point));
        } else {
            const auto item =
                TRY(treeItemAt(line.nodes, TreeKind::Directory, folder.content, folder.holder, next.position));
            if (TRY(DirectoryEntry::decode(item.bytes)).content != next.content || item.leaf != next.holder)
                return fail(ErrorKind::Damaged, QStringLiteral("a folder is not what it was before"));
        }
        folders_.setOpenedOn(toOpen, line.number);
        folder = std::move(next);
    }
    return folder;
}

MountedEntry MountedPoints::mounted(OpenLine &line, NodeNumber folder, const MountedFolder &of, DirectoryEntry entry,
                                    const ObjectName &holder, uint64_t position, bool lookUp)
{
    MountedEntry result{.inode = inodeOf(line, folders_, folder, entry, position), .entry = std::move(entry)};
    if (!lookUp)
        return result;
    if (result.entry.isDirectory())
        result.node = folders_.enter({.point = of.point,
                                      .parent = folder,
                                      .position = position,
                                      .name = result.entry.name,
                                      .inode = result.inode,
                                      .content = result.entry.content,
                                      .holder = holder,
                                      .openedOn = line.number});
    else
        result.node = folders_.enter(folder, position);
    return result;
}

Result<MountedEntry> MountedPoints::entry(NodeNumber node)
{
    if (node == kTopNode)
        return top(*TRY(listed_.points()));
    if (node == kLatestNode) {
        auto link = latest(*TRY(listed_.points()));
        return link ? Result<MountedEntry>(*std::move(link))
                    : fail(ErrorKind::NotFound, QStringLiteral("there is no point"));
    }
    const auto of = folders_.folder(FolderTable::isFolder(node) ? node : FolderTable::folderOf(node));
    MountedEntry result;
    TRY(ask(of.point, [&](OpenLine &line) -> Status {
        result = TRY(entryOn(line, node)).first;
        return {};
    }));
    return result;
}

/// With the node that holds it. REQUIRES: @p node is in a point.
Result<std::pair<MountedEntry, ObjectName>> MountedPoints::entryOn(OpenLine &line, NodeNumber node)
{
    NodeNumber folder = FolderTable::folderOf(node);
    uint64_t position = FolderTable::positionOf(node);
    if (FolderTable::isFolder(node)) {
        const auto self = TRY(openFolder(line, node));
        if (self.parent == kTopNode) {
            const auto record = TRY(line.point(self.point));
            return std::pair(MountedEntry{node, self.inode, record->root, true}, ObjectName());
        }
        folder = self.parent;
        position = self.position;
    }
    const auto of = TRY(openFolder(line, folder));
    const auto item = TRY(treeItemAt(line.nodes, TreeKind::Directory, of.content, of.holder, position));
    auto entry = mounted(line, folder, of, TRY(DirectoryEntry::decode(item.bytes)), item.leaf, position, false);
    entry.node = node;
    return std::pair(std::move(entry), item.leaf);
}

Status MountedPoints::list(NodeNumber folder, uint64_t from, bool lookUp, const Visit &visit)
{
    if (folder == kTopNode)
        return listPoints(from, visit);
    const auto point = folders_.folder(folder).point;
    uint64_t position = from; // a question that is asked again goes on
    bool isWanted = true;
    return ask(point, [&](OpenLine &line) -> Status {
        const auto of = TRY(openFolder(line, folder));
        while (isWanted) {
            const auto leaf =
                TRY(treeLeafAt(line.nodes, TreeKind::Directory, of.content, of.holder, position, kLeavesAhead));
            if (!leaf)
                return {};
            for (size_t i = leaf->index; isWanted && i < leaf->node.count(); ++i) {
                if (position >= FolderTable::kMostInFolder)
                    return fail(tooMany());
                const auto entry = mounted(line, folder, of, TRY(DirectoryEntry::decode(leaf->node.item(i))),
                                           leaf->name, position, lookUp);
                isWanted = visit(entry, position + 1);
                if (isWanted)
                    ++position;
                else if (lookUp)
                    folders_.forget(entry.node, 1);
            }
        }
        return {};
    });
}

Status MountedPoints::listPoints(uint64_t from, const Visit &visit)
{
    const auto listed = TRY(listed_.points());
    uint64_t place = 0;
    const auto isWanted = [&](const MountedEntry &entry) { return place++ < from || visit(entry, place); };
    for (const auto &[name, point] : *listed) {
        MountedEntry entry{.inode = inodeOfPoint(point.id), .canChange = true};
        entry.entry.name = name;
        entry.entry.type = FileType::Directory;
        if (!isWanted(entry))
            return {};
    }
    if (auto link = latest(*listed)) {
        link->node = 0;
        isWanted(*link);
    }
    return {};
}

Result<std::unique_ptr<MountedPoints::File>> MountedPoints::open(NodeNumber node)
{
    const auto folder = FolderTable::folderOf(node);
    const auto point = folders_.folder(folder).point;
    std::unique_ptr<File> file;
    TRY(ask(point, [&](OpenLine &line) -> Status {
        const auto [found, holder] = TRY(entryOn(line, node));
        if (found.entry.type != FileType::File)
            return fail(ErrorKind::Invalid, QStringLiteral("it is no file"));
        const auto lead = [this, node](OpenLine &line) -> Status {
            TRY(entryOn(line, node));
            return {};
        };
        file = std::make_unique<File>(*this, node, point,
                                      std::make_unique<MountedFile>(found.entry, holder, lead, windows_, digester_),
                                      folders_.pathOf(folder) + '/' + found.entry.name);
        return {};
    }));
    return file;
}

Result<QByteArray> MountedPoints::File::read(uint64_t offset, uint64_t size)
{
    QByteArray content;
    const auto read = of_.ask(point_, [&](OpenLine &line) -> Status {
        content = TRY(file_->read(line, offset, size));
        return {};
    });
    if (read)
        return content;
    if (read.error().kind() == ErrorKind::Damaged && !isLogged_.exchange(true))
        qCWarning(logEngine).noquote() << "Cannot give" << QString::fromUtf8(path_) << "of point" << point_.value
                                       << "to its reader:" << read.error().text();
    return fail(read.error());
}

} // namespace backspool::engine
