#include "store/object_store.h"

#include "store/container_check.h"
#include "store/container_exchange.h"
#include "store/object_reader.h"
#include "store/recovery.h"

#include <QLocale>

#include <algorithm>

namespace backspool::store {

using catalogue::ContainerRow;
using catalogue::ContainerState;

namespace {

/// Which containers are condemned, and what of them is still wanted.
struct Condemned
{
    std::vector<ContainerId> containers; ///< sorted
    std::function<bool(const ObjectLocation &)> isWanted;

    bool covers(const ObjectLocation &location) const
    {
        return std::ranges::binary_search(containers, location.container) && !isWanted(location);
    }
};

/// A file that says which catalogue's numbers the chunk index speaks of: another catalogue may have given the same
/// number to another container.
const QString kIndexIdentitySetting = QStringLiteral("store.index");

Status matchIndexToCatalogue(StoreParts &parts)
{
    const auto &folder = parts.options.indexFolder;
    TRY(parts.disk.makeFolder(folder));
    auto identity = TRY(parts.catalogue.setting(kIndexIdentitySetting)).value_or(QByteArray());
    const auto fileName = [](const QByteArray &id) { return QStringLiteral("of-") + QString::fromLatin1(id); };
    const auto files = TRY(parts.disk.list(folder));
    if (!identity.isEmpty() && std::ranges::find(files, fileName(identity), &FileInfo::name) != files.end())
        return {};
    for (const auto &file : files) {
        if (!file.isFolder)
            TRY(parts.disk.remove(folder + u'/' + file.name));
    }
    TRY(parts.disk.syncFolder(folder));
    identity = codec::randomBytes(16).toHex();
    TRY(parts.catalogue.setSetting(kIndexIdentitySetting, identity));
    TRY(parts.disk.create(folder + u'/' + fileName(identity)));
    return parts.disk.syncFolder(folder);
}

QString forPeople(ByteCount bytes)
{
    return QLocale::c().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

} // namespace

struct ObjectStore::Private
{
    Private(const StoreOptions &options, Disk &disk, catalogue::Catalogue &catalogue, const Clock &clock)
        : parts(options, disk, catalogue, clock)
    {
    }

    std::shared_ptr<const Condemned> condemnedNow() const
    {
        const std::lock_guard lock(condemning);
        return condemned;
    }

    StoreParts parts;
    std::unique_ptr<IndexKeeper> index;
    std::unique_ptr<ObjectReader> reader;
    mutable std::mutex condemning; ///< guards condemned
    std::shared_ptr<const Condemned> condemned;
    std::atomic<uint64_t> condemnations = 0;
};

ObjectStore::ObjectStore(std::unique_ptr<Private> d) : d_(std::move(d)) {}
ObjectStore::~ObjectStore() = default;

Result<std::unique_ptr<ObjectStore>> ObjectStore::open(const StoreOptions &options, Disk &disk,
                                                       catalogue::Catalogue &catalogue, const Clock &clock)
{
    auto d = std::make_unique<Private>(options, disk, catalogue, clock);
    auto &parts = d->parts;
    const auto doing = QStringLiteral("opening the store in %1").arg(options.folder);
    TRY_CONTEXT(doing, recoverStore(parts));
    TRY_CONTEXT(doing, matchIndexToCatalogue(parts));
    d->index = TRY_CONTEXT(
        doing, IndexKeeper::open(parts, [&parts](ContainerId container) -> Result<format::ContainerIndex> {
            const auto row = parts.table.row(container);
            if (!row)
                return fail(ErrorKind::NotFound, QStringLiteral("there is no container %1").arg(container.value));
            return readContainerIndex(parts, *row);
        }));
    d->reader = std::make_unique<ObjectReader>(parts, *d->index);
    return std::unique_ptr<ObjectStore>(new ObjectStore(std::move(d)));
}

const codec::Digester &ObjectStore::digester() const
{
    return d_->parts.digester;
}

Disk &ObjectStore::disk()
{
    return d_->parts.disk;
}

const StoreOptions &ObjectStore::options() const
{
    return d_->parts.options;
}

Status ObjectStore::checkSpace() const
{
    const auto &options = d_->parts.options;
    const auto space = TRY(d_->parts.disk.space(options.folder));
    if (space.free >= options.reserve)
        return {};
    return fail(ErrorKind::NoSpace,
                QStringLiteral("The disk that holds %1 is nearly full: %2 are free, and %3 are kept in reserve. "
                               "Free space or forget points; backups then go on by themselves.")
                    .arg(options.folder, forPeople(space.free), forPeople(options.reserve)));
}

// Looking up

Result<std::optional<ObjectLocation>> ObjectStore::find(const ObjectName &name) const
{
    return TRY(find(std::span(&name, 1))).front();
}

Result<std::vector<std::optional<ObjectLocation>>> ObjectStore::find(std::span<const ObjectName> names) const
{
    auto found = TRY(d_->index->find(names));
    const auto condemned = d_->condemnedNow();
    if (!condemned)
        return found;
    for (size_t i = 0; i < names.size(); ++i) {
        auto &place = found[i];
        if (!place || !condemned->covers(*place))
            continue;
        const auto places = TRY(d_->index->findAll(names[i]));
        const auto kept = std::ranges::find_if_not(
            places, [&](const ObjectLocation &location) { return condemned->covers(location); });
        place = kept == places.end() ? std::nullopt : std::optional(*kept);
    }
    return found;
}

Result<std::vector<ObjectLocation>> ObjectStore::findAll(const ObjectName &name) const
{
    return d_->index->findAll(name);
}

ClientId ObjectStore::clientOf(ContainerId container) const
{
    const auto row = d_->parts.table.row(container);
    return row ? row->client : ClientId();
}

// Reading

Result<QByteArray> ObjectStore::read(const ObjectName &name) const
{
    return d_->reader->read(name);
}

Result<format::UnpackedBlock> ObjectStore::readObjects(const ObjectLocation &location) const
{
    return *TRY(d_->reader->block(location));
}

Result<StoredBlock> ObjectStore::readStoredBlock(const ObjectLocation &location) const
{
    return d_->reader->storedBlock(location);
}

Result<QByteArray> ObjectStore::readNode(const ObjectName &name) const
{
    return d_->reader->readNode(name);
}

// Writing

std::unique_ptr<SessionWriter> ObjectStore::beginSession(ClientId client, LeaseId lease, catalogue::Area area)
{
    return std::make_unique<SessionWriter>(d_->parts, *d_->index, client, lease, area);
}

// Reclaim, rebuild and verify

std::vector<ContainerRow> ObjectStore::containers() const
{
    return d_->parts.table.rows(ContainerState::Published);
}

Result<format::ContainerIndex> ObjectStore::containerIndex(ContainerId container) const
{
    const auto row = d_->parts.table.row(container);
    if (!row)
        return fail(ErrorKind::NotFound, QStringLiteral("there is no container number %1").arg(container.value));
    return readContainerIndex(d_->parts, *row);
}

Status
ObjectStore::verifyContainer(ContainerId container, const std::function<bool(uint32_t blockOffset)> &choose,
                             const std::function<void(const format::IndexedObject &, const Error &)> &damaged) const
{
    const auto row = d_->parts.table.row(container);
    if (!row)
        return fail(ErrorKind::NotFound, QStringLiteral("there is no container number %1").arg(container.value));
    return store::verifyContainer(d_->parts, *row, choose, damaged);
}

void ObjectStore::condemn(std::vector<ContainerId> containers, std::function<bool(const ObjectLocation &)> isWanted)
{
    std::ranges::sort(containers);
    auto condemned = containers.empty()
                         ? nullptr
                         : std::make_shared<const Condemned>(Condemned{std::move(containers), std::move(isWanted)});
    const std::lock_guard lock(d_->condemning);
    d_->condemned = std::move(condemned);
    ++d_->condemnations;
}

uint64_t ObjectStore::condemnations() const
{
    return d_->condemnations;
}

Result<std::vector<ContainerRow>> ObjectStore::replace(const std::vector<ContainerId> &added,
                                                       const std::vector<ContainerId> &removed,
                                                       const std::vector<std::pair<PointId, ContainerId>> &movedPoints)
{
    std::vector<ContainerRow> rows;
    for (const auto id : added) {
        const auto row = d_->parts.table.row(id);
        if (!row || row->state != ContainerState::Published)
            return fail(ErrorKind::NotFound, QStringLiteral("container number %1 is not published").arg(id.value));
        rows.push_back(*row);
    }
    return exchangeContainers(d_->parts, rows, removed, movedPoints);
}

void ObjectStore::removeFiles(const std::vector<ContainerRow> &removed)
{
    store::removeFiles(d_->parts, removed);
}

uint64_t ObjectStore::objectCount() const
{
    return d_->parts.table.objectCount();
}

ByteCount ObjectStore::storedBytes() const
{
    return d_->parts.table.bytes();
}

} // namespace backspool::store
