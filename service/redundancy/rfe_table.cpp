#include "redundancy/rfe_table.h"

#include "codec/crc32c.h"
#include "core/bytes.h"

#include <algorithm>

namespace backspool::redundancy {

namespace {

constexpr QByteArrayView kMagic = "BKSPLRFE";
constexpr uint16_t kVersion = 1;
constexpr qsizetype kHeaderSize = 32;
constexpr qsizetype kBatchHeaderSize = 8;
constexpr qsizetype kRowSize = 60;
/// 4 MB: written at once, and read at once.
constexpr size_t kMaxBatch = 65'536;

std::unexpected<Error> damaged()
{
    return fail(ErrorKind::Damaged, QStringLiteral("the index of redundant files is damaged"));
}

QByteArray encodeHeader(uint32_t generation, uint32_t segment, uint32_t firstRow)
{
    ByteWriter writer;
    writer.bytes(kMagic).u16(kVersion).u16(0).u32(generation).u32(segment).u64(firstRow);
    return writer.u32(codec::crc32c(writer.buffer())).take();
}

void encodeRow(ByteWriter &writer, uint32_t row, const RfeFile &file)
{
    writer.u32(row).u32(file.client.value).u64(file.size).u32(file.crc);
    writer.bytes(file.signature.view().first(8)).name(file.signature);
}

Result<RfeFile> decodeRow(ByteReader &reader, uint32_t expectedRow)
{
    RfeFile file;
    if (TRY(reader.u32()) != expectedRow)
        return damaged();
    file.client = {TRY(reader.u32())};
    file.size = TRY(reader.u64());
    file.crc = TRY(reader.u32());
    TRY(reader.bytes(8));
    file.signature = TRY(reader.name());
    return file;
}

uint32_t batchCrc(uint32_t count, QByteArrayView rows)
{
    return codec::crc32c(rows, codec::crc32c(ByteWriter().u32(count).buffer()));
}

} // namespace

struct RfeTable::Name
{
    uint32_t generation = 0;
    uint32_t segment = 0;
    auto operator<=>(const Name &) const = default;
};

QString RfeTable::path(const Name &name) const
{
    return folder_ + QStringLiteral("/rfe-%1-%2")
                         .arg(name.generation, 10, 10, QLatin1Char('0'))
                         .arg(name.segment, 10, 10, QLatin1Char('0'));
}

/// In ascending order.
Result<std::vector<RfeTable::Name>> RfeTable::list() const
{
    std::vector<Name> names;
    for (const auto &file : TRY(disk_.list(folder_))) {
        const auto parts = file.name.split(QLatin1Char('-'));
        bool isGeneration = false;
        bool isSegment = false;
        if (parts.size() != 3 || parts[0] != QLatin1StringView("rfe"))
            continue;
        const Name name{parts[1].toUInt(&isGeneration), parts[2].toUInt(&isSegment)};
        if (isGeneration && isSegment)
            names.push_back(name);
    }
    std::ranges::sort(names);
    return names;
}

Result<bool> RfeTable::load(const OnRow &onRow)
{
    TRY(disk_.makeFolder(folder_));
    auto names = TRY(list());
    if (names.empty()) {
        generation_ = 1;
        return false;
    }
    generation_ = names.back().generation;
    std::erase_if(names, [this](const Name &name) { return name.generation != generation_; });
    Status status;
    uint32_t rows = 0;
    for (uint32_t segment = 0; segment < names.size() && status; ++segment)
        status = names[segment].segment == segment ? loadSegment(names[segment], rows, onRow, &rows) : damaged();
    if (!status) {
        ++generation_;
        return false;
    }
    segments_ = uint32_t(names.size());
    rows_ = rows;
    removeOthers();
    return true;
}

Status RfeTable::loadSegment(const Name &name, uint32_t firstRow, const OnRow &onRow, uint32_t *nextRow) const
{
    const auto source = TRY(disk_.openRead(path(name)));
    const auto header = TRY(source->read(0, kHeaderSize));
    if (header != encodeHeader(name.generation, name.segment, firstRow))
        return damaged();
    uint32_t row = firstRow;
    for (uint64_t offset = kHeaderSize; offset < source->size();) {
        const auto batchHeader = TRY(source->read(offset, kBatchHeaderSize));
        ByteReader headerReader(batchHeader, "index of redundant files");
        const auto count = TRY(headerReader.u32());
        const auto crc = TRY(headerReader.u32());
        if (count == 0 || count > kMaxBatch)
            return damaged();
        const auto rows = TRY(source->read(offset + uint64_t(kBatchHeaderSize), qsizetype(count) * kRowSize));
        if (batchCrc(count, rows) != crc)
            return damaged();
        ByteReader reader(rows, "index of redundant files");
        for (uint32_t i = 0; i < count; ++i, ++row) {
            if (!onRow(row, TRY(decodeRow(reader, row))))
                return fail(ErrorKind::Cancelled, QStringLiteral("stopped on request"));
        }
        offset += uint64_t(kBatchHeaderSize + rows.size());
    }
    *nextRow = row;
    return {};
}

uint32_t RfeTable::append(const RfeFile &file)
{
    pending_.push_back(file);
    const auto row = rows_++;
    if (pending_.size() >= kMaxBatch) {
        if (const auto written = writePending(); !written && !failure_)
            failure_ = written.error();
    }
    return row;
}

/// A generation that is not published yet is written aside.
Status RfeTable::openFile()
{
    const bool isNew = segments_ == 0;
    if (isNew)
        (void)disk_.remove(newPath());
    auto file = TRY(disk_.create(isNew ? newPath() : path({generation_, segments_})));
    TRY(file->append(encodeHeader(generation_, segments_, rows_ - uint32_t(pending_.size()))));
    if (!isNew)
        ++segments_;
    file_ = std::move(file);
    return {};
}

Status RfeTable::writePending()
{
    if (!file_)
        TRY(openFile());
    if (pending_.empty())
        return {};
    ByteWriter rows;
    rows.reserve(qsizetype(pending_.size()) * kRowSize);
    auto row = rows_ - uint32_t(pending_.size());
    for (const auto &file : pending_)
        encodeRow(rows, row++, file);
    const auto count = uint32_t(pending_.size());
    ByteWriter batch;
    batch.u32(count).u32(batchCrc(count, rows.buffer())).bytes(rows.buffer());
    // What fails here is cut on the disk: the next load() finds that out. Memory stays bounded in any case.
    pending_.clear();
    return file_->append(batch.buffer());
}

Status RfeTable::save()
{
    if (failure_)
        return fail(*std::exchange(failure_, std::nullopt));
    if (pending_.empty() && segments_ > 0)
        return {};
    TRY(writePending());
    TRY(file_->sync());
    if (segments_ == 0)
        return publishGeneration();
    return disk_.syncFolder(folder_);
}

Status RfeTable::publishGeneration()
{
    // What comes next goes to a segment of its own: this file is done under this name.
    file_.reset();
    TRY(disk_.rename(newPath(), path({generation_, 0})));
    TRY(disk_.syncFolder(folder_));
    segments_ = 1;
    removeOthers();
    return {};
}

/// What stays because it cannot be removed is passed over by load().
void RfeTable::removeOthers()
{
    for (const auto &name : list().value_or(std::vector<Name>())) {
        if (name.generation != generation_)
            (void)disk_.remove(path(name));
    }
    (void)disk_.remove(newPath());
}

Status RfeTable::rewrite(const OnRow &keeps)
{
    TRY(save());
    RfeTable next(disk_, folder_);
    next.generation_ = generation_ + 1;
    uint32_t row = 0;
    for (uint32_t segment = 0; segment < segments_; ++segment) {
        const auto copy = [&](uint32_t number, const RfeFile &file) {
            if (keeps(number, file))
                next.append(file);
            return true;
        };
        TRY(loadSegment({generation_, segment}, row, copy, &row));
    }
    TRY(next.save());
    generation_ = next.generation_;
    segments_ = next.segments_;
    rows_ = next.rows_;
    file_.reset();
    return {};
}

} // namespace backspool::redundancy
