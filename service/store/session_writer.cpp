#include "store/session_writer.h"

#include "core/logging.h"
#include "store/index_keeper.h"
#include "store/reseal.h"
#include "store/staged_container.h"

#include <algorithm>

namespace backspool::store {

using catalogue::Area;
using catalogue::ContainerRow;
using format::BlockKind;
using format::ContainerKind;

namespace {
/// The point record is small; it is compressed for the names of files in it.
constexpr int kCompressionLevel = 3;
} // namespace

struct SessionWriter::Private
{
    Private(StoreParts &parts, IndexKeeper &index, const ContainerRow &like) : parts(parts), index(index), like(like) {}

    std::unique_ptr<StagedContainer> &current(ContainerKind kind) { return kind == ContainerKind::Dtf ? dtf : bdf; }
    Result<StagedContainer *> roomFor(ContainerKind kind, const format::PackedBlock &block);
    struct BlockPlace
    {
        ContainerId container;
        uint32_t offset = 0;
    };
    Result<BlockPlace> appendTo(ContainerKind kind, const format::PackedBlock &block,
                                const std::vector<ObjectName> &names);
    bool holds(ContainerId container) const;
    std::vector<IndexEntry> newEntries(const BlockPlace &place, const format::PackedBlock &block,
                                       const std::vector<ObjectName> &names) const;
    Status close(ContainerKind kind);
    Status saveBroken(bool onlyUnsynced);
    void setAside(ContainerKind kind, bool isUnsynced);

    StoreParts &parts;
    IndexKeeper &index;
    const ContainerRow like; ///< what all containers of the session have in common
    std::unique_ptr<StagedContainer> bdf;
    std::unique_ptr<StagedContainer> dtf;

    /// A write or sync of it failed: nothing may be appended, what is whole is saved by reseal().
    struct Broken
    {
        std::unique_ptr<StagedContainer> container;
        bool isUnsynced =
            false; ///< a sync failed: what the kernel had to write may be lost, and it would not say so again
    };
    std::vector<Broken> broken;
    std::vector<ContainerId> published;
    ContainerId lastDtf;
    ByteCount bytes = 0;
};

SessionWriter::SessionWriter(StoreParts &parts, IndexKeeper &index, ClientId client, LeaseId lease, Area area)
{
    ContainerRow like;
    like.client = client;
    like.lease = lease;
    like.area = area;
    // Lease 0: the service's own copies of what points need, whoever sent it.
    like.committed = !client || !lease;
    d_ = std::make_unique<Private>(parts, index, like);
}

SessionWriter::~SessionWriter()
{
    if (const auto published = publish(std::nullopt); !published)
        qCWarning(logStore, "What an unfinished session has sent is taken up at the next start: %ls",
                  qUtf16Printable(published.error().text()));
}

void SessionWriter::Private::setAside(ContainerKind kind, bool isUnsynced)
{
    broken.push_back({std::exchange(current(kind), nullptr), isUnsynced});
}

/// Finishes and publishes the current container of @p kind, if there is one.
Status SessionWriter::Private::close(ContainerKind kind)
{
    auto &container = current(kind);
    if (!container)
        return {};
    auto closed = container->place();
    if (closed)
        // Durable with the point. Without it, the file in its place tells the next start as much.
        closed = parts.catalogue.updateContainer(container->published(), catalogue::Durability::WithTheNext);
    if (!closed) {
        setAside(kind, false);
        return fail(closed.error().withContext(QStringLiteral("finishing a container")));
    }
    const auto row = container->published();
    parts.table.put(row);
    parts.files.close(row.id);
    index.completed(row.id);
    published.push_back(row.id);
    if (kind == ContainerKind::Dtf)
        lastDtf = row.id;
    container.reset();
    return {};
}

/// The container that @p block goes to.
Result<StagedContainer *> SessionWriter::Private::roomFor(ContainerKind kind, const format::PackedBlock &block)
{
    auto &container = current(kind);
    // Sealed it is a little longer: header, table and tag.
    const auto size = block.payload.size() + format::BlockHeader::kSize + codec::kSealOverhead +
                      format::encodeTable(block.table).size();
    const bool isFull = container && !container->isEmpty() &&
                        (container->finishedSize(size) > parts.options.containerSize ||
                         container->index().objects.size() + block.table.size() > format::kContainerObjects);
    if (isFull)
        TRY(close(kind));
    if (!container) {
        auto row = like;
        row.kind = kind;
        // What the service writes are copies of what the store has.
        container = TRY(StagedContainer::create(
            parts, row, like.client ? StagedContainer::Purpose::Session : StagedContainer::Purpose::Copy));
    }
    return container.get();
}

Result<SessionWriter::Private::BlockPlace> SessionWriter::Private::appendTo(ContainerKind kind,
                                                                            const format::PackedBlock &block,
                                                                            const std::vector<ObjectName> &names)
{
    auto *container = TRY(roomFor(kind, block));
    const auto before = container->size();
    const auto offset = container->append(block, names);
    if (!offset) {
        setAside(kind, false);
        return std::unexpected(offset.error());
    }
    bytes += container->size() - before;
    return BlockPlace{container->row().id, *offset};
}

/// Whether @p container is one that is being written.
bool SessionWriter::Private::holds(ContainerId container) const
{
    return (bdf && bdf->row().id == container) || (dtf && dtf->row().id == container);
}

/// What of a block the chunk index is to know: of each name one place in a container. (One object may be in a block
/// 65,535 times, in two bytes each.)
std::vector<IndexEntry> SessionWriter::Private::newEntries(const BlockPlace &place, const format::PackedBlock &block,
                                                           const std::vector<ObjectName> &names) const
{
    std::vector<IndexEntry> entries;
    entries.reserve(names.size());
    for (size_t slot = 0; slot < names.size(); ++slot) {
        if (!names[slot].isNull())
            entries.push_back({names[slot], {place.container, {place.offset, uint16_t(slot)}, block.table[slot].kind}});
    }
    keepOneOfEach(entries);
    std::vector<ObjectName> wanted;
    wanted.reserve(entries.size());
    for (const auto &entry : entries)
        wanted.push_back(entry.name);
    // An index that cannot be asked is made anew, with whatever it gets.
    if (const auto known = index.find(wanted)) {
        auto found = known->begin();
        std::erase_if(entries, [&](const IndexEntry &) {
            const auto &at = *found++;
            // Two version records of one name need not be the same.
            return at && at->kind != format::ObjectKind::Version && holds(at->container);
        });
    }
    return entries;
}

Result<ContainerId> SessionWriter::append(const format::PackedBlock &block, const std::vector<ObjectName> &names)
{
    if (names.size() != block.table.size() || (block.kind != BlockKind::Chunks && block.kind != BlockKind::Tree))
        return fail(ErrorKind::Invalid, QStringLiteral("a block of another kind, or with names for other objects"));
    const auto kind = block.kind == BlockKind::Tree ? ContainerKind::Dtf : ContainerKind::Bdf;
    const auto place = TRY_CONTEXT(QStringLiteral("storing a block"), d_->appendTo(kind, block, names));
    d_->index.insert(d_->newEntries(place, block, names));
    return place.container;
}

/// Puts whole containers in the place of the broken ones.
Status SessionWriter::Private::saveBroken(bool onlyUnsynced)
{
    while (!broken.empty()) {
        const auto next = std::ranges::find_if(
            broken, [&](const Broken &candidate) { return !onlyUnsynced || candidate.isUnsynced; });
        if (next == broken.end())
            return {};
        const auto row = next->container->row();
        const auto saved = TRY(reseal(
            parts, row, &next->container->index(),
            [&](const ContainerRow &copy, const format::ContainerIndex &objects) { index.insert(copy.id, objects); }));
        broken.erase(next);
        if (saved) {
            published.push_back(saved->id);
            if (saved->kind == ContainerKind::Dtf)
                lastDtf = saved->id;
        }
    }
    return {};
}

Status SessionWriter::sync()
{
    // Unfinished copies that were set aside for a full disk are as good as before for what they hold.
    for (auto &broken : d_->broken) {
        if (!broken.isUnsynced && !broken.container->sync())
            broken.isUnsynced = true;
    }
    TRY(d_->saveBroken(true));
    for (const auto kind : {ContainerKind::Bdf, ContainerKind::Dtf}) {
        const auto &container = d_->current(kind);
        if (!container)
            continue;
        if (const auto synced = container->sync(); !synced) {
            d_->setAside(kind, true);
            return fail(synced.error().withContext(QStringLiteral("making a session's data durable")));
        }
    }
    return {};
}

ByteCount SessionWriter::bytesWritten() const
{
    return d_->bytes;
}

Result<ContainerId> SessionWriter::publish(const std::optional<format::PointRecord> &point)
{
    TRY(d_->saveBroken(false));
    // Data before the trees that name it.
    TRY(d_->close(ContainerKind::Bdf));
    if (point) {
        format::BlockPacker packer(BlockKind::Point);
        packer.add(format::ObjectKind::Point, point->encode());
        codec::Compressor compressor(kCompressionLevel);
        const auto block = format::compressBlock(packer.take(), compressor);
        TRY_CONTEXT(QStringLiteral("storing a point"), d_->appendTo(ContainerKind::Dtf, block, {ObjectName()}));
    }
    TRY(d_->close(ContainerKind::Dtf));
    return d_->lastDtf;
}

std::vector<ContainerId> SessionWriter::containers() const
{
    auto all = d_->published;
    for (const auto &broken : d_->broken)
        all.push_back(broken.container->row().id);
    for (const auto *container : {d_->bdf.get(), d_->dtf.get()}) {
        if (container)
            all.push_back(container->row().id);
    }
    std::ranges::sort(all);
    return all;
}

} // namespace backspool::store
