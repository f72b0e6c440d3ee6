#include "store/container_files.h"

namespace backspool::store {

using catalogue::ContainerRow;
using catalogue::ContainerState;
using format::ContainerKind;
using format::ContainerUuid;

namespace {
/// Of the 1024 descriptors that a process has by default; connections need some too.
constexpr ByteCount kMaxOpenContainers = 128;

uint64_t keyOf(ContainerId id, Copy copy)
{
    return uint64_t(id.value) << 1 | uint64_t(copy == Copy::Mirror);
}

/// Two digits of the id, which is random.
QString subfolderOf(const ContainerRow &row)
{
    return QString::fromLatin1(format::toHex(row.uuid)).left(2);
}
} // namespace

ContainerFiles::ContainerFiles(Disk &disk, QString storeFolder, const codec::SecretKey &repositoryKey)
    : disk_(disk), folder_(std::move(storeFolder)), key_(repositoryKey), open_(kMaxOpenContainers)
{
}

QString ContainerFiles::fileName(const ContainerUuid &uuid, ContainerKind kind)
{
    return QString::fromLatin1(format::toHex(uuid)) +
           (kind == ContainerKind::Dtf ? QStringLiteral(".dtf") : QStringLiteral(".bdf"));
}

std::optional<std::pair<ContainerUuid, ContainerKind>> ContainerFiles::fromFileName(const QString &name)
{
    const auto dot = name.indexOf(u'.');
    if (dot < 0)
        return std::nullopt;
    const auto uuid = format::containerUuidFromHex(name.left(dot).toLatin1());
    if (!uuid)
        return std::nullopt;
    for (const auto kind : {ContainerKind::Bdf, ContainerKind::Dtf}) {
        if (fileName(*uuid, kind) == name)
            return std::pair(*uuid, kind);
    }
    return std::nullopt;
}

QString ContainerFiles::areaFolder(catalogue::Area area) const
{
    return folder_ + (area == catalogue::Area::Full ? QStringLiteral("/full") : QStringLiteral("/delta"));
}

QStringList ContainerFiles::subfolders()
{
    QStringList names;
    for (int i = 0; i < 256; ++i)
        names.push_back(QStringLiteral("%1").arg(i, 2, 16, QLatin1Char('0')));
    return names;
}

QString ContainerFiles::homeFolder(const ContainerRow &row) const
{
    return areaFolder(row.area) + u'/' + subfolderOf(row);
}

QString ContainerFiles::homePath(const ContainerRow &row) const
{
    return homeFolder(row) + u'/' + fileName(row.uuid, row.kind);
}

QString ContainerFiles::mirrorHomeFolder(const ContainerRow &row) const
{
    return mirrorFolder() + u'/' + subfolderOf(row);
}

QString ContainerFiles::mirrorPath(const ContainerRow &row) const
{
    return mirrorHomeFolder(row) + u'/' + fileName(row.uuid, row.kind);
}

QString ContainerFiles::stagedMirrorPath(const ContainerRow &row) const
{
    return stagingFolder() + u'/' + fileName(row.uuid, row.kind) + QStringLiteral(".mirror");
}

std::vector<QString> ContainerFiles::possiblePaths(const ContainerRow &row, Copy copy) const
{
    if (copy == Copy::Mirror)
        return {mirrorPath(row)};
    const auto name = u'/' + fileName(row.uuid, row.kind);
    if (row.state == ContainerState::Published)
        return {homePath(row)};
    // In the order in which a container goes through them: it may be renamed while we look.
    return {stagingFolder() + name, workFolder() + name, homePath(row)};
}

Result<std::shared_ptr<const OpenContainer>> ContainerFiles::open(const ContainerRow &row, Copy copy)
{
    if (auto open = open_.find(keyOf(row.id, copy)))
        return *std::move(open);
    auto open = TRY(openNow(row, copy));
    open_.insert(keyOf(row.id, copy), open, 1);
    return open;
}

Result<std::shared_ptr<const OpenContainer>> ContainerFiles::openNow(const ContainerRow &row, Copy copy) const
{
    Result<std::shared_ptr<format::ByteSource>> source = fail(ErrorKind::NotFound, QString());
    for (const auto &path : possiblePaths(row, copy)) {
        source = disk_.openRead(path);
        if (source || source.error().kind() != ErrorKind::NotFound)
            break;
    }
    if (!source)
        return std::unexpected(source.error());
    auto reader = TRY(format::ContainerReader::open(**source, row.kind, row.uuid, key_));
    return std::make_shared<const OpenContainer>(*std::move(source), std::move(reader));
}

void ContainerFiles::close(ContainerId id)
{
    open_.remove(keyOf(id, Copy::Main));
    open_.remove(keyOf(id, Copy::Mirror));
}

Status ContainerFiles::removeAll(const ContainerRow &row)
{
    const auto remove = [&](const QString &folder, const QString &path) -> Status {
        const auto isFound = [](const Status &status) {
            return status || status.error().kind() != ErrorKind::NotFound;
        };
        if (const auto removed = disk_.remove(path); !removed && isFound(removed))
            return removed;
        // Also when it was gone: perhaps an earlier run removed it and ended before this.
        const auto synced = disk_.syncFolder(folder);
        return isFound(synced) ? synced : Status();
    };
    const auto name = u'/' + fileName(row.uuid, row.kind);
    TRY(remove(stagingFolder(), stagingFolder() + name));
    TRY(remove(workFolder(), workFolder() + name));
    TRY(remove(homeFolder(row), homePath(row)));
    if (row.kind == ContainerKind::Dtf) {
        TRY(remove(stagingFolder(), stagedMirrorPath(row)));
        TRY(remove(mirrorHomeFolder(row), mirrorPath(row)));
    }
    close(row.id);
    return {};
}

} // namespace backspool::store
