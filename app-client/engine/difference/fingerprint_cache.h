#pragma once
/// The agent's fingerprint sets, a file for each version, so that the service need not compute and send them again
/// (seed: "locally cache fingerprint sets for files that are frequently accessed").
///
/// Bounded in total: the least recently used go. A lost or damaged one is no error: the service makes it anew. Sets of
/// a backup under way count only once its point is committed.
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
    /// Is found after commit().
    void add(const FingerprintSet &set);
    /// What was added is kept.
    void commit();

private:
    QString fileOf(const ObjectName &content) const;
    void prune() const;

    const QString folder_;
    const ByteCount size_;
    std::mutex mutex_; ///< guards added_
    std::vector<ObjectName> added_;
};

} // namespace backspool::engine
