#pragma once
/// Fills an empty tree cache with the tree of a point from the service: after a lost cache, or on a new machine.
#include "codec/digest.h"
#include "core/cancel_token.h"
#include "difference/tree_cache.h"
#include "protocol/client_connection.h"

namespace backspool::engine {

/// The cache describes @p point afterwards. Errors: NotFound (no such point), Damaged (a part of the tree: the cache
/// stays empty), Unreachable.
Status fetchCache(protocol::ClientConnection &connection, const codec::Digester &digester, PointId point,
                  TreeCache &cache, const CancelToken &cancel);

} // namespace backspool::engine
