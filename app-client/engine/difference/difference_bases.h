#pragma once
/// Gives the fingerprint set of a file's last version: the agent's own when it has that, else the service's.
#include "difference/base_service.h"
#include "difference/fingerprint_cache.h"

namespace backspool::engine {

/// A file of the base that another version is differenced against.
struct BaseVersion
{
    QByteArray path; ///< in the base
    ObjectName content;
    uint64_t size = 0;
    bool isElsewhere = false; ///< the file that is differenced lies at another path
};

/// Thread-safe.
class DifferenceBases
{
public:
    /// All outlive it.
    DifferenceBases(const BaseService &service, FingerprintCache &cache, const codec::Digester &digester)
        : service_(service), cache_(cache), digester_(digester)
    {
    }

    /// The set of @p base. nullopt: there is none to be had, the service does not let a file at another place refer to
    /// it, or the version is so scattered that the file is better cut anew. Blocks on the service: even
    /// for a set that is kept, it is asked whether the chunks that the set names are still those of the version.
    std::optional<FingerprintSet> open(const BaseVersion &base) const;
    /// What is known of the version @p base without the fingerprints, where the agent has kept it (of another record of
    /// it: the service says what it consists of); nullopt as open(). REQUIRES: !base.isElsewhere. Blocks on the
    /// service.
    std::optional<KnownVersion> known(const BaseVersion &base) const;
    /// Whether the last version of a file is read by the digests of its leaves: they are kept, and no fingerprints.
    bool knowsLeavesOnly(const BaseVersion &base) const { return !cache_.has(base.content); }
    /// Which of @p copies of that file the service says to be right. Errors: the service's.
    Result<std::vector<bool>> checkCopies(const QByteArray &path,
                                          const std::vector<protocol::CheckCopies::Copy> &copies) const
    {
        return service_.checkCopies(path, copies);
    }
    /// Whether the service says that all of @p copies of that file are right.
    bool areRight(const QByteArray &path, const std::vector<protocol::CheckCopies::Copy> &copies) const;
    /// Of a version that will be in the new point.
    void keep(const FingerprintSet &set) { cache_.add(set); }
    /// Likewise; @p replaced: the version that it is made of, null where there is none.
    void keepVersion(const KnownVersion &version, const ObjectName &replaced = {})
    {
        cache_.addVersion(version, replaced);
    }
    bool keepsVersionOf(uint64_t size) const { return cache_.keepsVersionOf(size); }

private:
    Result<FingerprintSet> fetch(const BaseVersion &base) const;
    Result<KnownVersion> fetchVersion(const BaseVersion &base, KnownVersion kept) const;
    Result<FingerprintSet> setOf(std::vector<protocol::Fingerprints> parts, const codec::SecretKey &key,
                                 qsizetype blockSize) const;
    Result<std::vector<protocol::Fingerprints>> ask(const BaseVersion &base, const codec::SecretKey &key,
                                                    qsizetype blockSize, const KnownVersion *known) const;

    const BaseService &service_;
    FingerprintCache &cache_;
    const codec::Digester &digester_;
};

/// Extents of which a version of @p size bytes may have: each costs a reader a look-up, and a restore perhaps a seek.
/// Twice as many as the chunker makes.
uint64_t mostExtents(uint64_t size);

} // namespace backspool::engine
