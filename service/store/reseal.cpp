#include "store/reseal.h"

#include "core/logging.h"
#include "store/container_exchange.h"
#include "store/staged_container.h"

#include <algorithm>
#include <ranges>

namespace backspool::store {

using catalogue::ContainerRow;
using format::BlockKind;

namespace {

/// Blocks that lose an object are compressed again; they are few.
constexpr int kCompressionLevel = 3;

std::vector<ObjectName> namesIn(const format::ContainerIndex &index, const format::IndexedBlock &block)
{
    std::vector<ObjectName> names;
    for (const auto &object : std::span(index.objects).subspan(block.firstObject, block.objectCount))
        names.push_back(object.name);
    return names;
}

/// @p block without the objects that have no name; those are taken out of @p names too.
Result<format::PackedBlock> withoutNameless(const format::PackedBlock &block, std::vector<ObjectName> &names)
{
    codec::Decompressor decompressor;
    const auto objects = TRY(format::unpackBlock(block, decompressor));
    format::BlockPacker packer(block.kind);
    for (size_t slot = 0; slot < objects.count(); ++slot) {
        if (!names[slot].isNull())
            packer.add(objects.kind(slot), objects.object(slot));
    }
    std::erase_if(names, &ObjectName::isNull);
    codec::Compressor compressor(kCompressionLevel);
    return format::compressBlock(packer.take(), compressor);
}

/// Appends what is whole to the container that it makes with the first block of it.
class Copier
{
public:
    Copier(StoreParts &parts, const ContainerRow &old) : parts_(parts), old_(old) {}

    Status copy(const format::ContainerIndex *known)
    {
        const auto open = parts_.files.openNow(old_);
        if (!open && open.error().kind() == ErrorKind::NotFound)
            return {};
        if (!open)
            return std::unexpected(open.error());
        const auto index = known ? *known : (*open)->reader.scan(parts_.digester, nullptr, nullptr);
        for (const auto &block : index.blocks) {
            if (block.kind == BlockKind::Chunks || block.kind == BlockKind::Tree)
                TRY(copyBlock((*open)->reader, block, namesIn(index, block)));
        }
        return target_ ? target_->place() : Status();
    }

    StagedContainer *target() const { return target_.get(); }

private:
    Status copyBlock(const format::ContainerReader &reader, const format::IndexedBlock &at,
                     std::vector<ObjectName> names)
    {
        if (std::ranges::all_of(names, &ObjectName::isNull))
            return {};
        auto read = reader.readBlock(at.offset);
        if (read && std::ranges::any_of(names, &ObjectName::isNull))
            read = withoutNameless(*read, names);
        if (!read && read.error().kind() == ErrorKind::Damaged)
            return {}; // a torn tail
        const auto block = TRY(std::move(read));
        if (!target_)
            target_ = TRY(StagedContainer::create(parts_, old_, StagedContainer::Purpose::Copy));
        TRY(target_->append(block, names));
        return {};
    }

    StoreParts &parts_;
    const ContainerRow old_;
    std::unique_ptr<StagedContainer> target_;
};

} // namespace

Result<std::optional<ContainerRow>>
reseal(StoreParts &parts, const ContainerRow &old, const format::ContainerIndex *known,
       const std::function<void(const ContainerRow &, const format::ContainerIndex &)> &indexed)
{
    Copier copier(parts, old);
    auto copied = copier.copy(known);
    const auto *target = copier.target();
    std::optional<ContainerRow> row;
    if (copied && target) {
        row = target->published();
        auto counted = *row;
        counted.state = catalogue::ContainerState::Staging; // until the exchange
        copied = parts.catalogue.updateContainer(counted);
    }
    if (copied) {
        if (row)
            indexed(*row, target->index());
        const auto removed =
            exchangeContainers(parts, row ? std::vector{*row} : std::vector<ContainerRow>(), {old.id}, {});
        if (removed)
            removeFiles(parts, *removed);
        else
            copied = std::unexpected(removed.error());
    }
    if (!copied) {
        if (target) {
            if (const auto gone = finishRemoval(parts, target->row()); !gone)
                qCWarning(logStore, "A copy that is not needed stays until the next start: %ls",
                          qUtf16Printable(gone.error().text()));
            parts.table.remove(target->row().id);
        }
        return fail(copied.error().withContext(QStringLiteral("saving what is whole in the unfinished container %1")
                                                   .arg(ContainerFiles::fileName(old.uuid, old.kind))));
    }
    if (row)
        qCInfo(logStore, "Saved %llu objects of an unfinished container",
               static_cast<unsigned long long>(row->objectCount));
    return row;
}

} // namespace backspool::store
