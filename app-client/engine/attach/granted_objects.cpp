#include "attach/granted_objects.h"

#include "codec/signature.h"
#include "format/extent.h"
#include "format/version_record.h"

#include <QRandomGenerator>

#include <algorithm>

namespace backspool::engine {

namespace {

/// A program asks for the children of one parent in several requests, and for those of neighbours side by side. With 48
/// bytes each this is 3 MB.
constexpr size_t kMostKeptChildren = 65'536;
/// As the service has it.
constexpr size_t kMostRoots = 10'000;

/// A chunk is in one block.
constexpr uint64_t kMostChunk = format::kMaxBlockSize;

GrantedObject contentOf(const format::DirectoryEntry &entry)
{
    if (entry.isDirectory())
        return {entry.content, GrantedKind::Directory};
    if (entry.size > uint64_t(codec::kLeafSize))
        return {entry.content, GrantedKind::Version};
    return {entry.content, GrantedKind::Chunk, 0, uint32_t(entry.size)};
}

std::unexpected<Error> denied()
{
    return fail(ErrorKind::Denied, QStringLiteral("You may not read it."));
}

/// Of what is kept of an object; one without children takes room too.
size_t weightOf(const std::vector<GrantedObject> &children)
{
    return children.size() + 1;
}

} // namespace

format::ObjectKind objectKindOf(GrantedKind kind)
{
    switch (kind) {
    case GrantedKind::Directory:
    case GrantedKind::Extents:
        return format::ObjectKind::Node;
    case GrantedKind::Version:
        return format::ObjectKind::Version;
    case GrantedKind::Chunk:
        break;
    }
    return format::ObjectKind::Chunk;
}

QByteArray grantedParts(QByteArrayView chunk, const std::vector<GrantedObject> &parts)
{
    QByteArray bytes;
    for (const auto &part : parts) {
        const auto begin = std::min(qsizetype(part.offset), chunk.size());
        const auto length = std::min(qsizetype(part.length), chunk.size() - begin);
        if (bytes.size() < begin + length)
            bytes.resize(begin + length, '\0');
        std::ranges::copy(chunk.sliced(begin, length), bytes.begin() + begin);
    }
    return bytes;
}

GrantedObjects::GrantedObjects(ObjectFetcher &fetcher, const UserView &view, Account account)
    : fetcher_(fetcher), view_(view), account_(std::move(account)), seed_(QRandomGenerator::system()->generate64())
{
}

GrantedObjects::~GrantedObjects()
{
    *account_ -= given_.size();
}

/// Nobody can look for two names with one tag: the seed is secret.
GrantedObjects::Tag GrantedObjects::tagOf(const ObjectName &name) const
{
    return qHashBits(name.data(), ObjectName::kSize, seed_);
}

void GrantedObjects::addRoot(const format::DirectoryEntry &root)
{
    if (view_.mayHaveContent(root) && roots_.size() < kMostRoots && !std::ranges::contains(roots_, root.content))
        roots_.push_back(root.content);
}

Result<std::vector<GrantedObject>> GrantedObjects::find(const ObjectName &parent, const ObjectName &name)
{
    if (parent.isNull())
        return std::ranges::contains(roots_, name) ? Result<Children>({{name, GrantedKind::Directory}}) : denied();
    const auto *children = TRY(childrenOf(parent));
    const auto found = std::ranges::equal_range(*children, name, {}, &GrantedObject::name);
    return found.empty() ? denied() : Result<Children>(Children(found.begin(), found.end()));
}

Status GrantedObjects::add(const ObjectName &parent, const ObjectName &name, GrantedKind kind, const QByteArray &bytes)
{
    if (kind == GrantedKind::Chunk)
        return {};
    auto children = TRY(childrenIn(kind, bytes));
    if (!given_.contains(tagOf(name))) {
        if (*account_ >= kMostOfUser && !forgetOldestVersion())
            return fail(ErrorKind::Denied, QStringLiteral("As much as may be open for one user at a time is open. "
                                                          "Close other windows, or begin anew."));
        ++*account_;
        given_.emplace(tagOf(name), Given{parent, kind});
        if (kind == GrantedKind::Version)
            versions_.push_back(tagOf(name));
    }
    keep(name, std::move(children));
    return {};
}

bool GrantedObjects::forgetOldestVersion()
{
    if (versions_.empty())
        return false;
    given_.erase(versions_.front());
    versions_.pop_front();
    --*account_;
    return true;
}

Result<GrantedObjects::Children> GrantedObjects::childrenIn(GrantedKind kind, const QByteArray &bytes) const
{
    Children children;
    const auto addExtent = [&](const format::Extent &extent) {
        if (!extent.isHole() && extent.offset < kMostChunk)
            children.push_back({extent.chunk, GrantedKind::Chunk, uint32_t(extent.offset),
                                uint32_t(std::min(extent.length, kMostChunk - extent.offset))});
    };
    if (kind == GrantedKind::Version) {
        const auto record = TRY(format::VersionRecord::decode(bytes));
        if (!record.extentTree.isNull())
            children.push_back({record.extentTree, GrantedKind::Extents});
        std::ranges::for_each(record.inlineExtents, addExtent);
    } else {
        const auto node = TRY(format::Node::parse(bytes));
        const auto tree = kind == GrantedKind::Directory ? format::TreeKind::Directory : format::TreeKind::Extents;
        if (node.kind() != tree)
            return fail(ErrorKind::Damaged, QStringLiteral("a node of another kind of tree stands in the tree"));
        for (size_t i = 0; i < node.count(); ++i) {
            if (node.level() > 0) {
                children.push_back({TRY(node.child(i)).name, kind});
            } else if (kind == GrantedKind::Extents) {
                addExtent(TRY(format::Extent::decode(node.item(i))));
            } else if (const auto entry = TRY(format::DirectoryEntry::decode(node.item(i)));
                       !entry.content.isNull() && view_.mayHaveContent(entry)) {
                children.push_back(contentOf(entry));
            }
        }
    }
    std::ranges::sort(children);
    const auto rest = std::ranges::unique(children);
    children.erase(rest.begin(), rest.end());
    children.shrink_to_fit();
    return children;
}

void GrantedObjects::keep(const ObjectName &name, Children children)
{
    if (kept_.contains(name))
        return;
    keptChildren_ += weightOf(children);
    uses_.push_front(name);
    kept_.emplace(name, Kept{std::move(children), uses_.begin()});
    while (keptChildren_ > kMostKeptChildren && kept_.size() > 1) {
        const auto oldest = kept_.find(uses_.back());
        keptChildren_ -= weightOf(oldest->second.children);
        kept_.erase(oldest);
        uses_.pop_back();
    }
}

/// Valid until the next call.
Result<const GrantedObjects::Children *> GrantedObjects::childrenOf(const ObjectName &parent)
{
    const auto given = given_.find(tagOf(parent));
    if (given == given_.end())
        return denied();
    if (!kept_.contains(parent)) {
        const auto object = TRY(fetcher_.get({given->second.parent, parent, objectKindOf(given->second.kind)}));
        keep(parent, TRY(childrenIn(given->second.kind, object.copy())));
    }
    const auto &kept = kept_.at(parent);
    uses_.splice(uses_.begin(), uses_, kept.use);
    return &kept.children;
}

} // namespace backspool::engine
