#include "points/version_check.h"

#include "codec/signature.h"
#include "core/bytes.h"
#include "points/tree_cursor.h"

namespace backspool::points {

using format::ChildNode;
using format::Extent;
using format::Node;
using format::ObjectKind;
using format::VersionRecord;

namespace {

/// Looked up together.
constexpr size_t kBatch = 4096;
/// 3 MB; so many at a time cost a reading of the base version's extents.
constexpr size_t kMaxUnproven = 65'536;

std::unexpected<Error> invalid(const QString &text)
{
    return fail(ErrorKind::Invalid, text);
}

std::unexpected<Error> notHeld()
{
    return invalid(QStringLiteral("it refers to content that the store does not have"));
}

QByteArray keyOf(const ObjectName &version, uint64_t size)
{
    return ByteWriter().name(version).u64(size).take();
}

/// A node with all that is said of it: what differs in that is checked on its own.
QByteArray keyOf(const ChildNode &statement, std::optional<uint8_t> level)
{
    return ByteWriter()
        .name(statement.name)
        .u64(statement.itemCount)
        .u64(statement.weight)
        .u8(level.value_or(255))
        .take();
}

} // namespace

Status VersionCheck::check(const ObjectName &version, const store::ObjectLocation &location, uint64_t size, Grant grant,
                           const BaseContent &base)
{
    const auto doneKey = keyOf(version, size);
    if (done_.contains(doneKey))
        return {};
    const auto bytes = TRY(VersionTrust::readRecord(store_, version, location));
    const auto record = VersionRecord::decode(bytes);
    if (!record)
        return invalid(record.error().text());
    if (record->size != size)
        return invalid(QStringLiteral("its content has %1 bytes, not %2").arg(record->size).arg(size));
    TRY(checkExtents(*record, grant, base, store_.digester().node(bytes)));
    // Last: another client's record is computed from its chunks, and who may not refer to them shall not cause that.
    TRY(trust_.ensure(version, size, lease_.client, *lease_.holder));
    done_.put(doneKey);
    return {};
}

Status VersionCheck::checkExtents(const VersionRecord &record, Grant grant, const BaseContent &base,
                                  const ObjectName &name)
{
    base_ = base;
    toFind_.clear();
    unproven_.clear();
    isOwn_ = true;
    sharesBase_ = false;
    skipsDone_ = false;
    const auto condemnations = store_.condemnations();
    auto extents = TRY(BaseExtents::open(store_, base, *lease_.holder));
    if (record.extentTree.isNull())
        TRY(addAll(0, record.inlineExtents, grant, extents));
    else
        TRY(checkTree(record, grant, extents));
    TRY(flush());
    TRY(settleUnproven());
    noteComplete(name, extents, condemnations);
    return {};
}

/// The next backup need not look at all of its chunks once more.
void VersionCheck::noteComplete(const ObjectName &record, const BaseExtents &base, uint64_t condemnations)
{
    if (skipsDone_)
        return;
    const auto isBaseOwn = sharesBase_ ? trust_.isCompleteAndOwn(base.record(), lease_.client) : std::optional(true);
    if (isBaseOwn)
        trust_.noteComplete(record, {lease_.client, isOwn_ && *isBaseOwn, condemnations});
}

Status VersionCheck::checkTree(const VersionRecord &record, Grant grant, BaseExtents &base)
{
    std::vector<ToVisit> stack{
        {ChildNode{record.extentTree, record.extentCount, record.size, {}}, std::nullopt, grant, 0}};
    while (!stack.empty()) {
        TRY(lease_.holder->check());
        const auto visit = std::move(stack.back());
        stack.pop_back();
        const auto &statement = visit.statement;
        if (base.hasNode(statement)) {
            sharesBase_ = true;
            continue;
        }
        // Content that repeats itself is looked at once, however often it does.
        if (doneNodes_.put(keyOf(statement, visit.level)) != 0) {
            skipsDone_ = true;
            continue;
        }
        const auto nodeGrant = TRY(grantOfNode(statement.name, visit.grant));
        const auto node = TRY(readNode(visit));
        if (node.level() > 0) {
            TRY(visitChildren(node, visit, nodeGrant, stack));
            continue;
        }
        std::vector<Extent> extents;
        for (size_t i = 0; i < node.count(); ++i)
            extents.push_back(TRY(Extent::decode(node.item(i))));
        TRY(addAll(visit.start, extents, nodeGrant, base));
    }
    return {};
}

Result<Node> VersionCheck::readNode(const ToVisit &visit) const
{
    auto node = Node::parse(TRY(store_.readNode(visit.statement.name)));
    if (!node || node->kind() != format::TreeKind::Extents || (visit.level && *visit.level != node->level()))
        return invalid(QStringLiteral("a node of its extents is malformed"));
    if (const auto agrees = checkStatement(visit.statement, *node); !agrees)
        return invalid(agrees.error().text());
    return *std::move(node);
}

Status VersionCheck::visitChildren(const Node &node, const ToVisit &visit, Grant grant,
                                   std::vector<ToVisit> &stack) const
{
    uint64_t start = visit.start;
    for (size_t i = 0; i < node.count(); ++i) {
        const auto child = node.child(i);
        if (!child)
            return invalid(child.error().text());
        stack.push_back({*child, uint8_t(node.level() - 1), grant, start});
        start += child->weight;
    }
    return {};
}

/// Sent or Held; an error when the client may not refer to the node.
Result<Grant> VersionCheck::grantOfNode(const ObjectName &node, Grant outer) const
{
    const auto location = TRY(store_.find(node));
    if (!location || location->kind != ObjectKind::Node)
        return notHeld();
    if (outer == Grant::Held)
        return Grant::Held;
    const auto grant = grantOf_(node);
    // What this client sent at some time it may name again; what that refers to is looked at in turn.
    if (grant == Grant::None && store_.clientOf(location->container) != lease_.client)
        return invalid(
            QStringLiteral("it refers to a list of extents that the client has neither sent nor proven to hold"));
    return grant == Grant::Held ? Grant::Held : Grant::Sent;
}

/// @p extents, the first of them at @p start of the content.
Status VersionCheck::addAll(uint64_t start, const std::vector<Extent> &extents, Grant grant, BaseExtents &base)
{
    for (const auto &extent : extents) {
        const uint64_t at = start;
        start += extent.length;
        if (extent.isHole())
            continue;
        if (TRY(base.has(at, extent))) {
            sharesBase_ = true;
            continue;
        }
        toFind_.push_back({extent, grant});
        if (toFind_.size() >= kBatch)
            TRY(flush());
    }
    return {};
}

Status VersionCheck::flush()
{
    std::vector<ObjectName> names;
    names.reserve(toFind_.size());
    for (const auto &wanted : toFind_)
        names.push_back(wanted.extent.chunk);
    const auto locations = TRY(store_.find(names));
    for (size_t i = 0; i < toFind_.size(); ++i)
        TRY(checkChunk(toFind_[i], locations[i]));
    toFind_.clear();
    return {};
}

Status VersionCheck::checkChunk(const ToFind &wanted, const std::optional<store::ObjectLocation> &location)
{
    const auto &extent = wanted.extent;
    if (!location || location->kind != ObjectKind::Chunk)
        return notHeld();
    const uint64_t size = TRY(sizes_.sizeOf(extent.chunk, *location));
    if (extent.offset > size || extent.length > size - extent.offset)
        return invalid(QStringLiteral("its content goes past the end of a chunk"));
    const bool isOwn = store_.clientOf(location->container) == lease_.client;
    isOwn_ = isOwn_ && isOwn;
    if (wanted.grant == Grant::Held || isOwn || grantOf_(extent.chunk) != Grant::None)
        return {};
    unproven_.insert(extent.chunk);
    return unproven_.size() >= kMaxUnproven ? settleUnproven() : Status();
}

Status VersionCheck::settleUnproven()
{
    if (!unproven_.empty() && !base_.name.isNull())
        TRY(dropFromUnproven(base_));
    if (!unproven_.empty())
        return invalid(QStringLiteral("it refers to content that the client has neither sent nor proven to hold"));
    return {};
}

Status VersionCheck::dropFromUnproven(const BaseContent &base)
{
    if (base.size <= uint64_t(codec::kLeafSize)) {
        unproven_.erase(base.name);
        return {};
    }
    const auto record = TRY(VersionRecord::decode(TRY(store_.readNode(base.name))));
    // The base may repeat itself without end.
    const auto fetch = [this](const ObjectName &name) -> Result<QByteArray> {
        TRY(lease_.holder->check());
        return store_.readNode(name);
    };
    return record.forEachExtent(fetch, [&](const Extent &extent) -> Result<bool> {
        unproven_.erase(extent.chunk);
        return !unproven_.empty();
    });
}

} // namespace backspool::points
