#include "store/container_check.h"

#include "core/logging.h"

namespace backspool::store {

using catalogue::ContainerRow;
using format::ContainerIndex;
using format::IndexedBlock;
using format::IndexedObject;
using format::ObjectKind;

namespace {

using Damaged = std::function<void(const IndexedObject &, const Error &)>;

std::vector<Copy> copiesOf(const ContainerRow &row)
{
    if (row.kind == format::ContainerKind::Dtf && row.state == catalogue::ContainerState::Published)
        return {Copy::Main, Copy::Mirror};
    return {Copy::Main};
}

/// One copy of a container against the index.
class CopyCheck
{
public:
    CopyCheck(const codec::Digester &digester, const format::ContainerReader &reader, const ContainerIndex &index,
              const Damaged &damaged)
        : digester_(digester), reader_(reader), index_(index), damaged_(damaged)
    {
    }

    void checkBlock(const IndexedBlock &block) const
    {
        const auto objects = reader_.readObjects(block.offset);
        for (const auto &object : std::span(index_.objects).subspan(block.firstObject, block.objectCount)) {
            if (!objects)
                damaged_(object, objects.error());
            else if (const auto whole = checkObject(object, *objects); !whole)
                damaged_(object, whole.error());
        }
    }

private:
    Status checkObject(const IndexedObject &object, const format::UnpackedBlock &objects) const
    {
        const size_t slot = object.place.slot;
        const auto wrong = [&](const char *what) {
            return fail(ErrorKind::Damaged, QStringLiteral("container %1, byte %2, object %3: %4")
                                                .arg(QLatin1StringView(format::toHex(reader_.header().uuid)))
                                                .arg(object.place.blockOffset)
                                                .arg(slot)
                                                .arg(QLatin1StringView(what)));
        };
        if (slot >= objects.count() || objects.kind(slot) != object.kind)
            return wrong("the block does not hold what the index says");
        const auto bytes = objects.object(slot);
        if (uint32_t(bytes.size()) != object.size)
            return wrong("its size is not what the index says");
        if ((object.kind == ObjectKind::Chunk && digester_.chunk(bytes) != object.name) ||
            (object.kind == ObjectKind::Node && digester_.node(bytes) != object.name))
            return wrong("its content is not what its name says");
        return {};
    }

    const codec::Digester &digester_;
    const format::ContainerReader &reader_;
    const ContainerIndex &index_;
    const Damaged &damaged_;
};

/// Header and index: damage there loses no object, but must be told.
void checkFrame(const format::ContainerReader &reader, const Damaged &damaged)
{
    const IndexedObject frame{.kind = ObjectKind::Index};
    if (const auto &damage = reader.headerDamage())
        damaged(frame, *damage);
    if (const auto index = reader.readIndex(); !index)
        damaged(frame, index.error());
}

} // namespace

Result<ContainerIndex> readContainerIndex(StoreParts &parts, const ContainerRow &row)
{
    std::vector<Error> errors;
    std::vector<std::shared_ptr<const OpenContainer>> copies;
    for (const auto copy : copiesOf(row)) {
        const auto open = parts.files.openNow(row, copy);
        auto index = open.and_then([](const auto &container) { return container->reader.readIndex(); });
        if (index)
            return index;
        errors.push_back(index.error());
        if (open)
            copies.push_back(*open);
    }
    if (copies.empty())
        return fail(errors.front());
    if (row.state == catalogue::ContainerState::Published)
        qCWarning(logStore, "The index of a container is read from its blocks: %ls",
                  qUtf16Printable(errors.front().text()));
    ContainerIndex best;
    for (const auto &copy : copies) {
        auto index = copy->reader.scan(parts.digester, nullptr, nullptr);
        if (index.objects.size() >= best.objects.size())
            best = std::move(index);
    }
    return best;
}

Status verifyContainer(StoreParts &parts, const ContainerRow &row,
                       const std::function<bool(uint32_t blockOffset)> &choose, const Damaged &damaged)
{
    const auto index = TRY(readContainerIndex(parts, row));
    for (const auto copy : copiesOf(row)) {
        const auto open = parts.files.openNow(row, copy);
        if (!open && open.error().kind() != ErrorKind::NotFound)
            return std::unexpected(open.error());
        if (!open) {
            for (const auto &object : index.objects)
                damaged(object, open.error());
            continue;
        }
        checkFrame((*open)->reader, damaged);
        const CopyCheck check(parts.digester, (*open)->reader, index, damaged);
        for (const auto &block : index.blocks) {
            if (!choose || choose(block.offset))
                check.checkBlock(block);
        }
    }
    return {};
}

} // namespace backspool::store
