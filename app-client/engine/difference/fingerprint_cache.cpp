#include "difference/fingerprint_cache.h"

#include "codec/crc32c.h"
#include "core/bytes.h"
#include "core/logging.h"

#include <QDir>
#include <QFile>

#include <bit>

namespace backspool::engine {

namespace {

constexpr QByteArrayView kMagic("BKSPLFP1");
/// One set is at most so much of the cache: not all others shall go for it.
constexpr ByteCount kShare = 4;

QString unfinished(const QString &file)
{
    return file + QStringLiteral(".new");
}

/// Magic, key, block size as a power of two, then the parts as they come from the service, each with its length;
/// CRC-32C of all before.
QByteArray encode(const FingerprintSet &set)
{
    ByteWriter writer;
    writer.bytes(kMagic).bytes(set.key.view()).u8(uint8_t(std::countr_zero(size_t(set.blockSize))));
    for (const auto &part : set.parts())
        writer.sizedBytes(part.encode());
    writer.u32(codec::crc32c(writer.buffer()));
    return writer.take();
}

Result<FingerprintSet> decode(const QByteArray &bytes, const codec::Digester &digester)
{
    constexpr qsizetype kCheckSize = sizeof(uint32_t);
    const auto damaged = [] {
        return fail(ErrorKind::Damaged, QStringLiteral("a kept set of fingerprints is damaged"));
    };
    if (bytes.size() < kMagic.size() + kCheckSize || !bytes.startsWith(kMagic))
        return damaged();
    const QByteArrayView body = QByteArrayView(bytes).chopped(kCheckSize);
    ByteReader check(QByteArrayView(bytes).last(kCheckSize), "fingerprint set");
    if (TRY(check.u32()) != codec::crc32c(body))
        return damaged();
    ByteReader reader(body.sliced(kMagic.size()), "fingerprint set");
    const auto key = codec::SecretKey::fromBytes(TRY(reader.bytes(codec::SecretKey::kSize)));
    const auto power = TRY(reader.u8());
    const bool isBlockSize = power < 32 && (qsizetype(1) << power) >= codec::kMinFingerprintBlock &&
                             (qsizetype(1) << power) <= codec::kMaxFingerprintBlock;
    if (!isBlockSize)
        return damaged();
    FingerprintSetReader set(key, qsizetype(1) << power);
    while (reader.remaining() > 0) {
        const auto part = TRY(reader.sizedBytes(uint64_t(reader.remaining())));
        TRY(set.add(TRY(protocol::Fingerprints::decode(part))));
    }
    return set.finish(digester);
}

} // namespace

FingerprintCache::FingerprintCache(QString folder, ByteCount size) : folder_(std::move(folder)), size_(size)
{
    QDir().mkpath(folder_);
    QFile::setPermissions(folder_, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    const QDir files(folder_);
    for (const auto &name : files.entryList({QStringLiteral("*.new")}, QDir::Files))
        QFile::remove(files.filePath(name));
}

FingerprintCache::~FingerprintCache()
{
    for (const auto &content : added_)
        QFile::remove(unfinished(fileOf(content)));
}

QString FingerprintCache::fileOf(const ObjectName &content) const
{
    return folder_ + QLatin1Char('/') + QLatin1StringView(content.toHex());
}

std::optional<FingerprintSet> FingerprintCache::find(const ObjectName &content, const codec::Digester &digester) const
{
    QFile file(fileOf(content));
    if (!file.open(QIODevice::ReadWrite | QIODevice::ExistingOnly) || file.size() > size_ / kShare)
        return std::nullopt;
    auto set = decode(file.readAll(), digester);
    if (!set || set->content != content) {
        qCInfo(logEngine).noquote() << "a kept set of fingerprints is of no use and goes:" << file.fileName();
        file.remove();
        return std::nullopt;
    }
    file.setFileTime(QDateTime::currentDateTimeUtc(), QFileDevice::FileModificationTime);
    return *std::move(set);
}

void FingerprintCache::add(const FingerprintSet &set)
{
    if (set.memory() > size_ / kShare)
        return;
    QFile file(unfinished(fileOf(set.content)));
    const auto bytes = encode(set);
    {
        const std::lock_guard lock(mutex_);
        added_.push_back(set.content);
    }
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.flush()) {
        qCInfo(logEngine).noquote() << "a set of fingerprints cannot be kept:" << file.errorString();
        file.remove();
    }
}

void FingerprintCache::commit()
{
    const std::lock_guard lock(mutex_);
    for (const auto &content : std::exchange(added_, {})) {
        const auto file = fileOf(content);
        ::rename(QFile::encodeName(unfinished(file)).constData(), QFile::encodeName(file).constData());
    }
    prune();
}

void FingerprintCache::prune() const
{
    ByteCount total = 0;
    const auto files = QDir(folder_).entryInfoList(QDir::Files, QDir::Time); // the newest first
    for (const auto &file : files) {
        total += file.size();
        if (total > size_)
            QFile::remove(file.filePath());
    }
}

} // namespace backspool::engine
