#include "support/point_builder.h"

#include "codec/crc32c.h"
#include "codec/signature.h"

#include <algorithm>

namespace backspool::test {

using format::BlockPacker;
using format::DirectoryEntry;
using format::FileType;
using format::Hint;
using format::ObjectKind;
using points::Grant;

namespace {

/// Small, so that little data makes several blocks.
constexpr ByteCount kBlockSize = 64_KiB;

codec::SecretKey boundaryKey(const store::ObjectStore &store)
{
    return codec::DomainKeys(codec::deriveKey(store.options().repositoryKey, {}, "backspool domain 0")).boundary();
}

format::FileTime timeOf(QByteArrayView bytes)
{
    return {1'700'000'000 + codec::crc32c(bytes) % 1'000'000, 5};
}

} // namespace

PointBuilder::PointBuilder(store::ObjectStore &store, const points::Lease &lease, catalogue::Area area)
    : store_(store), lease_(lease), chunker_(boundaryKey(store)),
      writer_(store.beginSession(lease.client, lease.id, area))
{
}

PointBuilder::~PointBuilder() = default;

/// Whether the object is to be sent.
bool PointBuilder::isWanted(const ObjectName &name)
{
    if (!status_ || grants_.of(name) != Grant::None)
        return false;
    if (claims_) {
        const auto found = store_.find(name);
        if (!found)
            status_ = std::unexpected(found.error());
        if (!found || *found) {
            grants_.add(name, Grant::Held);
            return false;
        }
    }
    grants_.add(name, Grant::Sent);
    return true;
}

void PointBuilder::append(BlockPacker &packer, std::vector<ObjectName> &names)
{
    if (packer.isEmpty())
        return;
    const auto appended = writer_->append(format::compressBlock(packer.take(), compressor_), names);
    if (!appended && status_)
        status_ = std::unexpected(appended.error());
    names.clear();
}

void PointBuilder::add(BlockPacker &packer, std::vector<ObjectName> &names, ObjectKind kind, const ObjectName &name,
                       QByteArrayView bytes)
{
    packer.add(kind, bytes);
    names.push_back(name);
    if (packer.rawSize() >= kBlockSize)
        append(packer, names);
}

ObjectName PointBuilder::chunk(QByteArrayView bytes)
{
    const auto name = digester().chunk(bytes);
    if (isWanted(name))
        add(chunks_, chunkNames_, ObjectKind::Chunk, name, bytes);
    return name;
}

ObjectName PointBuilder::node(const QByteArray &bytes)
{
    const auto name = digester().node(bytes);
    if (isWanted(name))
        add(nodes_, nodeNames_, ObjectKind::Node, name, bytes);
    return name;
}

void PointBuilder::version(const ObjectName &name, const QByteArray &record)
{
    if (isWanted(name))
        add(nodes_, nodeNames_, ObjectKind::Version, name, record);
}

ObjectName PointBuilder::content(QByteArrayView bytes)
{
    if (bytes.isEmpty())
        return {};
    if (bytes.size() <= codec::kLeafSize)
        return chunk(bytes);
    const auto name = codec::signatureOf(digester(), bytes).name;
    format::VersionBuilder builder(digester(),
                                   [this](const ObjectName &, const QByteArray &node) { this->node(node); });
    while (!bytes.isEmpty()) {
        const auto size = chunker_.cut(bytes, true);
        builder.add({chunk(bytes.first(size)), 0, uint64_t(size)});
        bytes = bytes.sliced(size);
    }
    version(name, builder.finish().encode());
    return name;
}

Item PointBuilder::file(const QByteArray &name, QByteArrayView content)
{
    DirectoryEntry entry;
    entry.name = name;
    entry.mode = 0644;
    entry.modified = timeOf(content);
    entry.size = uint64_t(content.size());
    entry.content = this->content(content);
    Hint hint;
    hint.inode = codec::crc32c(name);
    hint.changed = entry.modified;
    return {entry, hint};
}

Item PointBuilder::folder(const QByteArray &name, const Tree &tree)
{
    DirectoryEntry entry;
    entry.name = name;
    entry.type = FileType::Directory;
    entry.mode = 0755;
    entry.modified = {1'700'000'000, 0};
    entry.content = tree.entries;
    Hint hint;
    hint.flags = Hint::Directory;
    hint.inode = codec::crc32c(name);
    hint.hints = tree.hints;
    return {entry, hint};
}

Tree PointBuilder::directory(std::vector<Item> items)
{
    std::ranges::sort(items, {}, [](const Item &item) { return item.entry.name; });
    const auto emit = [this](const ObjectName &, const QByteArray &bytes) { node(bytes); };
    format::NodeTreeBuilder entries(format::TreeKind::Directory, digester(), emit);
    format::NodeTreeBuilder hints(format::TreeKind::Hints, digester(), emit);
    for (const auto &item : items) {
        entries.add(item.entry.encode(), item.entry.name, item.entry.name);
        const auto hint = item.hint.encode();
        hints.add(hint, hint);
    }
    return {entries.finish(), hints.finish()};
}

Tree PointBuilder::tree(const Files &files)
{
    std::vector<Item> items;
    std::map<QByteArray, Files> folders;
    for (const auto &[path, content] : files) {
        const auto slash = path.indexOf('/');
        if (slash < 0)
            items.push_back(file(path, content));
        else
            folders[path.first(slash)][path.sliced(slash + 1)] = content;
    }
    for (const auto &[name, below] : folders)
        items.push_back(folder(name, tree(below)));
    return directory(std::move(items));
}

Status PointBuilder::flush()
{
    append(chunks_, chunkNames_);
    append(nodes_, nodeNames_);
    return status_;
}

format::PointRecord PointBuilder::record(PointId point, const Tree &tree) const
{
    format::PointRecord record;
    record.point = point;
    record.client = lease_.client;
    record.lease = lease_.id;
    record.base = lease_.base;
    record.clientName = QStringLiteral("client-%1").arg(lease_.client.value);
    record.host = QStringLiteral("host");
    record.zone = QStringLiteral("Europe/Vienna");
    record.agent = QStringLiteral("test");
    record.started = lease_.started;
    record.ended = lease_.started + std::chrono::seconds(1);
    record.root.name = "/";
    record.root.type = FileType::Directory;
    record.root.mode = 0755;
    record.root.content = tree.entries;
    record.rootHint.flags = Hint::Directory;
    record.rootHint.inode = 2;
    record.rootHint.hints = tree.hints;
    return record;
}

Result<catalogue::PointRow> PointBuilder::commit(const points::CommitContext &context, PointId point, const Tree &tree)
{
    TRY(flush());
    return points::commitPoint(context, *writer_, lease_, record(point, tree), grants_.function());
}

} // namespace backspool::test
