#pragma once
/// Writes a run from records in order.
#include "store/index_run.h"

#include <unordered_map>

namespace backspool::store {

/// Not thread-safe. A run that was not finished is no run: its file is left to the caller.
class IndexRunWriter
{
public:
    /// @p expected bounds the number of records: the filter has room for as many.
    static Result<std::unique_ptr<IndexRunWriter>> create(Disk &disk, const QString &path, uint64_t number,
                                                          uint64_t expected);

    /// REQUIRES: records in order of their names; of one name, the newest first.
    Status add(const IndexEntry &entry);
    /// Writes what is left and syncs. The name of the file is durable when the folder is synced.
    Status finish();
    uint64_t recordCount() const { return footer_.records; }
    const std::unordered_map<ContainerId, uint64_t> &containers() const { return containers_; }

private:
    IndexRunWriter(std::unique_ptr<AppendFile> file, uint64_t number, uint64_t expected);
    void closePage();
    Status writeBuffer();

    std::unique_ptr<AppendFile> file_;
    RunFooter footer_;
    BloomFilter filter_;
    std::vector<uint64_t> pageStarts_;
    std::unordered_map<ContainerId, uint64_t> containers_;
    QByteArray buffer_; ///< whole pages and one that is being filled
    qsizetype pageAt_ = 0;
    uint64_t inPage_ = 0;
};

} // namespace backspool::store
