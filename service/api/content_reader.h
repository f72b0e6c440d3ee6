#pragma once
/// Reads a part of a file's content by its signature, through the store.
#include "core/cancel_token.h"
#include "store/object_store.h"

namespace backspool::api {

/// Bytes [@p offset, @p offset + @p length) of the content that @p name names: a chunk, or a version.
/// REQUIRES: length is small; it is allocated. Goes through all extents before: a version of a few nodes may have
/// endlessly many. Errors: NotFound, Damaged (also: the content is shorter), Io, Cancelled.
Result<QByteArray> readContent(const store::ObjectStore &store, const ObjectName &name, uint64_t offset,
                               uint32_t length, const CancelToken &cancel);

} // namespace backspool::api
