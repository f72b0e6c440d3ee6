#include "format/version_record.h"

#include "format/object.h"

#include <limits>

namespace backspool::format {

namespace {

enum Form : uint8_t { Inline = 0, InTree = 1 };

/// An extent as an item: kind, length, name and offset at their longest.
constexpr uint64_t kMaxExtentSize = 1 + 10 + ObjectName::kSize + 10;

std::unexpected<Error> damaged(QString text)
{
    return fail(ErrorKind::Damaged, std::move(text));
}

/// Counts extents of a version as they come and holds them to what the record says of all.
class ExtentSum
{
public:
    explicit ExtentSum(const VersionRecord &record) : bytesLeft_(record.size), extentsLeft_(record.extentCount) {}
    Status add(const Extent &extent)
    {
        if (extentsLeft_ == 0 || extent.length > bytesLeft_)
            return damaged(QStringLiteral("the extents of a version are more than its size"));
        bytesLeft_ -= extent.length;
        --extentsLeft_;
        return {};
    }
    Status finish() const
    {
        if (extentsLeft_ > 0 || bytesLeft_ > 0)
            return damaged(QStringLiteral("the extents of a version are less than its size"));
        return {};
    }

private:
    uint64_t bytesLeft_;
    uint64_t extentsLeft_;
};

Status readInlineExtents(ByteReader &reader, VersionRecord &record)
{
    if (record.extentCount > kMaxInlineExtents)
        return damaged(QStringLiteral("a version record has more extents in it than it may"));
    ExtentSum sum(record);
    for (uint64_t i = 0; i < record.extentCount; ++i) {
        const auto extent = TRY(Extent::decode(TRY(reader.sizedBytes(kMaxExtentSize))));
        TRY(sum.add(extent));
        record.inlineExtents.push_back(extent);
    }
    return sum.finish();
}

QByteArrayView boundaryOf(const Extent &extent, QByteArrayView item)
{
    return extent.isHole() ? item : extent.chunk.view();
}

} // namespace

bool canJoin(const Extent &last, const Extent &next)
{
    if (last.isHole() || next.isHole())
        return last.isHole() && next.isHole();
    return last.chunk == next.chunk && last.offset + last.length == next.offset;
}

QByteArray VersionRecord::encode() const
{
    Q_ASSERT(!extentTree.isNull() || inlineExtents.size() == extentCount);
    ByteWriter writer;
    writer.varint(size).varint(extentCount);
    if (!extentTree.isNull()) {
        writer.u8(InTree).name(extentTree);
        return writer.take();
    }
    writer.u8(Inline);
    for (const auto &extent : inlineExtents)
        writer.sizedBytes(extent.encode());
    return writer.take();
}

Result<VersionRecord> VersionRecord::decode(QByteArrayView bytes)
{
    ByteReader reader(bytes, "version record");
    VersionRecord record;
    record.size = TRY(reader.varint(uint64_t(std::numeric_limits<int64_t>::max())));
    record.extentCount = TRY(reader.varint(record.size));
    if (record.extentCount == 0)
        return damaged(QStringLiteral("the version record has no extents"));
    const auto form = TRY(reader.u8());
    if (form == Inline) {
        TRY(readInlineExtents(reader, record));
    } else if (form == InTree) {
        record.extentTree = TRY(reader.name());
        if (record.extentTree.isNull())
            return damaged(QStringLiteral("the version record says nothing of its extents"));
    } else {
        return damaged(QStringLiteral("the version record is of a form that does not exist"));
    }
    while (reader.remaining() > 0) {
        TRY(reader.varint());
        TRY(reader.sizedBytes(uint64_t(reader.remaining())));
    }
    return record;
}

Status VersionRecord::forEachExtent(const NodeFetch &fetch,
                                    const std::function<Result<bool>(const Extent &)> &visit) const
{
    ExtentSum sum(*this);
    bool stopped = false;
    const auto visitOne = [&](const Extent &extent) -> Result<bool> {
        TRY(sum.add(extent));
        stopped = !TRY(visit(extent));
        return !stopped;
    };
    if (extentTree.isNull()) {
        for (const auto &extent : inlineExtents) {
            if (!TRY(visitOne(extent)))
                break;
        }
    } else {
        TRY(forEachItem(extentTree, TreeKind::Extents, fetch,
                        [&](QByteArrayView item) -> Result<bool> { return visitOne(TRY(Extent::decode(item))); }));
    }
    return stopped ? Status() : sum.finish();
}

VersionBuilder::VersionBuilder(const codec::Digester &digester, NodeTreeBuilder::Emit emit)
    : tree_(TreeKind::Extents, digester, std::move(emit))
{
}

void VersionBuilder::add(const Extent &extent)
{
    Q_ASSERT(extent.length > 0);
    record_.size += extent.length;
    if (last_ && canJoin(*last_, extent)) {
        last_->length += extent.length;
        return;
    }
    flushLast();
    last_ = extent;
}

void VersionBuilder::flushLast()
{
    if (!last_)
        return;
    ++record_.extentCount;
    if (!inTree_ && record_.inlineExtents.size() == kMaxInlineExtents)
        flushToTree();
    if (inTree_)
        addToTree(*last_);
    else
        record_.inlineExtents.push_back(*last_);
    last_.reset();
}

void VersionBuilder::addToTree(const Extent &extent)
{
    const auto item = extent.encode();
    tree_.add(item, boundaryOf(extent, item), {}, extent.length);
}

void VersionBuilder::flushToTree()
{
    for (const auto &extent : record_.inlineExtents)
        addToTree(extent);
    record_.inlineExtents.clear();
    inTree_ = true;
}

VersionRecord VersionBuilder::finish()
{
    flushLast();
    if (inTree_)
        record_.extentTree = tree_.finish();
    inTree_ = false;
    return std::exchange(record_, {});
}

} // namespace backspool::format
