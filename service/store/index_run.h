#pragma once
/// A sorted run of the chunk index on disk: pages of records, then the filter, the first name's prefix of each page,
/// the containers that the records speak of, and a footer. All but the pages is in memory while the run is open.
#include "store/bloom_filter.h"
#include "store/chunk_index.h"
#include "store/index_page.h"

#include <atomic>

namespace backspool::store {

struct RunContainer
{
    ContainerId container;
    uint64_t records = 0;
};

/// The last bytes of a run.
struct RunFooter
{
    static constexpr qsizetype kSize = 64;
    uint64_t number = 0;
    uint64_t records = 0;
    uint64_t filterBlocks = 0;
    uint32_t containers = 0;
    uint32_t tailChecksum = 0; ///< CRC-32C of what lies between pages and footer

    uint64_t pages() const { return pagesFor(records); }
    /// Bytes of the file, or nullopt for counts that no file can have.
    std::optional<uint64_t> fileSize() const;
    QByteArray encode() const;
    static Result<RunFooter> decode(QByteArrayView bytes);
};

/// Thread-safe.
class IndexRun
{
public:
    /// Reads what belongs in memory and checks it. Errors: Damaged, NotFound, Io.
    static Result<std::shared_ptr<const IndexRun>> open(Disk &disk, const QString &path, uint64_t number);

    uint64_t number() const { return footer_.number; }
    uint64_t recordCount() const { return footer_.records; }
    uint64_t pageCount() const { return footer_.pages(); }
    const std::vector<RunContainer> &containers() const { return containers_; }
    ByteCount memoryUse() const;
    /// A page was found to be damaged since the run was opened.
    bool isDamaged() const { return damaged_.load(std::memory_order_relaxed); }

    /// No I/O.
    bool mayContain(const ObjectName &name) const { return filter_.mayContain(name); }

    /// The page that was read last: look-ups in the order of names read each page once.
    struct Cursor
    {
        uint64_t page = UINT64_MAX;
        QByteArray bytes;
    };
    /// Calls @p visit with each place of @p name, newest first, until it returns false. Returns false if it did.
    /// Errors: Damaged (a page), Io.
    Result<bool> visit(const ObjectName &name, Cursor &cursor,
                       const std::function<bool(const ObjectLocation &)> &visit) const;

    /// @p count pages from @p first on, checked. Errors: Damaged, Io.
    Result<QByteArray> readPages(uint64_t first, uint64_t count) const;
    /// Records in page @p page.
    uint64_t recordsIn(uint64_t page) const;

private:
    IndexRun(QString path, RunFooter footer, std::shared_ptr<format::ByteSource> file);
    Status readTail();
    Status load(Cursor &cursor, uint64_t page) const;
    Result<uint64_t> firstPageOf(const ObjectName &name, Cursor &cursor) const;

    QString path_;
    RunFooter footer_;
    std::shared_ptr<format::ByteSource> file_;
    BloomFilter filter_;
    std::vector<uint64_t> pageStarts_; ///< prefix of the first name of each page
    std::vector<RunContainer> containers_;
    mutable std::atomic<bool> damaged_ = false;
};

} // namespace backspool::store
