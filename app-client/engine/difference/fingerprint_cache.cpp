#include "difference/fingerprint_cache.h"

#include "codec/crc32c.h"
#include "core/bytes.h"
#include "core/logging.h"
#include "core/unsynced_file.h"

#include <QDir>
#include <QFile>

#include <bit>

namespace backspool::engine {

namespace {

constexpr QByteArrayView kMagic("BKSPLFP1");

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

/// What @p decode makes of @p path; nullopt where that is missing, or of another @p content, or of no use: then it
/// goes.
template <class Decode> auto load(const QString &path, ByteCount most, const ObjectName &content, Decode decode)
{
    using Kept = std::remove_cvref_t<decltype(*decode(QByteArray()))>;
    QFile file(path);
    if (!file.open(QIODevice::ReadWrite | QIODevice::ExistingOnly) || file.size() > most)
        return std::optional<Kept>();
    auto kept = decode(file.readAll());
    if (!kept || kept->content != content) {
        qCInfo(logEngine).noquote() << "what was kept of a version is of no use and goes:" << path;
        file.remove();
        return std::optional<Kept>();
    }
    file.setFileTime(QDateTime::currentDateTimeUtc(), QFileDevice::FileModificationTime);
    return std::optional<Kept>(*std::move(kept));
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
    for (const auto &file : added_)
        QFile::remove(unfinished(file));
}

QString FingerprintCache::fileOf(const ObjectName &content) const
{
    return folder_ + QLatin1Char('/') + QLatin1StringView(content.toHex());
}

std::optional<FingerprintSet> FingerprintCache::find(const ObjectName &content, const codec::Digester &digester) const
{
    return load(fileOf(content), largest(), content, [&](const QByteArray &bytes) { return decode(bytes, digester); });
}

bool FingerprintCache::has(const ObjectName &content) const
{
    return QFile::exists(fileOf(content));
}

std::optional<KnownVersion> FingerprintCache::findVersion(const ObjectName &content,
                                                          const codec::Digester &digester) const
{
    auto version = load(versionFileOf(content), largest(), content,
                        [&](const QByteArray &bytes) { return KnownVersion::decode(bytes, digester); });
    if (version)
        return version;
    if (auto set = find(content, digester))
        return static_cast<KnownVersion &&>(*set);
    return std::nullopt;
}

void FingerprintCache::add(const FingerprintSet &set)
{
    if (set.memory() <= largest())
        write(fileOf(set.content), encode(set));
}

void FingerprintCache::addVersion(const KnownVersion &version, const ObjectName &replaced)
{
    if (!replaced.isNull() && replaced != version.content) {
        const std::lock_guard lock(mutex_);
        replaced_.push_back(versionFileOf(replaced));
    }
    if (version.memory() <= largest())
        write(versionFileOf(version.content), version.encode());
}

void FingerprintCache::write(const QString &path, const QByteArray &bytes)
{
    {
        const std::lock_guard lock(mutex_);
        if (bytes.size() > size_ - addedBytes_)
            return;
        addedBytes_ += bytes.size();
        added_.push_back(path);
    }
    if (const auto written = writeFileUnsynced(unfinished(path), bytes); !written)
        qCInfo(logEngine).noquote() << "what is known of a version cannot be kept:" << written.error().text();
}

void FingerprintCache::commit()
{
    const std::lock_guard lock(mutex_);
    for (const auto &file : std::exchange(replaced_, {}))
        QFile::remove(file);
    for (const auto &file : std::exchange(added_, {}))
        ::rename(QFile::encodeName(unfinished(file)).constData(), QFile::encodeName(file).constData());
    addedBytes_ = 0;
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
