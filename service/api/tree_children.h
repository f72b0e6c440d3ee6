#pragma once
/// What an object names: the children of a node or version record, of any kind.
#include "format/node.h"
#include "format/version_record.h"

namespace backspool::api {

/// The names in the node or version record @p bytes, in order; those that stand for nothing (an empty file) left out.
/// Errors: Damaged.
Result<std::vector<ObjectName>> childrenOf(format::ObjectKind kind, const QByteArray &bytes);

} // namespace backspool::api
