#include "difference/fingerprint_cache.h"

#include "core/logging.h"
#include "core/unsynced_file.h"

#include <QDir>
#include <QFile>

namespace backspool::engine {

namespace {

QString unfinished(const QString &file)
{
    return file + QStringLiteral(".new");
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
    return load(fileOf(content), largest(), content,
                [&](const QByteArray &bytes) { return FingerprintSet::decodeSet(bytes, digester); });
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
        write(fileOf(set.content), set.encodeSet());
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
