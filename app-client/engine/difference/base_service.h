#pragma once
/// What differencing asks of the service about files of the base (docs/protocol.md, "Differences within files").
#include "difference/fingerprint_set.h"
#include "protocol/client_connection.h"

namespace backspool::engine {

/// Thread-safe. Calls block until the service has answered.
class BaseService
{
public:
    /// The connection outlives it.
    explicit BaseService(protocol::ClientConnection &connection) : connection_(connection) {}

    /// The answer's messages; the first says whether it is as known. Errors: NotFound, Damaged and others of the
    /// service; why the connection ended.
    Result<std::vector<protocol::Fingerprints>> fingerprints(const protocol::GetFingerprints &request) const;
    /// Which of @p copies of the file @p path are right, in their order. Errors: Invalid (not as many answers), the
    /// service's; why the connection ended.
    Result<std::vector<bool>> checkCopies(const QByteArray &path,
                                          const std::vector<protocol::CheckCopies::Copy> &copies) const;

private:
    protocol::ClientConnection &connection_;
};

} // namespace backspool::engine
