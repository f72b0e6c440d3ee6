#include "points/rebuild.h"

#include "core/logging.h"
#include "format/container_reader.h"

#include <algorithm>
#include <map>
#include <set>

namespace backspool::points {

using catalogue::Area;
using catalogue::ContainerRow;
using catalogue::ContainerState;
using catalogue::PointRow;
using format::ContainerKind;
using format::ContainerReader;
using format::ContainerUuid;
using format::PointRecord;

namespace {

/// Counts what is read.
class CountingSource final : public format::ByteSource
{
public:
    CountingSource(std::shared_ptr<format::ByteSource> source, uint64_t &bytesRead)
        : source_(std::move(source)), bytesRead_(bytesRead)
    {
    }
    uint64_t size() const override { return source_->size(); }
    Result<QByteArray> read(uint64_t offset, qsizetype size) override
    {
        auto bytes = source_->read(offset, size);
        bytesRead_ += bytes ? uint64_t(bytes->size()) : 0;
        return bytes;
    }

private:
    std::shared_ptr<format::ByteSource> source_;
    uint64_t &bytesRead_;
};

struct ContainerFile
{
    QString path;
    QString mirror; ///< empty: none
    Area area = Area::Delta;
    ContainerKind kind = ContainerKind::Bdf;
    uint64_t size = 0;
};

/// What a container says of itself.
struct Described
{
    ContainerRow row;
    std::optional<PointRecord> record;
};

struct Rebuild
{
    store::Disk &disk;
    const QString &folder;
    const codec::SecretKey &key;
    const trust::State &state;
    catalogue::Catalogue &catalogue;
    ProgressSink &progress;
    const CancelToken &cancel;
    codec::Digester digester{codec::deriveKey(key, {}, "backspool domain 0")};
    std::map<ContainerUuid, ContainerFile> files;
    std::vector<Described> containers;
    RebuildReport report;

    Status run();
    Status addClients();
    Status listFiles();
    Status listFolder(const QString &folder,
                      const std::function<void(const ContainerUuid &, const ContainerFile &)> &found);
    Status describeAll();
    Result<Described> describe(const ContainerUuid &uuid, const ContainerFile &file, const QString &path,
                               bool scansIfNeeded);
    Result<Described> describeBest(const ContainerUuid &uuid, const ContainerFile &file);
    Status addContainers();
    Status addPoints();
    void addUnknownClients();
    Result<std::vector<store::FileInfo>> list(const QString &folder) const;
};

std::optional<std::pair<ContainerUuid, ContainerKind>> containerOf(const QString &fileName)
{
    const auto dot = fileName.indexOf(u'.');
    const auto suffix = fileName.sliced(dot + 1);
    if (dot < 0 || (suffix != u"bdf" && suffix != u"dtf"))
        return std::nullopt;
    const auto uuid = format::containerUuidFromHex(fileName.left(dot).toLatin1());
    if (!uuid)
        return std::nullopt;
    return std::pair(*uuid, suffix == u"dtf" ? ContainerKind::Dtf : ContainerKind::Bdf);
}

/// A folder that is not there is empty.
Result<std::vector<store::FileInfo>> Rebuild::list(const QString &path) const
{
    auto files = disk.list(path);
    if (!files && files.error().kind() == ErrorKind::NotFound)
        return std::vector<store::FileInfo>();
    return files;
}

Status Rebuild::listFolder(const QString &area,
                           const std::function<void(const ContainerUuid &, const ContainerFile &)> &found)
{
    for (const auto &sub : TRY(list(area))) {
        if (!sub.isFolder)
            continue;
        for (const auto &file : TRY(list(area + u'/' + sub.name))) {
            if (const auto container = containerOf(file.name))
                found(container->first, {.path = area + u'/' + sub.name + u'/' + file.name,
                                         .kind = container->second,
                                         .size = uint64_t(file.size)});
        }
    }
    return {};
}

Status Rebuild::listFiles()
{
    for (const auto area : {Area::Full, Area::Delta}) {
        const auto name = area == Area::Full ? QStringLiteral("/full") : QStringLiteral("/delta");
        TRY(listFolder(folder + name, [&](const ContainerUuid &uuid, ContainerFile file) {
            file.area = area;
            files.emplace(uuid, file);
        }));
    }
    // A mirror without its container is the container now.
    return listFolder(folder + QStringLiteral("/mirror"), [&](const ContainerUuid &uuid, const ContainerFile &file) {
        files.try_emplace(uuid, file).first->second.mirror = file.path;
    });
}

Result<Described> Rebuild::describe(const ContainerUuid &uuid, const ContainerFile &file, const QString &path,
                                    bool scansIfNeeded)
{
    CountingSource source(TRY(disk.openRead(path)), report.bytesRead);
    const auto reader = TRY(ContainerReader::open(source, file.kind, uuid, key));
    auto index = reader.readIndex();
    if (!index && scansIfNeeded)
        index = reader.scan(digester, nullptr, nullptr);
    if (!index)
        return fail(index.error());
    const auto &header = reader.header();
    Described described{.row = {.uuid = uuid,
                                .kind = file.kind,
                                .area = file.area,
                                .state = ContainerState::Published,
                                .client = header.client,
                                .lease = header.lease,
                                .created = fromUnixSeconds(header.created),
                                .size = file.size,
                                .objectCount = index->objects.size()}};
    if (!index->blocks.empty() && index->blocks.back().kind == format::BlockKind::Point) {
        const auto objects = TRY(reader.readObjects(index->blocks.back().offset));
        if (objects.count() > 0)
            described.record = TRY(PointRecord::decode(objects.object(0)));
    }
    if (reader.headerDamage()) {
        if (!scansIfNeeded)
            return fail(*reader.headerDamage());
        // Its point, if it has one, knows whose it is.
        described.row.client = described.record ? described.record->client : ClientId();
        described.row.lease = described.record ? described.record->lease : LeaseId();
    }
    return described;
}

/// From the container, else from its mirror, else what is whole of it.
Result<Described> Rebuild::describeBest(const ContainerUuid &uuid, const ContainerFile &file)
{
    auto described = describe(uuid, file, file.path, false);
    if (described || described.error().kind() == ErrorKind::Unsupported)
        return described;
    const auto lossOf = [&](const QString &lost) {
        return QStringLiteral("%1: %2 %3").arg(file.path, described.error().text(), lost);
    };
    if (!file.mirror.isEmpty() && file.mirror != file.path) {
        if (auto mirrored = describe(uuid, file, file.mirror, false)) {
            report.damages.push_back(lossOf(QStringLiteral("Its second copy is whole; nothing is lost.")));
            return mirrored;
        }
    }
    if (file.kind == ContainerKind::Bdf) {
        // Data is not read here. The store reads such a container block by block when it is opened.
        report.damages.push_back(lossOf(QStringLiteral("What is whole in it is found by reading all of it.")));
        CountingSource source(TRY(disk.openRead(file.path)), report.bytesRead);
        const auto reader = TRY(ContainerReader::open(source, file.kind, uuid, key));
        return Described{.row = {.uuid = uuid,
                                 .kind = file.kind,
                                 .area = file.area,
                                 .client = reader.header().client,
                                 .lease = reader.header().lease,
                                 .created = fromUnixSeconds(reader.header().created),
                                 .size = file.size}};
    }
    auto scanned = describe(uuid, file, file.path, true);
    report.damages.push_back(lossOf(scanned && scanned->record
                                        ? QStringLiteral("Its point is found; parts of the tree may be lost.")
                                        : QStringLiteral("If it had a point, that is lost.")));
    return scanned;
}

Status Rebuild::describeAll()
{
    Progress done{.itemsTotal = files.size()};
    for (const auto &[uuid, file] : files) {
        TRY(cancel.check());
        auto described = describeBest(uuid, file);
        if (described)
            containers.push_back(*std::move(described));
        else
            report.damages.push_back(QStringLiteral("%1 cannot be read: %2").arg(file.path, described.error().text()));
        ++done.itemsDone;
        progress.progressed(done);
    }
    // The store takes a later container's copy of an object before an earlier one's, and what is later must stay so.
    std::ranges::sort(containers, [](const Described &one, const Described &other) {
        return std::tie(one.row.created, one.row.lease, one.row.uuid) <
               std::tie(other.row.created, other.row.lease, other.row.uuid);
    });
    return {};
}

Status Rebuild::addClients()
{
    for (const auto &client : state.clients)
        TRY(catalogue.putClient(client));
    report.clients = state.clients.size();
    return {};
}

Status Rebuild::addContainers()
{
    // A session whose point was forgotten came to a point, too; what has no lease the service wrote itself.
    std::set<LeaseId> committed{LeaseId{}};
    for (const auto &container : containers) {
        if (container.record)
            committed.insert(container.record->lease);
    }
    for (auto &container : containers) {
        container.row.committed = committed.contains(container.row.lease);
        container.row.id = TRY(catalogue.addContainer(container.row));
    }
    report.containers = containers.size();
    return {};
}

Status Rebuild::addPoints()
{
    std::map<PointId, PointRow> rows;
    for (const auto &container : containers) {
        const auto &record = container.record;
        if (!record || state.forgotten.contains(record->point))
            continue;
        // Of two DTFs with the record of one point the later is a reclaim's copy of the earlier; either would do.
        rows[record->point] = {.id = record->point,
                               .client = record->client,
                               .lease = record->lease,
                               .base = record->base,
                               .started = record->started,
                               .ended = record->ended,
                               .zone = record->zone,
                               .host = record->host,
                               .dtf = container.row.id,
                               .root = record->root.content,
                               .hints = record->rootHint.hints,
                               .statistics = record->statistics,
                               .systemInformation = record->systemInformation};
    }
    for (const auto &[id, row] : rows) {
        if (!TRY(catalogue.clientById(row.client)))
            TRY(catalogue.putClient(
                {.id = row.client, .name = QStringLiteral("unknown-%1").arg(row.client.value), .revoked = true}));
        TRY(catalogue.commitPoint(row));
    }
    report.points = rows.size();
    return {};
}

Status Rebuild::run()
{
    TRY(addClients());
    TRY(listFiles());
    TRY(describeAll());
    TRY(addContainers());
    TRY(addPoints());
    return catalogue.setCounters(state.nextPoint, state.nextLease, state.nextClient);
}

} // namespace

Result<RebuildReport> rebuildCatalogue(store::Disk &disk, const QString &storeFolder,
                                       const codec::SecretKey &repositoryKey, const trust::State &state,
                                       catalogue::Catalogue &catalogue, ProgressSink &progress,
                                       const CancelToken &cancel)
{
    Rebuild rebuild{.disk = disk,
                    .folder = storeFolder,
                    .key = repositoryKey,
                    .state = state,
                    .catalogue = catalogue,
                    .progress = progress,
                    .cancel = cancel};
    TRY(rebuild.run());
    return std::move(rebuild.report);
}

} // namespace backspool::points
