#pragma once
/// Whose version records may be relied on. A record says how the content of a signature is put together, and its name
/// does not vouch for that: what one client sent is used for another only after the service has computed the signature
/// from the chunks.
#include "core/cancel_token.h"
#include "store/object_store.h"

#include <mutex>
#include <optional>
#include <unordered_map>
#include <unordered_set>

namespace backspool::points {

/// Thread-safe.
class VersionTrust
{
public:
    explicit VersionTrust(const store::ObjectStore &store) : store_(store) {}

    /// Success when @p version is usable for @p client: its record lies in a container of this client, or its content
    /// was read and its signature is right (remembered while the service runs). A container of nobody's says nothing:
    /// its header was damaged, the service writes none of its own. Errors: NotFound, Damaged (the signature is
    /// another), Cancelled.
    Status ensure(const ObjectName &version, uint64_t size, ClientId client, const CancelToken &cancel = CancelToken());
    /// Reads the whole content and computes the signature. A record of a few nodes that name the same chunk again and
    /// again may stand for petabytes: who lets a client cause this gives a token. Errors: NotFound, Damaged, Cancelled.
    Status verify(const ObjectName &version, std::optional<uint64_t> size,
                  const CancelToken &cancel = CancelToken()) const;
    /// The same of a record that is not stored (yet): see version_intake.h.
    Status verifyRecord(const ObjectName &version, QByteArrayView record,
                        const CancelToken &cancel = CancelToken()) const;

    /// The record of @p version, which was found at @p location and may have been moved since. (Not by name alone: of
    /// two records of one name the one that was found counts, not one that was read before.)
    /// Errors: NotFound, Damaged, Io.
    static Result<QByteArray> readRecord(const store::ObjectStore &store, const ObjectName &version,
                                         const store::ObjectLocation &location);

    /// Every chunk of a version was found.
    struct Completeness
    {
        ClientId client;            ///< for whom
        bool isOwn = false;         ///< all of them in containers of that client
        uint64_t condemnations = 0; ///< of the store, before they were looked for
    };
    /// Of the version whose record has the digest @p record.
    void noteComplete(const ObjectName &record, const Completeness &complete);
    /// What was noted, while this process runs and no reclaim has begun since; nullopt: nothing.
    std::optional<bool> isCompleteAndOwn(const ObjectName &record, ClientId client) const;

    /// Held from looking whether the store has something by a record's name until the record is stored: else two
    /// sessions would each believe to bring the first.
    std::mutex &storing() { return storing_; }

private:
    Result<store::ObjectLocation> locate(const ObjectName &version) const;
    Status verifyBytes(const ObjectName &version, std::optional<uint64_t> size, QByteArrayView record,
                       const CancelToken &cancel) const;

    const store::ObjectStore &store_;
    std::mutex storing_;
    mutable std::mutex mutex_;                              ///< guards what follows
    std::unordered_set<ObjectName> verified_;               ///< digests of (version, record)
    std::unordered_map<ObjectName, Completeness> complete_; ///< by digest of the record
};

} // namespace backspool::points
