#include "support/repository.h"

#include "codec/signature.h"
#include "points/tree_walk.h"

#include <QDir>
#include <QFileInfo>

namespace backspool::test {

namespace {

/// Reads each file that it comes to.
class FileReader final : public points::TreeVisitor
{
public:
    explicit FileReader(const store::ObjectStore &store) : store_(store) {}
    Result<bool> object(const ObjectName &, format::ObjectKind kind, QByteArrayView) override
    {
        return kind == format::ObjectKind::Node;
    }
    Status unreadable(const ObjectName &, QByteArrayView, const Error &error) override { return fail(error); }
    Status entry(const format::DirectoryEntry &entry, QByteArrayView folder) override
    {
        if (entry.type != format::FileType::File)
            return {};
        const auto path = (folder == "/" ? QByteArray() : folder.sliced(1).toByteArray() + '/') + entry.name;
        files[path] = TRY_CONTEXT(QString::fromUtf8(path), contentOf(entry));
        return {};
    }

    Files files;

private:
    Result<QByteArray> contentOf(const format::DirectoryEntry &entry) const
    {
        if (entry.size == 0)
            return QByteArray();
        if (entry.size <= uint64_t(codec::kLeafSize))
            return store_.read(entry.content);
        const auto record = TRY(format::VersionRecord::decode(TRY(store_.readNode(entry.content))));
        const auto fetch = [this](const ObjectName &name) { return store_.readNode(name); };
        QByteArray content;
        TRY(record.forEachExtent(fetch, [&](const format::Extent &extent) -> Result<bool> {
            content += extent.isHole()
                           ? QByteArray(qsizetype(extent.length), '\0')
                           : TRY(store_.read(extent.chunk)).mid(qsizetype(extent.offset), qsizetype(extent.length));
            return true;
        }));
        if (codec::signatureOf(store_.digester(), content).name != entry.content)
            return fail(ErrorKind::Damaged, QStringLiteral("the content is not what its signature says"));
        return content;
    }

    const store::ObjectStore &store_;
};

/// In memory where there is such a place: the key is synced each time, and tests make thousands of repositories.
QString temporaryFolder()
{
    const auto inMemory = QStringLiteral("/dev/shm");
    return (QFileInfo(inMemory).isWritable() ? inMemory : QDir::tempPath()) + QStringLiteral("/backspool-test-XXXXXX");
}

} // namespace

Repository::Repository() : folder_(temporaryFolder())
{
    options_.dataFolder = folder_.path();
    options_.disk = &disk_;
    options_.clock = &clock_;
    options_.settings.reserve = 0;
    // Small, so that little data makes several containers.
    options_.settings.containerSize = 256_KiB;
    options_.database.name = vfs_.databaseName(cataloguePath());
    options_.database.connectOptions = fault::MemoryVfs::connectOptions();
}

Repository::~Repository() = default;

Status Repository::open()
{
    // The folder of the catalogue, on the disk in memory too.
    TRY(disk_.makeFolder(folder_.path()));
    appliance_ = TRY(appliance::Appliance::open(options_));
    return {};
}

Status Repository::reopen()
{
    close();
    return open();
}

void Repository::loseCatalogue()
{
    close();
    for (const char *suffix : {"", "-journal", "-wal"}) {
        if (std::ranges::contains(disk_.files(), cataloguePath() + QLatin1StringView(suffix)))
            disk_.erase(cataloguePath() + QLatin1StringView(suffix));
    }
}

Result<points::RebuildReport> Repository::rebuild()
{
    close();
    NoProgress progress;
    return appliance::Appliance::rebuild(options_, progress, CancelToken());
}

Result<ClientId> Repository::addClient(const QString &name)
{
    return TRY(appliance_->addClient(name, false)).id;
}

Result<points::Lease> Repository::beginLease(ClientId client)
{
    points::Lease lease{.id = TRY(appliance_->reserveLeaseId()), .client = client, .started = clock_.now()};
    if (const auto base = TRY(appliance_->catalogue().newestPoint(client))) {
        lease.base = base->id;
        lease.baseRoot = base->root;
        lease.baseHints = base->hints;
    }
    TRY(appliance_->leases().begin(lease));
    return lease;
}

Result<PointId> Repository::backUp(ClientId client, const Files &files)
{
    const auto lease = TRY(beginLease(client));
    const auto commit = [&]() -> Result<PointId> {
        const auto point = TRY(appliance_->reservePointId());
        PointBuilder builder(store(), lease, lease.base ? catalogue::Area::Delta : catalogue::Area::Full);
        const auto tree = builder.tree(files);
        return TRY(builder.commit(appliance_->commitContext(), point, tree)).id;
    };
    auto point = commit();
    appliance_->leases().end(lease.id);
    clock_.advance(std::chrono::hours(1));
    return point;
}

Result<Files> Repository::read(PointId point)
{
    const auto row = TRY(appliance_->catalogue().point(point));
    if (!row)
        return fail(ErrorKind::NotFound, QStringLiteral("there is no point %1").arg(point.value));
    FileReader reader(store());
    TRY(points::walkPoint(store(), row->root, row->hints, reader, CancelToken()));
    return std::move(reader.files);
}

Result<points::ReclaimReport> Repository::reclaim(bool dryRun)
{
    NoProgress progress;
    return appliance_->reclaim(dryRun, progress, CancelToken());
}

Result<points::VerifyReport> Repository::verify(const points::VerifyOptions &options)
{
    NoProgress progress;
    return points::verify(appliance_->commitContext(), options, progress, CancelToken());
}

} // namespace backspool::test
