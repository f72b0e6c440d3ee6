#include "store/index_run_writer.h"

#include "codec/crc32c.h"
#include "core/bytes.h"

#include <QtEndian>

namespace backspool::store {

namespace {
/// Pages are written this many bytes at a time.
constexpr qsizetype kWriteSize = 256_KiB;
static_assert(kWriteSize % kIndexPageSize == 0);
} // namespace

IndexRunWriter::IndexRunWriter(std::unique_ptr<AppendFile> file, uint64_t number, uint64_t expected)
    : file_(std::move(file)), filter_(BloomFilter::forNames(expected)), buffer_(kWriteSize, '\0')
{
    footer_.number = number;
    pageStarts_.reserve(pagesFor(expected));
}

Result<std::unique_ptr<IndexRunWriter>> IndexRunWriter::create(Disk &disk, const QString &path, uint64_t number,
                                                               uint64_t expected)
{
    auto file = TRY(disk.create(path));
    return std::unique_ptr<IndexRunWriter>(new IndexRunWriter(std::move(file), number, expected));
}

Status IndexRunWriter::add(const IndexEntry &entry)
{
    if (inPage_ == kRecordsPerPage)
        closePage();
    if (pageAt_ == kWriteSize)
        TRY(writeBuffer());
    if (inPage_ == 0)
        pageStarts_.push_back(entry.name.prefix());
    encodeRecord(entry, buffer_.data() + pageAt_ + kIndexPageHeader + qsizetype(inPage_) * kIndexRecordSize);
    ++inPage_;
    ++footer_.records;
    filter_.add(entry.name);
    ++containers_[entry.location.container];
    return {};
}

void IndexRunWriter::closePage()
{
    const auto page = QByteArrayView(buffer_).sliced(pageAt_, kIndexPageSize);
    qToLittleEndian(pageChecksum(footer_.number, pageStarts_.size() - 1, page), buffer_.data() + pageAt_);
    pageAt_ += kIndexPageSize;
    inPage_ = 0;
}

Status IndexRunWriter::writeBuffer()
{
    TRY(file_->append(QByteArrayView(buffer_).first(pageAt_)));
    buffer_.fill('\0');
    pageAt_ = 0;
    return {};
}

Status IndexRunWriter::finish()
{
    if (inPage_ > 0)
        closePage();
    TRY(writeBuffer());

    ByteWriter containers;
    for (const auto &[container, records] : containers_)
        containers.u32(container.value).u64(records);
    const QByteArrayView filter(filter_.bytes().data(), qsizetype(filter_.bytes().size()));
    const QByteArrayView starts(reinterpret_cast<const char *>(pageStarts_.data()),
                                qsizetype(pageStarts_.size() * sizeof(uint64_t)));
    for (const auto &part : {filter, starts, QByteArrayView(containers.buffer())}) {
        TRY(file_->append(part));
        footer_.tailChecksum = codec::crc32c(part, footer_.tailChecksum);
    }
    footer_.filterBlocks = filter_.blockCount();
    footer_.containers = uint32_t(containers_.size());
    TRY(file_->append(footer_.encode()));
    return file_->sync();
}

} // namespace backspool::store
