#include "difference/tree_cache.h"

#include "codec/crc32c.h"
#include "core/bytes.h"
#include "core/logging.h"
#include "core/unsynced_file.h"
#include "format/hint.h"

#include <QDir>
#include <QFile>

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>

namespace backspool::engine {

namespace {

constexpr char kPointMagic[] = "BKSPLCP2";
constexpr char kTreeMagic[] = "BKSPLCT2";
constexpr qsizetype kMagicSize = 8;
constexpr qsizetype kRecordHeader = 8; ///< u32 size, u32 CRC-32C of the body
/// A folder with ten million entries; more is damage.
constexpr uint32_t kMaxRecord = 2'000'000'000;
/// Below this a file with garbage is not worth writing anew.
constexpr uint64_t kSmallFile = 4 << 20;

Result<QByteArray> readAt(int file, uint64_t offset, qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    qsizetype done = 0;
    while (done < size) {
        const ssize_t got = ::pread(file, bytes.data() + done, size_t(size - done), off_t(offset + uint64_t(done)));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail(systemError(errno, QStringLiteral("cannot read the cached tree")));
        if (got == 0)
            return fail(ErrorKind::Damaged, QStringLiteral("the cached tree ends early"));
        done += got;
    }
    return bytes;
}

Status writeAt(int file, uint64_t offset, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t put = ::pwrite(file, bytes.data(), size_t(bytes.size()), off_t(offset));
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return fail(systemError(errno, QStringLiteral("cannot write the cached tree")));
        offset += uint64_t(put);
        bytes = bytes.sliced(put);
    }
    return {};
}

Result<QByteArray> readRecord(int file, uint64_t offset)
{
    const auto header = TRY(readAt(file, offset, kRecordHeader));
    ByteReader reader(header, "cached tree");
    const uint32_t size = TRY(reader.u32());
    const uint32_t check = TRY(reader.u32());
    struct stat status{};
    if (size > kMaxRecord || ::fstat(file, &status) != 0 || uint64_t(status.st_size) < offset + kRecordHeader ||
        size > uint64_t(status.st_size) - offset - kRecordHeader)
        return fail(ErrorKind::Damaged, QStringLiteral("the cached tree is damaged"));
    auto body = TRY(readAt(file, offset + kRecordHeader, size));
    if (codec::crc32c(body) != check)
        return fail(ErrorKind::Damaged, QStringLiteral("the cached tree is damaged"));
    return body;
}

void writeOwners(ByteWriter &writer, const std::map<uint32_t, QByteArray> &owners)
{
    writer.varint(owners.size());
    for (const auto &[id, name] : owners)
        writer.varint(id).sizedBytes(name);
}

Result<std::map<uint32_t, QByteArray>> readOwners(ByteReader &reader)
{
    std::map<uint32_t, QByteArray> owners;
    const uint64_t count = TRY(reader.varint(uint64_t(reader.remaining())));
    for (uint64_t i = 0; i < count; ++i) {
        const uint64_t id = TRY(reader.varint(UINT32_MAX));
        owners[uint32_t(id)] = TRY(reader.sizedBytes(4096)).toByteArray();
    }
    return owners;
}

ByteWriter &writeRecord(ByteWriter &writer, const CachedRecord &record)
{
    writer.varint(record.offset);
    if (record.offset == 0)
        return writer;
    const auto &counts = record.counts;
    return writer.varint(counts.files).varint(counts.directories).varint(counts.bytes).varint(counts.restless);
}

Result<CachedRecord> readChild(ByteReader &reader)
{
    CachedRecord record;
    record.offset = TRY(reader.varint());
    if (record.offset == 0)
        return record;
    record.counts.files = TRY(reader.varint());
    record.counts.directories = TRY(reader.varint());
    record.counts.bytes = TRY(reader.varint());
    record.counts.restless = TRY(reader.varint());
    return record;
}

} // namespace

bool CachedFolder::Entry::isFolder() const
{
    const auto decoded = format::Hint::decode(hint);
    return decoded && decoded->isDirectory();
}

bool CachedFolder::Entry::isRestless() const
{
    return countsOf(entry, hint, child.offset != 0 ? &child.counts : nullptr).restless > 0;
}

Result<CachedFolder> CachedFolder::parse(QByteArray body)
{
    CachedFolder folder;
    folder.body_ = std::move(body);
    ByteReader reader(folder.body_, "cached folder");
    folder.node_ = TRY(reader.name());
    folder.hints_ = TRY(reader.name());
    const uint64_t count = TRY(reader.varint(uint64_t(reader.remaining())));
    folder.entries_.reserve(count);
    for (uint64_t i = 0; i < count; ++i) {
        Entry entry;
        entry.entry = TRY(reader.sizedBytes(kMaxRecord));
        entry.hint = TRY(reader.sizedBytes(kMaxRecord));
        ByteReader nameReader(entry.entry, "cached entry");
        entry.name = TRY(nameReader.sizedBytes(format::kMaxNameSize));
        entry.child = TRY(readChild(reader));
        folder.entries_.push_back(entry);
    }
    TRY(reader.atEnd());
    return folder;
}

QString TreeCache::pointFile() const
{
    return folder_ + QStringLiteral("/last-point");
}

QString TreeCache::treeFile(uint64_t generation) const
{
    return folder_ + QStringLiteral("/tree-%1.cache").arg(generation);
}

Result<std::unique_ptr<TreeCache>> TreeCache::open(const QString &folder, const QByteArray &owner)
{
    if (!QDir().mkpath(folder))
        qCWarning(logEngine).noquote() << QStringLiteral("cannot make the folder %1").arg(folder);
    // Names of files are nobody's business, wherever the state folder lies.
    ::chmod(QFile::encodeName(folder).constData(), 0700);
    std::unique_ptr<TreeCache> cache(new TreeCache(folder, owner));
    if (const auto loaded = cache->load(); !loaded) {
        qCInfo(logEngine).noquote() << "starting without the cached tree:" << loaded.error().text();
        TRY(cache->clear());
    }
    return cache;
}

Status TreeCache::load()
{
    QFile file(pointFile());
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorKind::NotFound, QStringLiteral("there is none"));
    const QByteArray bytes = file.read(1 << 24);
    if (bytes.size() < kMagicSize + 4)
        return fail(ErrorKind::Damaged, QStringLiteral("its description is damaged"));
    ByteReader reader(bytes, "description of the cached tree");
    if (TRY(reader.bytes(kMagicSize)) != QByteArrayView(kPointMagic, kMagicSize) ||
        TRY(reader.u32()) != codec::crc32c(reader.rest()))
        return fail(ErrorKind::Damaged, QStringLiteral("its description is damaged"));
    if (TRY(reader.sizedBytes(4096)) != owner_)
        return fail(ErrorKind::NotFound, QStringLiteral("it belongs to another repository or client"));
    CachedPoint point;
    point.point = PointId{TRY(reader.u64())};
    point.started = WallTime(std::chrono::nanoseconds(int64_t(TRY(reader.u64()))));
    point.rootEntry = TRY(reader.sizedBytes(1 << 20)).toByteArray();
    point.rootHint = TRY(reader.sizedBytes(1 << 20)).toByteArray();
    point.rootRecord = TRY(readChild(reader));
    generation_ = TRY(reader.u64());
    length_ = TRY(reader.u64());
    garbage_ = TRY(reader.u64());
    point.users = TRY(readOwners(reader));
    point.groups = TRY(readOwners(reader));
    if (!reader.rest().isEmpty()) // not there before it was thought of
        point.items = TRY(reader.u64());
    TRY(reader.atEnd());

    file_ = FileDescriptor(::open(QFile::encodeName(treeFile(generation_)).constData(), O_RDWR | O_CLOEXEC));
    struct stat status{};
    if (!file_.isOpen() || ::fstat(file_.get(), &status) != 0 || uint64_t(status.st_size) < length_)
        return fail(ErrorKind::Damaged, QStringLiteral("its file is missing or short"));
    point_ = std::move(point);
    return {};
}

Status TreeCache::clear()
{
    point_.reset();
    file_.reset();
    newFile_.reset();
    length_ = garbage_ = 0;
    QFile::remove(pointFile());
    const QDir folder(folder_);
    const auto files = folder.entryList({QStringLiteral("tree-*.cache")}, QDir::Files);
    for (const auto &name : files)
        QFile::remove(folder.filePath(name));
    return {};
}

Result<CachedFolder> TreeCache::read(uint64_t record) const
{
    return CachedFolder::parse(TRY(readRecord(file_.get(), record)));
}

Status TreeCache::beginUpdate()
{
    newGarbage_ = 0;
    newFile_.reset();
    lost_ = false;
    const bool isWasteful = garbage_ > kSmallFile && garbage_ > length_ / 2;
    if (!isEmpty() && !isWasteful) {
        if (::ftruncate(file_.get(), off_t(length_)) != 0)
            return lose(systemError(errno, QStringLiteral("cannot write the cached tree")));
        end_ = length_;
        return {};
    }
    const QString path = treeFile(generation_ + 1);
    newFile_ =
        FileDescriptor(::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (!newFile_.isOpen())
        return lose(systemError(errno, QStringLiteral("cannot make %1").arg(path)));
    end_ = kMagicSize;
    const auto begun = writeAt(newFile_.get(), 0, QByteArrayView(kTreeMagic, kMagicSize));
    return begun ? begun : lose(begun.error());
}

std::unexpected<Error> TreeCache::lose(const Error &error)
{
    if (!lost_.exchange(true))
        qCWarning(logEngine).noquote() << "the tree of this backup is not kept:" << error.text();
    return fail(error);
}

/// What a lost update has written: the disk may need the room.
void TreeCache::discard()
{
    if (newFile_.isOpen())
        QFile::remove(treeFile(generation_ + 1));
    else if (file_.isOpen() && ::ftruncate(file_.get(), off_t(length_)) != 0)
        qCWarning(logEngine).noquote() << systemError(errno, QStringLiteral("cannot cut the cached tree")).text();
    newFile_.reset();
}

Result<CachedRecord> TreeCache::append(const ObjectName &node, const ObjectName &hints, const std::vector<Item> &items)
{
    ByteWriter writer;
    CachedRecord appended;
    appended.counts.directories = 1;
    qsizetype size = 2 * ObjectName::kSize + kRecordHeader + 10;
    for (const auto &item : items)
        size += item.entry.size() + item.hint.size() + 32;
    writer.reserve(size);
    writer.u32(0).u32(0).name(node).name(hints).varint(items.size());
    for (const auto &item : items) {
        writeRecord(writer.sizedBytes(item.entry).sizedBytes(item.hint), item.child);
        const auto *child = item.child.offset != 0 ? &item.child.counts : nullptr;
        appended.counts += countsOf(item.entry, item.hint, child);
    }
    QByteArray record = writer.take();
    const auto body = QByteArrayView(record).sliced(kRecordHeader);
    if (body.size() > kMaxRecord)
        return lose(Error(ErrorKind::Unsupported, QStringLiteral("a folder has too many entries for the cached tree")));
    ByteWriter header;
    header.u32(uint32_t(body.size())).u32(codec::crc32c(body));
    std::memcpy(record.data(), header.buffer().constData(), kRecordHeader);

    const std::lock_guard lock(appendMutex_);
    if (lost_)
        return fail(ErrorKind::Io, QStringLiteral("the cached tree could not be written before"));
    appended.offset = end_;
    const auto written = writeAt(newFile_.isOpen() ? newFile_.get() : file_.get(), end_, record);
    if (!written)
        return lose(written.error());
    end_ += uint64_t(record.size());
    return appended;
}

Result<CachedRecord> TreeCache::keep(const CachedRecord &record)
{
    if (keepsRecords() || record.offset == 0)
        return record;
    const auto folder = TRY(read(record.offset));
    std::vector<Item> items;
    items.reserve(folder.entries().size());
    for (const auto &entry : folder.entries())
        items.push_back({entry.entry, entry.hint, TRY(keep(entry.child))});
    return append(folder.node(), folder.hints(), items);
}

void TreeCache::retire(ByteCount size)
{
    const std::lock_guard lock(appendMutex_);
    newGarbage_ += uint64_t(size) + kRecordHeader;
}

Status TreeCache::commit(const CachedPoint &point)
{
    if (lost_) {
        discard();
        return fail(ErrorKind::Io,
                    QStringLiteral("the tree of point %1 could not be kept in %2").arg(point.point.value).arg(folder_));
    }
    const bool isNewFile = newFile_.isOpen();
    const uint64_t generation = generation_ + (isNewFile ? 1 : 0);
    const uint64_t garbage = isNewFile ? 0 : garbage_ + newGarbage_;
    ByteWriter body;
    body.sizedBytes(owner_).u64(point.point.value).u64(uint64_t(point.started.time_since_epoch().count()));
    body.sizedBytes(point.rootEntry).sizedBytes(point.rootHint);
    writeRecord(body, point.rootRecord);
    body.u64(generation).u64(end_).u64(garbage);
    writeOwners(body, point.users);
    writeOwners(body, point.groups);
    body.u64(point.items);
    ByteWriter all;
    all.bytes(QByteArrayView(kPointMagic, kMagicSize)).u32(codec::crc32c(body.buffer())).bytes(body.buffer());

    // What the power's going makes of it, the checksums tell, as of the tree: that is fetched again.
    if (const auto written = replaceFileUnsynced(pointFile(), all.buffer()); !written)
        return lose(written.error().withContext(QStringLiteral("keeping the cached tree in %1").arg(folder_)));
    if (isNewFile) {
        if (generation_ > 0)
            QFile::remove(treeFile(generation_));
        file_ = std::move(newFile_);
        newFile_.reset();
    }
    generation_ = generation;
    length_ = end_;
    garbage_ = garbage;
    point_ = point;
    return {};
}

} // namespace backspool::engine
