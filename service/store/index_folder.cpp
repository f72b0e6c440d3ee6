#include "store/index_folder.h"

#include "core/logging.h"
#include "store/best_effort.h"
#include "store/index_manifest.h"
#include "store/index_merge.h"

#include <algorithm>
#include <ranges>

namespace backspool::store {

namespace {

constexpr auto kRunPrefix = "run-";
constexpr auto kManifestPrefix = "manifest-";
constexpr int kNumberDigits = 20;

QString numbered(const char *prefix, uint64_t number)
{
    return QLatin1StringView(prefix) + QStringLiteral("%1").arg(number, kNumberDigits, 10, QLatin1Char('0'));
}

std::optional<uint64_t> numberIn(const QString &name, const char *prefix)
{
    const QLatin1StringView start(prefix);
    bool ok = false;
    const auto number = QStringView(name).sliced(std::min(start.size(), name.size())).toULongLong(&ok);
    return ok && name == numbered(prefix, number) ? std::optional<uint64_t>(number) : std::nullopt;
}

std::vector<ContainerId> containersOf(const IndexRun &run)
{
    std::vector<ContainerId> containers;
    for (const auto &container : run.containers())
        containers.push_back(container.container);
    return containers;
}

Result<IndexManifest> readManifest(Disk &disk, const QString &path, uint64_t number)
{
    auto file = TRY(disk.openRead(path));
    const auto manifest = TRY(IndexManifest::decode(TRY(file->read(0, qsizetype(file->size())))));
    if (manifest.number != number)
        return fail(ErrorKind::Damaged, QStringLiteral("%1 says that it is number %2").arg(path).arg(manifest.number));
    return manifest;
}

} // namespace

QString IndexFolder::path(const char *prefix, uint64_t number) const
{
    return folder_ + u'/' + numbered(prefix, number);
}

// Opening

Result<IndexedRuns> IndexFolder::open()
{
    TRY(disk_.makeFolder(folder_));
    const auto files = TRY(disk_.list(folder_));
    std::vector<uint64_t> manifests;
    for (const auto &file : files) {
        if (const auto number = numberIn(file.name, kManifestPrefix)) {
            manifests.push_back(*number);
            nextManifest_ = std::max(nextManifest_, *number + 1);
        }
        if (const auto number = numberIn(file.name, kRunPrefix))
            nextRun_ = std::max(nextRun_, *number + 1);
    }
    std::ranges::sort(manifests, std::greater());
    IndexedRuns found;
    for (const auto number : manifests) {
        const auto manifest = readManifest(disk_, path(kManifestPrefix, number), number);
        if (manifest) {
            found = openRuns(*manifest);
            break;
        }
        qCWarning(logStore, "The chunk index's manifest %llu is passed over: %ls",
                  static_cast<unsigned long long>(number), qUtf16Printable(manifest.error().text()));
    }
    // A manifest that dropped runs stays until the next flush: opening again drops them again.
    for (const auto &file : files) {
        const auto number = numberIn(file.name, kRunPrefix);
        if (number && std::ranges::none_of(found.runs, [&](const auto &run) { return run->number() == *number; }))
            bestEffort(disk_.remove(folder_ + u'/' + file.name));
    }
    return found;
}

IndexedRuns IndexFolder::openRuns(const IndexManifest &manifest)
{
    IndexedRuns found;
    found.covered.insert(manifest.covered.begin(), manifest.covered.end());
    for (const auto &listed : manifest.runs) {
        auto run = IndexRun::open(disk_, path(kRunPrefix, listed.number), listed.number);
        if (run) {
            found.runs.push_back(*std::move(run));
            continue;
        }
        qCWarning(logStore, "A part of the chunk index is lost and is made again from the containers: %ls",
                  qUtf16Printable(run.error().text()));
        for (const auto container : listed.containers)
            found.covered.erase(container);
    }
    return found;
}

// Growing

Result<RunPointer> IndexFolder::write(std::span<const TablePointer> tables, std::span<const RunPointer> old,
                                      const ChunkIndex::IsLive &isLive)
{
    uint64_t expected = 0;
    std::vector<std::unique_ptr<RecordSource>> sources;
    if (!tables.empty())
        sources.push_back(sourceOf(tables));
    for (const auto &table : tables)
        expected += table->entries().size();
    for (const auto &run : std::views::reverse(old)) {
        sources.push_back(sourceOf(run));
        expected += run->recordCount();
    }
    const auto number = nextRun_++;
    const auto file = path(kRunPrefix, number);
    const auto write = [&]() -> Result<RunPointer> {
        const auto writer = TRY(IndexRunWriter::create(disk_, file, number, expected));
        TRY(mergeRecords(sources, isLive, *writer));
        if (writer->recordCount() == 0)
            return nullptr;
        TRY(writer->finish());
        return IndexRun::open(disk_, file, number);
    };
    auto run = write();
    if (!run || !*run)
        bestEffort(disk_.remove(file));
    return run;
}

void IndexFolder::remove(const IndexRun &run)
{
    bestEffort(disk_.remove(path(kRunPrefix, run.number())));
}

Status IndexFolder::commit(const IndexedRuns &now)
{
    IndexManifest manifest;
    manifest.number = nextManifest_++;
    manifest.covered.assign(now.covered.begin(), now.covered.end());
    for (const auto &run : now.runs)
        manifest.runs.push_back({run->number(), containersOf(*run)});

    const auto file = TRY(disk_.create(path(kManifestPrefix, manifest.number)));
    TRY(file->append(manifest.encode()));
    TRY(file->sync());
    return disk_.syncFolder(folder_);
}

void IndexFolder::tidy(const RunList &before, const RunList &now)
{
    for (const auto &run : before) {
        if (std::ranges::find(now, run) == now.end())
            remove(*run);
    }
    const auto files = disk_.list(folder_);
    if (!files)
        return; // with the next
    for (const auto &file : *files) {
        const auto number = numberIn(file.name, kManifestPrefix);
        if (number && *number + 1 < nextManifest_)
            bestEffort(disk_.remove(folder_ + u'/' + file.name));
    }
}

} // namespace backspool::store
