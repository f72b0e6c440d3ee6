#include "core/logging.h"
#include "format/container_reader.h"
#include "format/container_writer.h"
#include "trust/state_object.h"

#include <map>

namespace backspool::trust {

namespace {

/// How many versions are kept: one that is damaged in both copies costs the last change, not everything.
constexpr size_t kVersionsKept = 3;
constexpr QLatin1StringView kSuffix(".state");
/// A version that is being written. Its name has no meaning to anybody until it is renamed.
constexpr QLatin1StringView kStagedSuffix(".state.tmp");
constexpr qsizetype kDigits = 20;

class MemorySink final : public format::ByteSink
{
public:
    Status append(QByteArrayView bytes) override
    {
        bytes_.append(bytes);
        return {};
    }
    const QByteArray &bytes() const { return bytes_; }

private:
    QByteArray bytes_;
};

QString fileName(uint64_t version, QLatin1StringView suffix)
{
    return QStringLiteral("%1").arg(version, int(kDigits), 10, QLatin1Char('0')) + suffix;
}

/// The version whose file has this name.
std::optional<uint64_t> versionOf(const QString &name)
{
    if (name.size() != kDigits + kSuffix.size() || !name.endsWith(kSuffix))
        return std::nullopt;
    bool isNumber = false;
    const uint64_t version = QStringView(name).first(kDigits).toULongLong(&isNumber);
    // There must be room for versions after it.
    if (!isNumber || version > uint64_t(std::numeric_limits<int64_t>::max()) || fileName(version, kSuffix) != name)
        return std::nullopt;
    return version;
}

/// The names in a folder; none when there is no such folder.
Result<std::vector<store::FileInfo>> filesIn(store::Disk &disk, const QString &folder)
{
    auto files = disk.list(folder);
    if (!files && files.error().kind() == ErrorKind::NotFound)
        return std::vector<store::FileInfo>();
    return files;
}

/// The container's id, from its header or, where that is damaged, its footer. (Other containers have it as their name.)
Result<format::ContainerUuid> readUuid(format::ByteSource &source)
{
    const auto size = source.size();
    if (size < uint64_t(format::ContainerHeader::kSize + format::ContainerFooter::kSize))
        return fail(ErrorKind::Damaged, QStringLiteral("the file ends early"));
    const auto header = format::ContainerHeader::decode(TRY(source.read(0, format::ContainerHeader::kSize)));
    if (header)
        return header->uuid;
    if (header.error().kind() != ErrorKind::Damaged)
        return fail(header.error());
    const auto footer = format::ContainerFooter::decode(
        TRY(source.read(size - uint64_t(format::ContainerFooter::kSize), format::ContainerFooter::kSize)));
    if (!footer)
        return fail(header.error());
    return footer->uuid;
}

Result<State> readState(store::Disk &disk, const QString &path, const codec::SecretKey &key)
{
    const auto source = TRY(disk.openRead(path));
    const auto uuid = TRY(readUuid(*source));
    const auto reader = TRY(format::ContainerReader::open(*source, format::ContainerKind::State, uuid, key));
    const auto objects = TRY(reader.readObjects(uint32_t(format::ContainerHeader::kSize)));
    if (objects.count() != 1 || objects.kind(0) != format::ObjectKind::State)
        return fail(ErrorKind::Damaged, QStringLiteral("the block does not hold one state object"));
    return State::decode(objects.objectCopy(0));
}

/// The whole file of a version.
Result<QByteArray> encodeContainer(const State &state, const codec::SecretKey &key, WallTime now)
{
    const auto bytes = state.encode();
    if (bytes.size() > format::kMaxBlockSize)
        return fail(
            ErrorKind::NoSpace,
            QStringLiteral("the state of the repository has grown past %1 MiB. Run \"backspoold reclaim\", which "
                           "shortens the list of forgotten points")
                .arg(format::kMaxBlockSize / 1_MiB));
    format::BlockPacker packer(format::BlockKind::State);
    packer.add(format::ObjectKind::State, bytes);
    // Level 3, zstd's own default: the state is small and written seldom.
    codec::Compressor compressor(3);
    const auto block = format::compressBlock(packer.take(), compressor);

    MemorySink sink;
    format::ContainerHeader header;
    header.kind = format::ContainerKind::State;
    header.uuid = format::randomContainerUuid();
    header.created = unixSeconds(now);
    format::ContainerWriter writer(header, key, sink);
    TRY(writer.begin());
    TRY(writer.append(block, {ObjectName()}));
    TRY(writer.finish());
    return sink.bytes();
}

/// A version's file under its staged name, durable.
Status stage(store::Disk &disk, const QString &folder, uint64_t version, QByteArrayView bytes)
{
    const auto path = folder + u'/' + fileName(version, kStagedSuffix);
    const auto file = TRY(disk.create(path));
    TRY(file->append(bytes));
    return file->sync();
}

Status publish(store::Disk &disk, const QString &folder, uint64_t version)
{
    TRY(disk.rename(folder + u'/' + fileName(version, kStagedSuffix), folder + u'/' + fileName(version, kSuffix)));
    return disk.syncFolder(folder);
}

/// Says what could not be removed and goes on: it is in nobody's way and goes the next time.
void removeLeftover(store::Disk &disk, const QString &path)
{
    const auto removed = disk.remove(path);
    if (!removed && removed.error().kind() != ErrorKind::NotFound)
        qCWarning(logStore, "%s", qUtf8Printable(removed.error().text()));
}

/// A version with the paths of its copies.
using Versions = std::map<uint64_t, QStringList>;

/// All versions in @p folders. Staged files of a run that was cut short are removed.
Result<Versions> findVersions(store::Disk &disk, const QStringList &folders)
{
    Versions versions;
    for (const auto &folder : folders) {
        for (const auto &file : TRY(filesIn(disk, folder))) {
            const auto path = folder + u'/' + file.name;
            if (file.name.endsWith(kStagedSuffix))
                removeLeftover(disk, path);
            else if (const auto version = versionOf(file.name))
                versions[*version].push_back(path);
        }
    }
    return versions;
}

/// The state from the first copy that is whole.
Result<State> readVersion(store::Disk &disk, const QStringList &copies, const codec::SecretKey &key)
{
    std::optional<Error> worst;
    for (const auto &path : copies) {
        auto state = readState(disk, path, key);
        if (state)
            return state;
        const auto error = state.error().withContext(QStringLiteral("reading the state object %1").arg(path));
        qCWarning(logStore, "%s", qUtf8Printable(error.text()));
        if (!worst || error.kind() != ErrorKind::Damaged)
            worst = error;
    }
    return fail(*worst);
}

} // namespace

StateStore::StateStore(store::Disk &disk, QString storeFolder, const codec::SecretKey &repositoryKey,
                       const Clock &clock)
    : disk_(disk), folder_(std::move(storeFolder)), key_(repositoryKey), clock_(clock)
{
}

QStringList StateStore::folders() const
{
    return {folder_ + QStringLiteral("/state"), folder_ + QStringLiteral("/mirror")};
}

Result<State> StateStore::load()
{
    const std::lock_guard lock(mutex_);
    const auto versions = TRY(findVersions(disk_, folders()));
    if (versions.empty())
        return fail(ErrorKind::NotFound, QStringLiteral("there is no state object in %1").arg(folder_));
    for (auto version = versions.rbegin(); version != versions.rend(); ++version) {
        auto state = readVersion(disk_, version->second, key_);
        // Only damage leads to an older version: what a newer program wrote, or cannot be read just now, is the truth
        // all the same.
        if (state || state.error().kind() != ErrorKind::Damaged)
            return state;
    }
    return fail(
        ErrorKind::Damaged,
        QStringLiteral("no state object in %1 is whole. Either all copies are damaged, or the repository key is "
                       "not the one of this store")
            .arg(folder_));
}

Status StateStore::save(const State &state)
{
    const std::lock_guard lock(mutex_);
    const auto bytes = TRY(encodeContainer(state, key_, clock_.now()));
    const auto doing = QStringLiteral("saving the state object in %1").arg(folder_);
    for (const auto &folder : folders())
        TRY_CONTEXT(doing, disk_.makeFolder(folder));
    const auto earlier = TRY_CONTEXT(doing, findVersions(disk_, folders()));
    const uint64_t version = earlier.empty() ? 1 : earlier.rbegin()->first + 1;

    // Both copies are durable before one has its name: a full disk leaves the version before as it was.
    for (const auto &folder : folders())
        TRY_CONTEXT(doing, stage(disk_, folder, version, bytes));
    for (const auto &folder : folders())
        TRY_CONTEXT(doing, publish(disk_, folder, version));

    size_t newer = 1;
    for (auto old = earlier.rbegin(); old != earlier.rend(); ++old) {
        if (++newer <= kVersionsKept)
            continue;
        for (const auto &path : old->second)
            removeLeftover(disk_, path);
    }
    return {};
}

} // namespace backspool::trust
