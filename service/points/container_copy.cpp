#include "points/container_copy.h"

#include "core/logging.h"
#include "format/version_record.h"
#include "points/point_records.h"
#include "points/version_intake.h"

namespace backspool::points {

using catalogue::ContainerRow;
using format::BlockKind;
using format::BlockPacker;
using format::IndexedBlock;
using format::IndexedObject;
using format::ObjectKind;

namespace {
/// What agents pack, too (a block is the unit of reading).
constexpr ByteCount kBlockSize = 1_MiB;
/// Space is what this is done for, and nobody waits for it.
constexpr int kCompressionLevel = 3;
} // namespace

/// The new containers of one owner.
class ContainerCopy::Target
{
public:
    Target(const ContainerCopy &copy, std::unique_ptr<store::SessionWriter> writer)
        : copy_(copy), writer_(std::move(writer)), compressor_(kCompressionLevel)
    {
    }

    Status add(const IndexedObject &object, QByteArrayView bytes)
    {
        auto &part = object.kind == ObjectKind::Chunk ? chunks_ : tree_;
        const bool isFull =
            part.packer.rawSize() + bytes.size() > kBlockSize || part.names.size() >= format::kMaxObjectsInBlock;
        if (isFull)
            TRY(flush(part));
        part.packer.add(object.kind, bytes);
        part.names.push_back(object.name);
        return {};
    }
    Status flushAll()
    {
        TRY(flush(chunks_));
        return flush(tree_);
    }
    store::SessionWriter &writer() { return *writer_; }

private:
    struct Part
    {
        BlockPacker packer;
        std::vector<ObjectName> names;
    };
    Status flush(Part &part)
    {
        if (part.packer.isEmpty())
            return {};
        auto doubted = TRY(appendUndoubted(copy_.store_, copy_.trust_, *writer_,
                                           format::compressBlock(part.packer.take(), compressor_), part.names));
        part.names.clear();
        TRY(copy_.dropLarger(doubted));
        return appendRecords(*writer_, TRY(takeRight(copy_.trust_, doubted, copy_.cancel_)));
    }

    const ContainerCopy &copy_;
    std::unique_ptr<store::SessionWriter> writer_;
    codec::Compressor compressor_;
    Part chunks_{BlockPacker(BlockKind::Chunks), {}};
    Part tree_{BlockPacker(BlockKind::Tree), {}};
};

ContainerCopy::ContainerCopy(store::ObjectStore &store, VersionTrust &trust, const WantedObjects &wanted,
                             const CancelToken &cancel)
    : store_(store), trust_(trust), wanted_(wanted), cancel_(cancel)
{
}

ContainerCopy::~ContainerCopy() = default;

/// A record that stands for more than the one that is found cannot be right where that is, and may stand for so much
/// that computing it has no end: it is not copied.
Status ContainerCopy::dropLarger(std::vector<NamedRecord> &records) const
{
    const auto sizeOf = [](const Result<QByteArray> &bytes) -> std::optional<uint64_t> {
        const auto record = bytes ? format::VersionRecord::decode(*bytes) : fail(bytes.error());
        return record ? std::optional(record->size) : std::nullopt;
    };
    std::vector<NamedRecord> kept;
    for (auto &record : records) {
        const auto size = sizeOf(record.bytes);
        const auto sizeFound = sizeOf(store_.read(record.name));
        if (size && (!sizeFound || *size <= *sizeFound))
            kept.push_back(std::move(record));
    }
    records = std::move(kept);
    return {};
}

std::unique_ptr<ContainerCopy::Target> ContainerCopy::makeTarget(const Owner &owner)
{
    return std::make_unique<Target>(*this, store_.beginSession(owner.first, LeaseId{}, owner.second));
}

/// The bytes of @p object: from its block, else from wherever the store has them. (Not a version record: another of
/// its name may say something else.)
Result<QByteArray> ContainerCopy::wholeObject(const IndexedObject &object,
                                              const Result<format::UnpackedBlock> &block) const
{
    const size_t slot = object.place.slot;
    if (block && slot < block->count() && block->kind(slot) == object.kind) {
        const auto bytes = block->object(slot);
        const auto &digester = store_.digester();
        // The name of a version record cannot be computed from it; the seal vouches for its bytes.
        const auto name = object.kind == ObjectKind::Chunk  ? digester.chunk(bytes)
                          : object.kind == ObjectKind::Node ? digester.node(bytes)
                                                            : object.name;
        if (name == object.name)
            return bytes.toByteArray();
    }
    if (object.kind != ObjectKind::Version)
        return store_.read(object.name);
    return fail(block ? Error(ErrorKind::Damaged, QStringLiteral("a version record is not where the index says"))
                      : block.error());
}

/// False: a wanted object of it cannot be read.
Result<bool> ContainerCopy::copyBlock(ContainerId container, const format::ContainerIndex &index,
                                      const IndexedBlock &block, Target &target)
{
    std::optional<Result<format::UnpackedBlock>> opened;
    bool isWhole = true;
    for (const auto &object : std::span(index.objects).subspan(block.firstObject, block.objectCount)) {
        const store::ObjectLocation location{container, object.place, object.kind};
        if (object.kind == ObjectKind::Point || !wanted_.isWanted(location))
            continue;
        if (object.name.isNull()) {
            // A version record whose name was in the container's index, which is damaged.
            qCWarning(logStore, "A container is not rewritten: the name of a version record in it is lost");
            ++outcome_.damagedObjects;
            isWhole = false;
            continue;
        }
        if (!opened)
            opened = store_.readObjects({container, {block.offset, 0}, object.kind});
        const auto bytes = wholeObject(object, *opened);
        if (!bytes) {
            qCWarning(logStore, "A container is not rewritten: %ls", qUtf16Printable(bytes.error().text()));
            ++outcome_.damagedObjects;
            isWhole = false;
            continue;
        }
        TRY(target.add(object, *bytes));
    }
    return isWhole;
}

Status ContainerCopy::copy(const ContainerRow &container, bool movesRecord)
{
    const auto index = TRY(store_.containerIndex(container.id));
    const Owner owner{container.client, container.area};
    // A DTF has one point record at most, so one that has one gets a DTF of its own again.
    std::unique_ptr<Target> own;
    std::optional<format::PointRecord> record;
    if (movesRecord) {
        auto read = readPointRecord(store_, container.id, index);
        if (!read || !*read) {
            qCWarning(logStore, "A container is not rewritten: its point record cannot be read");
            ++outcome_.damagedObjects;
            return {};
        }
        record = *std::move(*read);
        own = makeTarget(owner);
    } else if (!targets_[owner]) {
        targets_[owner] = makeTarget(owner);
    }
    auto &target = own ? *own : *targets_[owner];
    bool isWhole = true;
    for (const auto &block : index.blocks) {
        TRY(cancel_.check());
        isWhole = TRY(copyBlock(container.id, index, block, target)) && isWhole;
    }
    if (isWhole)
        outcome_.removed.push_back(container.id);
    return own ? finish(*own, isWhole ? record : std::nullopt) : Status();
}

Status ContainerCopy::finish(Target &target, const std::optional<format::PointRecord> &record)
{
    TRY(target.flushAll());
    const auto dtf = TRY(target.writer().publish(record));
    if (record)
        outcome_.movedPoints.emplace_back(record->point, dtf);
    for (const auto added : target.writer().containers())
        outcome_.added.push_back(added);
    outcome_.bytesCopied += target.writer().bytesWritten();
    return {};
}

Result<ContainerCopy::Outcome> ContainerCopy::publish()
{
    for (auto &[owner, target] : targets_)
        TRY(finish(*target, std::nullopt));
    targets_.clear();
    return std::move(outcome_);
}

} // namespace backspool::points
