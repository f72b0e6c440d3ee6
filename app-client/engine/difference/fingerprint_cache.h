#pragma once
/// The agent's fingerprint sets, a file for each version, so that the service need not compute and send them again
/// (seed: "locally cache fingerprint sets for files that are frequently accessed"); and of files whose changes a log of
/// regions tells the same without the fingerprints, from the first version on: it comes off while that is read.
///
/// Bounded in total, what was added and not committed by itself: the least recently used go, and of a backup what comes
/// last is not added. A lost or damaged one is no error: the service makes it anew. What
/// a backup under way has added counts only once its point is committed.
#include "difference/fingerprint_set.h"

#include <QString>

#include <mutex>

namespace backspool::engine {

/// Thread-safe.
class FingerprintCache
{
public:
    /// Sets of some 80 GB of files of the usual sizes, or of some hundred thousand small ones.
    static constexpr ByteCount kUsualSize = 256_MiB;

    /// Makes @p folder. What an interrupted backup left there goes. Where the folder cannot be used, nothing is found
    /// and nothing kept.
    explicit FingerprintCache(QString folder, ByteCount size = kUsualSize);
    /// What was added and not committed goes.
    ~FingerprintCache();
    FingerprintCache(const FingerprintCache &) = delete;
    FingerprintCache &operator=(const FingerprintCache &) = delete;

    /// The set of the version @p content; nullopt: none, or damaged.
    std::optional<FingerprintSet> find(const ObjectName &content, const codec::Digester &digester) const;
    /// Whether there is one, damaged or not.
    bool has(const ObjectName &content) const;
    /// Is found after commit().
    void add(const FingerprintSet &set);

    /// The same without fingerprints.
    std::optional<KnownVersion> findVersion(const ObjectName &content, const codec::Digester &digester) const;
    /// Whether that of a content of so many bytes may be kept: else it need not be gathered.
    bool keepsVersionOf(uint64_t size) const { return KnownVersion::expectedMemory(size) <= largest(); }
    /// Is found after commit(); @p replaced, the version before it, no more.
    void addVersion(const KnownVersion &version, const ObjectName &replaced);

    /// What was added is kept.
    void commit();

private:
    /// One is at most so much of the cache: not all others shall go for it.
    ByteCount largest() const { return size_ / 4; }
    QString fileOf(const ObjectName &content) const;
    QString versionFileOf(const ObjectName &content) const { return fileOf(content) + QStringLiteral(".version"); }
    void write(const QString &file, const QByteArray &bytes);
    void prune() const;

    const QString folder_;
    const ByteCount size_;
    std::mutex mutex_; ///< guards what follows
    std::vector<QString> added_;
    ByteCount addedBytes_ = 0;
    std::vector<QString> replaced_;
};

} // namespace backspool::engine
