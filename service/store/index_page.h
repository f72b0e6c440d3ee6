#pragma once
/// The pages of a run: CRC-32C, then up to 93 records sorted by name; what is left of the last page is zero. The CRC
/// starts from the run's number and the page's, so that a page in the wrong place is found out.
#include "store/chunk_index.h"

#include <QByteArrayView>

namespace backspool::store {

constexpr qsizetype kIndexPageSize = 4096;
/// Name 32, container u32, block offset u32, slot u16, kind u8, zero u8.
constexpr qsizetype kIndexRecordSize = 44;
constexpr qsizetype kIndexPageHeader = 4;
constexpr uint64_t kRecordsPerPage = (kIndexPageSize - kIndexPageHeader) / kIndexRecordSize;
static_assert(kRecordsPerPage == 93);

void encodeRecord(const IndexEntry &entry, char *to);
IndexEntry decodeRecord(const char *from);
ObjectName nameOfRecord(const char *from);

inline uint64_t pagesFor(uint64_t records)
{
    return (records + kRecordsPerPage - 1) / kRecordsPerPage;
}

/// The checksum of the page (kIndexPageSize bytes, its own CRC not looked at).
uint32_t pageChecksum(uint64_t run, uint64_t page, QByteArrayView bytes);

} // namespace backspool::store
