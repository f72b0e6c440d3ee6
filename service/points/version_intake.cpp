#include "points/version_intake.h"

#include "core/logging.h"
#include "points/look_up_scope.h"

#include <algorithm>
#include <set>

namespace backspool::points {

using format::BlockKind;
using format::BlockPacker;
using format::ObjectKind;

namespace {

/// Of the records that wait: some ten thousand, or a hundred thousand with trees of their extents.
constexpr ByteCount kMostWaiting = 16_MiB;
/// What agents pack, too (a block is the unit of reading).
constexpr ByteCount kBlockSize = 1_MiB;
/// They are few.
constexpr int kCompressionLevel = 3;

/// Whether the record @p bytes is what the store finds by @p name.
bool isSame(const store::ObjectStore &store, const ObjectName &name, const store::ObjectLocation &found,
            QByteArrayView bytes)
{
    if (found.kind != ObjectKind::Version)
        return false;
    const auto record = VersionTrust::readRecord(store, name, found);
    return record && *record == bytes;
}

/// The slots of the records by whose name the store has something else, or the block another record.
Result<std::set<size_t>> doubtedSlots(const store::ObjectStore &store, const format::PackedBlock &block,
                                      const std::vector<ObjectName> &names)
{
    std::vector<size_t> slots;
    std::vector<ObjectName> wanted;
    for (size_t slot = 0; slot < block.table.size(); ++slot) {
        if (block.table[slot].kind != ObjectKind::Version)
            continue;
        slots.push_back(slot);
        wanted.push_back(names[slot]);
    }
    // Who relied on a record before a reclaim condemned it still finds it.
    const LookUpScope scope(LookUpScope::kEverything);
    const auto found = TRY(store.find(wanted));
    std::optional<format::UnpackedBlock> objects;
    std::set<size_t> doubted;
    std::set<ObjectName> here; // not hashed: the names are what a client likes them to be
    for (size_t i = 0; i < slots.size(); ++i) {
        bool isDoubted = !here.insert(wanted[i]).second;
        if (!isDoubted && found[i]) {
            if (!objects) {
                codec::Decompressor decompressor;
                objects = TRY(format::unpackBlock(block, decompressor));
            }
            isDoubted = !isSame(store, wanted[i], *found[i], objects->object(slots[i]));
        }
        if (isDoubted)
            doubted.insert(slots[i]);
    }
    return doubted;
}

/// The records in @p slots; takes them out of @p block and @p names.
Result<std::vector<NamedRecord>> takeOut(const std::set<size_t> &slots, format::PackedBlock &block,
                                         std::vector<ObjectName> &names)
{
    codec::Decompressor decompressor;
    const auto objects = TRY(format::unpackBlock(block, decompressor));
    std::vector<NamedRecord> taken;
    std::vector<ObjectName> left;
    BlockPacker packer(block.kind);
    for (size_t slot = 0; slot < objects.count(); ++slot) {
        if (slots.contains(slot)) {
            // A copy of its own: the block is not kept for it.
            const auto bytes = objects.object(slot);
            taken.push_back({names[slot], QByteArray(bytes.data(), bytes.size())});
            continue;
        }
        packer.add(objects.kind(slot), objects.object(slot));
        left.push_back(names[slot]);
    }
    codec::Compressor compressor(kCompressionLevel);
    block = format::compressBlock(packer.take(), compressor);
    names = std::move(left);
    return taken;
}

ByteCount memoryOf(const NamedRecord &record)
{
    return record.bytes.size() + ByteCount(sizeof(NamedRecord));
}

} // namespace

Result<std::vector<NamedRecord>> appendUndoubted(const store::ObjectStore &store, VersionTrust &trust,
                                                 store::SessionWriter &writer, const format::PackedBlock &block,
                                                 const std::vector<ObjectName> &names)
{
    const auto isRecord = [](const format::ObjectEntry &entry) { return entry.kind == ObjectKind::Version; };
    if (names.size() != block.table.size() || std::ranges::none_of(block.table, isRecord)) {
        TRY(writer.append(block, names));
        return std::vector<NamedRecord>();
    }
    const std::lock_guard lock(trust.storing());
    const auto doubted = TRY(doubtedSlots(store, block, names));
    if (doubted.empty()) {
        TRY(writer.append(block, names));
        return std::vector<NamedRecord>();
    }
    auto rest = block;
    auto restNames = names;
    auto taken = TRY(takeOut(doubted, rest, restNames));
    if (!restNames.empty())
        TRY(writer.append(rest, restNames));
    return taken;
}

Status appendRecords(store::SessionWriter &writer, std::span<const NamedRecord> records)
{
    codec::Compressor compressor(kCompressionLevel);
    BlockPacker packer(BlockKind::Tree);
    std::vector<ObjectName> names;
    const auto flush = [&]() -> Status {
        if (packer.isEmpty())
            return {};
        TRY(writer.append(format::compressBlock(packer.take(), compressor), names));
        names.clear();
        return {};
    };
    for (const auto &record : records) {
        if (packer.rawSize() + record.bytes.size() > kBlockSize || names.size() >= format::kMaxObjectsInBlock)
            TRY(flush());
        packer.add(ObjectKind::Version, record.bytes);
        names.push_back(record.name);
    }
    return flush();
}

Result<std::vector<NamedRecord>> takeRight(const VersionTrust &trust, std::vector<NamedRecord> &records,
                                           const CancelToken &cancel)
{
    std::vector<NamedRecord> right;
    std::vector<NamedRecord> others;
    for (auto &record : std::exchange(records, {})) {
        const auto verified = trust.verifyRecord(record.name, record.bytes, cancel);
        if (!verified && verified.error().kind() != ErrorKind::Damaged &&
            verified.error().kind() != ErrorKind::NotFound)
            return std::unexpected(verified.error());
        (verified ? right : others).push_back(std::move(record));
    }
    records = std::move(others);
    return right;
}

Status VersionIntake::append(store::SessionWriter &writer, const format::PackedBlock &block,
                             const std::vector<ObjectName> &names)
{
    for (auto &record : TRY(appendUndoubted(store_, trust_, writer, block, names))) {
        waitingBytes_ += memoryOf(record);
        waiting_.push_back(std::move(record));
    }
    if (waitingBytes_ <= kMostWaiting)
        return {};
    TRY(storeRight());
    // Of what an honest client sends, little waits for chunks that are still to come.
    if (waitingBytes_ > kMostWaiting / 2)
        return fail(ErrorKind::Invalid, QStringLiteral("too many version records came before their content, or with "
                                                       "names that are not its signature"));
    return {};
}

Status VersionIntake::settle()
{
    TRY(storeRight());
    for (const auto &record : std::exchange(waiting_, {}))
        qCWarning(logSession).noquote() << QStringLiteral("client %1 sent a version record that does not give %2; the "
                                                          "one that the store has stays")
                                               .arg(lease_.client.value)
                                               .arg(QLatin1StringView(record.name.toHex()));
    waitingBytes_ = 0;
    return {};
}

Status VersionIntake::storeRight()
{
    const auto right = TRY(takeRight(trust_, waiting_, *lease_.holder));
    waitingBytes_ = 0;
    for (const auto &record : waiting_)
        waitingBytes_ += memoryOf(record);
    if (right.empty())
        return {};
    // In a container of its own: the session's was begun before, perhaps before that of the record it replaces.
    const auto writer = store_.beginSession(lease_.client, lease_.id, area_);
    TRY(appendRecords(*writer, right));
    TRY(writer->publish(std::nullopt));
    return {};
}

} // namespace backspool::points
