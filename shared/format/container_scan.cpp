#include "format/container_scan.h"

#include <limits>

namespace backspool::format {

namespace {

/// How much is looked through at a time for the next block.
constexpr uint64_t kSearchWindow = 256_KiB;

ObjectName nameOf(ObjectKind kind, QByteArrayView bytes, const codec::Digester &digester)
{
    switch (kind) {
    case ObjectKind::Chunk:
        return digester.chunk(bytes);
    case ObjectKind::Node:
        return digester.node(bytes);
    default:
        return {};
    }
}

} // namespace

void ContainerScan::run()
{
    const uint64_t end = reader_.endOfBlocks();
    uint64_t offset = ContainerHeader::kSize;
    uint64_t searchFrom = offset + 1; // where a search begins when no block is found at offset
    while (offset < end) {
        auto candidate = candidateAt(offset);
        if (!candidate) {
            const auto found = findCandidate(searchFrom);
            if (!found) {
                if (reader_.isFinished())
                    damaged(offset, candidate.error());
                break;
            }
            damaged(offset, candidate.error());
            candidate = *found;
        }
        if (const auto added = addBlock(*candidate); !added) {
            damaged(candidate->offset, added.error());
            // Its size may be what is wrong: if no block follows it, one may lie within it.
            searchFrom = candidate->offset + BlockHeader::kSize;
        } else {
            searchFrom = candidate->end() + 1;
        }
        offset = candidate->end();
    }
    nameVersions();
}

Result<ContainerScan::Candidate> ContainerScan::candidateAt(uint64_t offset) const
{
    Candidate candidate{offset, TRY(reader_.readBlockHeader(offset, reader_.endOfBlocks()))};
    if (last_ && candidate.header.counter <= *last_)
        return fail(ErrorKind::Damaged, QStringLiteral("the block there has the number %1, but %2 came before it")
                                            .arg(candidate.header.counter)
                                            .arg(*last_));
    return candidate;
}

std::optional<ContainerScan::Candidate> ContainerScan::findCandidate(uint64_t from) const
{
    const uint64_t end = reader_.endOfBlocks();
    while (from + BlockHeader::kSize < end) {
        const uint64_t size = std::min(kSearchWindow, end - from);
        const auto window = reader_.source_->read(from, qsizetype(size));
        if (window) {
            for (qsizetype at = window->indexOf(BlockHeader::kMagic); at >= 0;
                 at = window->indexOf(BlockHeader::kMagic, at + 1)) {
                if (auto candidate = candidateAt(from + uint64_t(at)))
                    return *candidate;
            }
        }
        // The magic may lie across the end of the window.
        from += size > uint64_t(BlockHeader::kMagic.size()) ? size - uint64_t(BlockHeader::kMagic.size()) + 1 : size;
    }
    return std::nullopt;
}

Status ContainerScan::addBlock(const Candidate &candidate)
{
    const auto block = TRY(reader_.readBlockBody(candidate.offset, candidate.header));
    const auto objects = TRY(unpackBlock(block, decompressor_));

    const uint64_t expected = last_ ? uint64_t(*last_) + 1 : 0;
    const uint64_t counter = candidate.header.counter;
    if (counter > expected && !gapNamed_)
        damaged(candidate.offset,
                Error(ErrorKind::Damaged,
                      QStringLiteral("blocks are missing before this place: %1").arg(counter - expected)));
    if (candidate.header.kind == BlockKind::Index) {
        for (size_t slot = 0; slot < objects.count(); ++slot)
            indexBytes_.append(objects.object(slot));
    } else {
        addObjects(candidate, objects);
    }
    last_ = candidate.header.counter;
    gapNamed_ = false;
    validSize_ = candidate.end();
    return {};
}

void ContainerScan::addObjects(const Candidate &candidate, const UnpackedBlock &objects)
{
    IndexedBlock block;
    block.offset = uint32_t(candidate.offset);
    block.storedSize = uint32_t(candidate.end() - candidate.offset);
    block.counter = candidate.header.counter;
    block.kind = candidate.header.kind;
    block.firstObject = uint32_t(index_.objects.size());
    block.objectCount = uint32_t(objects.count());
    for (size_t slot = 0; slot < objects.count(); ++slot) {
        const auto bytes = objects.object(slot);
        index_.objects.push_back({nameOf(objects.kind(slot), bytes, digester_),
                                  objects.kind(slot),
                                  uint32_t(bytes.size()),
                                  {block.offset, uint16_t(slot)}});
    }
    index_.blocks.push_back(block);
}

void ContainerScan::nameVersions()
{
    auto written = reader_.readIndex();
    if (!written) // the footer may be all that is damaged
        written = decodeIndex(indexBytes_);
    if (!written)
        return;
    auto known = written->objects.cbegin();
    for (auto &object : index_.objects) {
        while (known != written->objects.cend() && known->place < object.place)
            ++known;
        if (known == written->objects.cend())
            return;
        if (object.kind == ObjectKind::Version && known->place == object.place && known->kind == object.kind &&
            known->size == object.size)
            object.name = known->name;
    }
}

void ContainerScan::damaged(uint64_t offset, const Error &error)
{
    gapNamed_ = true;
    if (damages_)
        damages_->push_back(reader_.at(offset, error));
}

} // namespace backspool::format
