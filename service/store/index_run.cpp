#include "store/index_run.h"

#include "codec/crc32c.h"
#include "core/bytes.h"

#include <QtEndian>

#include <algorithm>
#include <cstring>

namespace backspool::store {

namespace {
constexpr QByteArrayView kMagic = "BKSPLRUN";
constexpr uint32_t kVersion = 1;
constexpr qsizetype kChecksumSize = 4;
constexpr qsizetype kContainerRecordSize = 12;
/// The tail of a run is read in pieces of this size: its filter goes where it belongs without a second copy.
constexpr qsizetype kReadSize = 1_MiB;
/// 2^40 names would be a store of 2^56 bytes; smaller counts cannot overflow a file size.
constexpr uint64_t kMaxRecords = uint64_t(1) << 40;
} // namespace

std::optional<uint64_t> RunFooter::fileSize() const
{
    if (records > kMaxRecords || filterBlocks > kMaxRecords)
        return std::nullopt;
    return pages() * (kIndexPageSize + sizeof(uint64_t)) + filterBlocks * BloomFilter::kBlockSize +
           uint64_t(containers) * kContainerRecordSize + kSize;
}

QByteArray RunFooter::encode() const
{
    ByteWriter writer;
    writer.bytes(kMagic)
        .u32(kVersion)
        .u32(0)
        .u64(number)
        .u64(records)
        .u64(filterBlocks)
        .u32(containers)
        .u32(tailChecksum);
    writer.bytes(QByteArray(kSize - kChecksumSize - writer.size(), '\0'));
    writer.u32(codec::crc32c(writer.buffer()));
    return writer.take();
}

Result<RunFooter> RunFooter::decode(QByteArrayView bytes)
{
    ByteReader reader(bytes, "the footer of an index run");
    RunFooter footer;
    const auto magic = TRY(reader.bytes(kMagic.size()));
    const auto version = TRY(reader.u32());
    TRY(reader.u32());
    footer.number = TRY(reader.u64());
    footer.records = TRY(reader.u64());
    footer.filterBlocks = TRY(reader.u64());
    footer.containers = TRY(reader.u32());
    footer.tailChecksum = TRY(reader.u32());
    const auto checksum = qFromLittleEndian<uint32_t>(bytes.last(kChecksumSize).data());
    if (magic != kMagic || version != kVersion || checksum != codec::crc32c(bytes.chopped(kChecksumSize)))
        return fail(ErrorKind::Damaged, QStringLiteral("the footer of an index run is damaged"));
    return footer;
}

IndexRun::IndexRun(QString path, RunFooter footer, std::shared_ptr<format::ByteSource> file)
    : path_(std::move(path)), footer_(footer), file_(std::move(file)), filter_(footer.filterBlocks)
{
}

Result<std::shared_ptr<const IndexRun>> IndexRun::open(Disk &disk, const QString &path, uint64_t number)
{
    auto file = TRY(disk.openRead(path));
    const auto size = file->size();
    const auto damaged = [&] {
        return fail(ErrorKind::Damaged, QStringLiteral("the index run %1 is damaged").arg(path));
    };
    if (size < uint64_t(RunFooter::kSize))
        return damaged();
    const auto footer =
        TRY_CONTEXT(path, RunFooter::decode(TRY(file->read(size - RunFooter::kSize, RunFooter::kSize))));
    // The file's size bounds everything that is allocated from here on.
    if (footer.number != number || footer.fileSize() != size)
        return damaged();
    auto run = std::shared_ptr<IndexRun>(new IndexRun(path, footer, std::move(file)));
    TRY(run->readTail());
    return run;
}

Status IndexRun::readTail()
{
    auto offset = pageCount() * kIndexPageSize;
    uint32_t checksum = 0;
    const auto readInto = [&](char *to, size_t size) -> Status {
        while (size > 0) {
            const auto piece = TRY(file_->read(offset, std::min(qsizetype(size), kReadSize)));
            checksum = codec::crc32c(piece, checksum);
            std::memcpy(to, piece.constData(), size_t(piece.size()));
            to += piece.size();
            size -= size_t(piece.size());
            offset += uint64_t(piece.size());
        }
        return {};
    };
    TRY(readInto(filter_.bytes().data(), filter_.bytes().size()));
    pageStarts_.resize(pageCount());
    TRY(readInto(reinterpret_cast<char *>(pageStarts_.data()), pageStarts_.size() * sizeof(uint64_t)));
    QByteArray containers(qsizetype(footer_.containers) * kContainerRecordSize, Qt::Uninitialized);
    TRY(readInto(containers.data(), size_t(containers.size())));
    if (checksum != footer_.tailChecksum)
        return fail(ErrorKind::Damaged, QStringLiteral("the index run %1 is damaged after its pages").arg(path_));

    containers_.reserve(footer_.containers);
    ByteReader reader(containers, "the containers of an index run");
    for (uint32_t i = 0; i < footer_.containers; ++i) {
        const ContainerId container{TRY(reader.u32())};
        containers_.push_back({container, TRY(reader.u64())});
    }
    return {};
}

ByteCount IndexRun::memoryUse() const
{
    return ByteCount(filter_.bytes().size() + pageStarts_.capacity() * sizeof(uint64_t) +
                     containers_.capacity() * sizeof(RunContainer));
}

uint64_t IndexRun::recordsIn(uint64_t page) const
{
    return std::min(kRecordsPerPage, recordCount() - page * kRecordsPerPage);
}

Result<QByteArray> IndexRun::readPages(uint64_t first, uint64_t count) const
{
    auto bytes = TRY(file_->read(first * kIndexPageSize, qsizetype(count) * kIndexPageSize));
    for (uint64_t i = 0; i < count; ++i) {
        const auto page = QByteArrayView(bytes).sliced(qsizetype(i) * kIndexPageSize, kIndexPageSize);
        if (qFromLittleEndian<uint32_t>(page.data()) != pageChecksum(number(), first + i, page)) {
            damaged_.store(true, std::memory_order_relaxed);
            return fail(ErrorKind::Damaged,
                        QStringLiteral("the index run %1 is damaged in page %2").arg(path_).arg(first + i));
        }
    }
    return bytes;
}

Status IndexRun::load(Cursor &cursor, uint64_t page) const
{
    if (cursor.page == page)
        return {};
    cursor.bytes = TRY(readPages(page, 1));
    cursor.page = page;
    return {};
}

Result<uint64_t> IndexRun::firstPageOf(const ObjectName &name, Cursor &cursor) const
{
    // The first record of the name is in the last page that starts below the name, or starts the page after it.
    const auto prefix = name.prefix();
    const auto lower = std::lower_bound(pageStarts_.begin(), pageStarts_.end(), prefix) - pageStarts_.begin();
    const auto upper = std::upper_bound(pageStarts_.begin(), pageStarts_.end(), prefix) - pageStarts_.begin();
    auto begin = uint64_t(lower);
    auto end = uint64_t(upper);
    // More than one page with one prefix is somebody's intent, and then perhaps thousands: halve.
    while (begin < end) {
        const auto middle = begin + (end - begin) / 2;
        TRY(load(cursor, middle));
        if (nameOfRecord(cursor.bytes.constData() + kIndexPageHeader) < name)
            begin = middle + 1;
        else
            end = middle;
    }
    return begin > 0 ? begin - 1 : 0;
}

Result<bool> IndexRun::visit(const ObjectName &name, Cursor &cursor,
                             const std::function<bool(const ObjectLocation &)> &visit) const
{
    if (recordCount() == 0)
        return true;
    for (auto page = TRY(firstPageOf(name, cursor)); page < pageCount(); ++page) {
        if (pageStarts_[page] > name.prefix())
            break;
        TRY(load(cursor, page));
        const auto *records = cursor.bytes.constData() + kIndexPageHeader;
        uint64_t begin = 0;
        auto end = recordsIn(page);
        const auto count = end;
        while (begin < end) {
            const auto middle = begin + (end - begin) / 2;
            if (nameOfRecord(records + middle * kIndexRecordSize) < name)
                begin = middle + 1;
            else
                end = middle;
        }
        for (; begin < count; ++begin) {
            const auto entry = decodeRecord(records + begin * kIndexRecordSize);
            if (entry.name != name)
                return true;
            if (!visit(entry.location))
                return false;
        }
    }
    return true;
}

} // namespace backspool::store
