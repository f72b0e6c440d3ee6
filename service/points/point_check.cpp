#include "points/point_check.h"

#include "codec/signature.h"
#include "core/bytes.h"
#include "points/look_up_scope.h"
#include "points/tree_walk.h"

#include <limits>

namespace backspool::points {

using format::DirectoryEntry;
using format::FileType;
using format::Hint;
using format::Node;
using format::ObjectKind;
using format::TreeKind;

namespace {

/// Looked up together.
constexpr size_t kBatch = 2048;
/// Files that may have been renamed in their directory, over all directories from the top to the one being checked: so
/// many cost one more reading of the base's directories that have them. About 10 MB, with the longest names 25.
constexpr size_t kMaxRenamed = 65'536;
/// Of a path in an error: its end tells more than its beginning. (A path may have 16 MB.)
constexpr qsizetype kMaxShownPath = 1'024;
/// No system lets anybody make such a tree by accident; the memory of a walk is in proportion to it.
constexpr size_t kMaxDepth = 65'536;

std::unexpected<Error> invalid(const QString &text)
{
    return fail(ErrorKind::Invalid, text);
}

QByteArray shown(QByteArrayView path)
{
    return path.size() <= kMaxShownPath ? path.toByteArray() : "..." + path.last(kMaxShownPath).toByteArray();
}

std::unexpected<Error> at(QByteArrayView path, const Error &error)
{
    const auto text = path.isEmpty() ? QStringLiteral("/") : QString::fromUtf8(shown(path));
    return fail(error.withContext(QStringLiteral("checking %1 of the new point").arg(text)));
}

/// The nodes of a tree, without reading its leaves (but a root that is one).
Status collectNodes(const store::ObjectStore &store, const ObjectName &root, std::unordered_set<ObjectName> &nodes)
{
    nodes.insert(root);
    std::vector<ObjectName> inner{root};
    while (!inner.empty()) {
        const auto node = TRY(Node::parse(TRY(store.readNode(inner.back()))));
        inner.pop_back();
        for (size_t i = 0; node.level() > 0 && i < node.count(); ++i) {
            const auto child = TRY(node.child(i));
            const bool isNew = nodes.insert(child.name).second;
            if (node.level() > 1 && isNew)
                inner.push_back(child.name);
        }
    }
    return {};
}

/// Nodes of points that were checked when they were made.
class TrustedNodes final : public NodeGate
{
public:
    Result<std::optional<uint8_t>> enter(const ObjectName &, uint8_t) override { return uint8_t(0); }
    Status unreadable(const ObjectName &, const Error &error) override
    {
        return fail(error.withContext(QStringLiteral("reading the base of the new point")));
    }
    void left(const ObjectName &) override {}
};

/// The base's directory at the place that is being checked, entry by entry.
class BaseDirectory
{
public:
    BaseDirectory(const store::ObjectStore &store, const ObjectName &entries, const ObjectName &hints)
        : store_(store), root_(entries), entries_(store, TreeKind::Directory, entries),
          hints_(store, TreeKind::Hints, hints)
    {
    }

    /// Goes on to the first entry that is not before @p name. Names must ascend from call to call.
    Status advanceTo(QByteArrayView name)
    {
        while (!ended_ && (!begun_ || name_ < name)) {
            begun_ = true;
            ended_ = !TRY(entries_.next(nodes_));
            const bool hasHint = TRY(hints_.next(nodes_));
            if (ended_)
                break;
            item_ = entries_.item().toByteArray();
            name_ = TRY(nameInEntry(item_)).toByteArray();
            hint_ = hasHint ? hints_.item().toByteArray() : QByteArray();
        }
        if (isAt(name) && item_.isNull())
            item_ = TRY(entryAt(store_, root_, entries_.position()));
        return {};
    }
    bool isAt(QByteArrayView name) const { return begun_ && !ended_ && name_ == name; }
    const QByteArray &item() const { return item_; }
    Result<DirectoryEntry> entry() const { return DirectoryEntry::decode(item_); }
    /// Of the entry's directory; null: none.
    ObjectName hintsOfEntry() const
    {
        const auto hint = Hint::decode(hint_);
        return hint ? hint->hints : ObjectName();
    }

    void park()
    {
        entries_.park();
        hints_.park();
        item_ = {}; // with attributes it may have 2 MB
    }
    ByteCount loadedBytes() const { return entries_.loadedBytes() + hints_.loadedBytes() + item_.size(); }

private:
    const store::ObjectStore &store_;
    const ObjectName root_;
    TrustedNodes nodes_;
    TreeCursor entries_;
    TreeCursor hints_;
    bool begun_ = false;
    bool ended_ = false;
    QByteArray item_; ///< null after park()
    QByteArray name_;
    QByteArray hint_;
};

} // namespace

struct PointCheck::Frame
{
    Frame(const store::ObjectStore &store, const DirectoryPair &pair, const DirectoryPair &base, Mark entriesMark,
          Mark hintsMark)
        : entries(store, TreeKind::Directory, pair.entries, entriesMark),
          hints(store, TreeKind::Hints, pair.hints, hintsMark), pair(pair), base(base),
          baseDirectory(store, base.entries, base.hints)
    {
    }

    TreeCursor entries;
    TreeCursor hints;
    const DirectoryPair pair;
    const DirectoryPair base;
    BaseDirectory baseDirectory;
    std::optional<std::unordered_set<ObjectName>> baseNodes; ///< of both trees of the base's directory
    qsizetype pathSize = 0;
    QByteArray lastName;
    std::vector<Content> ungranted; ///< files perhaps renamed in this directory

    void park()
    {
        entries.park();
        hints.park();
        baseDirectory.park();
        baseNodes.reset();
    }
    ByteCount loadedBytes() const
    {
        // In a set a name takes about twice its size.
        const auto nodes = ByteCount(baseNodes ? baseNodes->size() : 0) * 2 * ByteCount(ObjectName::kSize);
        return entries.loadedBytes() + hints.loadedBytes() + baseDirectory.loadedBytes() + nodes;
    }
};

/// Nodes of the point that is checked.
class PointCheck::NewNodes final : public NodeGate
{
public:
    NewNodes(const PointCheck &check, const Frame &frame) : check_(check), frame_(frame) {}

    Result<std::optional<uint8_t>> enter(const ObjectName &name, uint8_t outer) override
    {
        return TRY(check_.acceptNode(name, Mark(outer), *frame_.baseNodes));
    }
    Status unreadable(const ObjectName &name, const Error &error) override
    {
        // What the store reads well is the sender's fault.
        TRY(check_.store_.readNode(name));
        return invalid(error.text());
    }
    void left(const ObjectName &) override {}

private:
    const PointCheck &check_;
    const Frame &frame_;
};

PointCheck::PointCheck(const store::ObjectStore &store, VersionTrust &trust, const Lease &lease, const GrantOf &grantOf,
                       const OnNewFile &newFile)
    : store_(store), lease_(lease), grantOf_(grantOf), newFile_(newFile), sizes_(store),
      versions_(store, trust, lease, grantOf, sizes_)
{
}

PointCheck::~PointCheck() = default;

Status PointCheck::run(const ObjectName &root, const ObjectName &hints, const format::FileContent &systemInformation)
{
    if (root.isNull() || hints.isNull())
        return invalid(QStringLiteral("the new point has no tree"));
    const LookUpScope scope(lease_.id);
    TRY(enterDirectory({root, hints}, {lease_.baseRoot, lease_.baseHints}, Checked, Checked));
    while (!frames_.isEmpty()) {
        TRY(lease_.holder->check());
        auto &frame = frames_.top();
        path_.truncate(frame.pathSize);
        if (const auto checked = step(frame); !checked)
            return isPlaceSaid_ ? checked : at(path_, checked.error());
    }
    if (const auto &[signature, size] = systemInformation; size > 0)
        contents_.push_back({{signature, size, grantOf_(signature), {}, {}}, kSystemInformationPath.toByteArray()});
    return flushContents();
}

Status PointCheck::enterDirectory(const DirectoryPair &pair, const DirectoryPair &base, Mark entriesMark,
                                  Mark hintsMark)
{
    if (pair == base)
        return {};
    if (done_.put(ByteWriter().name(pair.entries).name(pair.hints).buffer()) != 0)
        return {};
    if (frames_.depth() >= kMaxDepth)
        return invalid(QStringLiteral("its folders are too deep"));
    auto frame = std::make_unique<Frame>(store_, pair, base, entriesMark, hintsMark);
    frame->pathSize = path_.size();
    frames_.push(std::move(frame));
    return {};
}

Status PointCheck::findBaseNodes(Frame &frame) const
{
    if (frame.baseNodes)
        return {};
    const auto &base = frame.base;
    std::unordered_set<ObjectName> nodes;
    // Where the root is the same, all of the tree is; else the nodes are asked for one by one.
    if (frame.pair.entries == base.entries)
        nodes.insert(base.entries);
    else if (!base.entries.isNull())
        TRY(collectNodes(store_, base.entries, nodes));
    if (frame.pair.hints == base.hints)
        nodes.insert(base.hints);
    else if (!base.hints.isNull())
        TRY(collectNodes(store_, base.hints, nodes));
    frame.baseNodes = std::move(nodes);
    return {};
}

Result<PointCheck::Mark> PointCheck::acceptNode(const ObjectName &node, Mark outer,
                                                const std::unordered_set<ObjectName> &baseNodes) const
{
    if (outer == OfBase || baseNodes.contains(node))
        return OfBase;
    const auto location = TRY(store_.find(node));
    if (!location || location->kind != ObjectKind::Node)
        return invalid(QStringLiteral("it refers to a part of a tree that the store does not have"));
    if (outer == Held)
        return Held;
    const auto grant = grantOf_(node);
    // What this client sent at some time it may name again; what that refers to is looked at in turn.
    if (grant == Grant::None && store_.clientOf(location->container) != lease_.client)
        return invalid(
            QStringLiteral("it refers to a part of a tree that the client has neither sent nor proven to hold"));
    return grant == Grant::Held ? Held : Checked;
}

Status PointCheck::step(Frame &frame)
{
    TRY(findBaseNodes(frame));
    NewNodes nodes(*this, frame);
    const bool hasEntry = TRY(frame.entries.next(nodes));
    const bool hasHint = TRY(frame.hints.next(nodes));
    if (hasEntry != hasHint)
        return invalid(QStringLiteral("the folder has not one hint for each entry"));
    if (!hasEntry) {
        TRY(settleRenamed(frame));
        if (!renaming_.empty() && renaming_.back() == &frame)
            renaming_.pop_back();
        frames_.pop();
        return {};
    }
    const auto item = frame.entries.item();
    const auto entry = DirectoryEntry::decode(item);
    if (!entry)
        return invalid(entry.error().text());
    const auto hint = Hint::decode(frame.hints.item());
    if (!hint)
        return invalid(hint.error().text());
    if (frame.lastName >= entry->name)
        return invalid(QStringLiteral("the entries of the folder are not in order"));
    frame.lastName = entry->name;
    if (hint->isDirectory() != entry->isDirectory())
        return invalid(QStringLiteral("an entry and its hint are of different types"));
    TRY(frame.baseDirectory.advanceTo(entry->name));
    path_.append('/').append(entry->name);
    return checkEntry(frame, item, *entry, *hint);
}

Status PointCheck::checkEntry(Frame &frame, QByteArrayView item, const DirectoryEntry &entry, const Hint &hint)
{
    if (entry.isDirectory())
        return checkDirectory(frame, entry, hint);
    if (entry.type != FileType::File)
        return {};
    if (frame.baseDirectory.isAt(entry.name) && frame.baseDirectory.item() == item)
        return {};
    return checkFile(frame, entry);
}

Status PointCheck::checkDirectory(Frame &frame, const DirectoryEntry &entry, const Hint &hint)
{
    if (entry.content.isNull() || hint.hints.isNull())
        return invalid(QStringLiteral("a folder has no tree"));
    DirectoryPair base;
    if (frame.baseDirectory.isAt(entry.name)) {
        const auto baseEntry = TRY(frame.baseDirectory.entry());
        if (baseEntry.isDirectory())
            base = {baseEntry.content, frame.baseDirectory.hintsOfEntry()};
    }
    const auto entriesMark = frame.entries.mark() == Held ? Held : Checked;
    const auto hintsMark = frame.hints.mark() == Held ? Held : Checked;
    return enterDirectory({entry.content, hint.hints}, base, entriesMark, hintsMark);
}

Status PointCheck::checkFile(Frame &frame, const DirectoryEntry &entry)
{
    if ((entry.size == 0) != entry.content.isNull())
        return invalid(QStringLiteral("a file's size and content do not agree"));
    if (entry.size == 0)
        return {};
    if (entry.size > uint64_t(std::numeric_limits<int64_t>::max()))
        return invalid(QStringLiteral("a file is longer than any can be"));
    newFile_(entry.name, entry);
    BaseContent base;
    if (frame.baseDirectory.isAt(entry.name)) {
        const auto baseEntry = TRY(frame.baseDirectory.entry());
        if (baseEntry.type == FileType::File && baseEntry.size > 0)
            base = {baseEntry.content, baseEntry.size};
    }
    if (base.name == entry.content && base.size == entry.size)
        return {};
    const auto grant = frame.entries.mark() == Held ? Grant::Held : grantOf_(entry.content);
    Content content{entry.content, entry.size, grant, base, entry.name};
    return grant != Grant::None ? addContent(frame, std::move(content)) : addUngranted(frame, std::move(content));
}

Status PointCheck::addUngranted(Frame &frame, Content content)
{
    if (renaming_.empty() || renaming_.back() != &frame)
        renaming_.push_back(&frame);
    frame.ungranted.push_back(std::move(content));
    if (++ungranted_ < kMaxRenamed)
        return {};
    for (auto *open : std::exchange(renaming_, {}))
        TRY(settleRenamed(*open));
    return {};
}

/// Passes over the files whose content the base has in this directory by another name.
Status PointCheck::settleRenamed(Frame &frame)
{
    if (frame.ungranted.empty())
        return {};
    std::unordered_map<ObjectName, uint64_t> inBase; // content, size
    for (const auto &content : frame.ungranted)
        inBase.emplace(content.name, 0);
    TrustedNodes nodes;
    TreeCursor entries(store_, TreeKind::Directory, frame.base.entries);
    while (TRY(entries.next(nodes))) {
        const auto entry = TRY(DirectoryEntry::decode(entries.item()));
        const auto wanted = inBase.find(entry.content);
        if (entry.type == FileType::File && wanted != inBase.end())
            wanted->second = entry.size;
    }
    ungranted_ -= frame.ungranted.size();
    for (auto &content : std::exchange(frame.ungranted, {})) {
        if (inBase[content.name] != content.size)
            TRY(addContent(frame, std::move(content)));
    }
    return {};
}

QByteArray PointCheck::placeIn(const Frame &frame, QByteArrayView fileName) const
{
    return shown(QByteArrayView(path_).first(frame.pathSize)) + '/' + fileName.toByteArray();
}

Status PointCheck::addContent(const Frame &frame, Content content)
{
    // The batch outlives the folders that it is of.
    auto place = placeIn(frame, content.fileName);
    contents_.push_back({std::move(content), std::move(place)});
    return contents_.size() >= kBatch ? flushContents() : Status();
}

Status PointCheck::flushContents()
{
    std::vector<ObjectName> names;
    names.reserve(contents_.size());
    for (const auto &wanted : contents_)
        names.push_back(wanted.content.name);
    const auto locations = TRY(store_.find(names));
    for (size_t i = 0; i < contents_.size(); ++i) {
        TRY(lease_.holder->check());
        if (const auto checked = checkContent(contents_[i].content, locations[i]); !checked) {
            isPlaceSaid_ = true;
            return at(contents_[i].place, checked.error());
        }
    }
    contents_.clear();
    return {};
}

Status PointCheck::checkContent(const Content &content, const std::optional<store::ObjectLocation> &location)
{
    const bool isVersion = content.size > uint64_t(codec::kLeafSize);
    if (!location || location->kind != (isVersion ? ObjectKind::Version : ObjectKind::Chunk))
        return invalid(QStringLiteral("its content is not in the store"));
    if (content.grant == Grant::None && store_.clientOf(location->container) != lease_.client)
        return invalid(QStringLiteral("the client has neither sent its content nor proven to hold it"));
    if (isVersion)
        return versions_.check(content.name, *location, content.size,
                               content.grant == Grant::Held ? Grant::Held : Grant::Sent, content.base);
    if (TRY(sizes_.sizeOf(content.name, *location)) != content.size)
        return invalid(QStringLiteral("its content has another size"));
    return {};
}

} // namespace backspool::points
