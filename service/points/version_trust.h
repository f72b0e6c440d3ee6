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

    /// Success when @p version is usable for @p client: its record lies in a container of this client or of the service, or its
    /// content was read and its signature is right (remembered while the service runs).
    /// Errors: NotFound, Damaged (the signature is another).
    Status ensure(const ObjectName &version, uint64_t size, ClientId client);
    /// Reads the whole content and computes the signature. Errors: NotFound, Damaged.
    Status verify(const ObjectName &version, std::optional<uint64_t> size) const;

private:
    const store::ObjectStore &store_;
    std::mutex mutex_; ///< guards verified_
    std::unordered_set<ObjectName> verified_; ///< digests of (version, record)
};

} // namespace backspool::points
