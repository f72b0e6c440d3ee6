#pragma once
/// Whose version records may be relied on. A record says how the content of a signature is put together, and its name
/// does not vouch for that: what one client sent is used for another only after the service has computed the signature
/// from the chunks.
#include "store/object_store.h"

#include <mutex>
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
    /// another).
    Status ensure(const ObjectName &version, uint64_t size, ClientId client);
    /// Reads the whole content and computes the signature. Errors: NotFound, Damaged.
    Status verify(const ObjectName &version, std::optional<uint64_t> size) const;
    /// The same of a record that is not stored (yet). The store takes the copy of an object that was written last, so a
    /// record whose version the store has from somebody else must be right before it is written: it takes the other's
    /// place.
    Status verifyRecord(const ObjectName &version, QByteArrayView record) const;

    /// The record at @p location. (Not by name: of two records of one name the one that was found counts, not one that
    /// was read before.) Errors: NotFound, Damaged, Io.
    static Result<QByteArray> readRecord(const store::ObjectStore &store, const store::ObjectLocation &location);

private:
    Result<store::ObjectLocation> locate(const ObjectName &version) const;
    Status verifyBytes(const ObjectName &version, std::optional<uint64_t> size, QByteArrayView record) const;

    const store::ObjectStore &store_;
    std::mutex mutex_;                        ///< guards verified_
    std::unordered_set<ObjectName> verified_; ///< digests of (version, record)
};

} // namespace backspool::points
