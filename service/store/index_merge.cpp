#include "store/index_merge.h"

#include "store/seen_places.h"

#include <algorithm>
#include <ranges>

namespace backspool::store {

namespace {

/// Pages of a run that are read at once.
constexpr uint64_t kReadPages = 64;

class TableSource final : public RecordSource
{
public:
    explicit TableSource(std::span<const std::shared_ptr<const MemoryTable>> tables)
    {
        size_t count = 0;
        for (const auto &table : tables)
            count += table->entries().size();
        entries_.reserve(count);
        for (const auto &table : std::views::reverse(tables)) {
            for (const auto &entry : std::views::reverse(table->entries()))
                entries_.push_back(&entry);
        }
        std::ranges::stable_sort(entries_, {},
                                 [](const IndexEntry *entry) -> const ObjectName & { return entry->name; });
    }

    Result<bool> next() override { return ++position_ <= entries_.size(); }
    const IndexEntry &current() const override { return *entries_[position_ - 1]; }

private:
    std::vector<const IndexEntry *> entries_;
    size_t position_ = 0;
};

class RunSource final : public RecordSource
{
public:
    explicit RunSource(std::shared_ptr<const IndexRun> run) : run_(std::move(run)) {}

    Result<bool> next() override
    {
        if (record_ == run_->recordCount())
            return false;
        const auto page = record_ / kRecordsPerPage;
        if (page >= pagesEnd_) {
            const auto count = std::min(kReadPages, run_->pageCount() - page);
            pages_ = TRY(run_->readPages(page, count));
            pagesBegin_ = page;
            pagesEnd_ = page + count;
        }
        current_ = decodeRecord(pages_.constData() + (page - pagesBegin_) * kIndexPageSize + kIndexPageHeader +
                                record_ % kRecordsPerPage * kIndexRecordSize);
        ++record_;
        return true;
    }
    const IndexEntry &current() const override { return current_; }

private:
    std::shared_ptr<const IndexRun> run_;
    uint64_t record_ = 0;
    uint64_t pagesBegin_ = 0;
    uint64_t pagesEnd_ = 0;
    QByteArray pages_;
    IndexEntry current_;
};

/// Asks once for each container.
class LiveContainers
{
public:
    explicit LiveContainers(const ChunkIndex::IsLive &isLive) : isLive_(isLive) {}
    bool contains(ContainerId container)
    {
        const auto known = known_.find(container);
        if (known != known_.end())
            return known->second;
        return known_.emplace(container, isLive_(container)).first->second;
    }

private:
    const ChunkIndex::IsLive &isLive_;
    std::unordered_map<ContainerId, bool> known_;
};

} // namespace

std::unique_ptr<RecordSource> sourceOf(std::span<const std::shared_ptr<const MemoryTable>> tables)
{
    return std::make_unique<TableSource>(tables);
}

std::unique_ptr<RecordSource> sourceOf(std::shared_ptr<const IndexRun> run)
{
    return std::make_unique<RunSource>(std::move(run));
}

Status mergeRecords(std::span<const std::unique_ptr<RecordSource>> sources, const ChunkIndex::IsLive &isLive,
                    IndexRunWriter &writer)
{
    // A handful of sources (kMaxRuns bounds them): looking at each for the least is as good as a heap.
    std::vector<RecordSource *> open;
    for (const auto &source : sources) {
        if (TRY(source->next()))
            open.push_back(source.get());
    }
    LiveContainers live(isLive);
    ObjectName name;
    SeenPlaces places; // of this name, written already
    while (!open.empty()) {
        auto least = open.begin();
        for (auto source = least + 1; source != open.end(); ++source) {
            if ((*source)->current().name < (*least)->current().name)
                least = source;
        }
        const auto &entry = (*least)->current();
        if (entry.name != name) {
            name = entry.name;
            places.clear();
        }
        if (live.contains(entry.location.container) && places.put(entry.location))
            TRY(writer.add(entry));
        if (!TRY((*least)->next()))
            open.erase(least);
    }
    return {};
}

} // namespace backspool::store
