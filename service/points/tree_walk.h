#pragma once
/// Walks the trees of a point down to its chunks, over every object that it needs.
#include "core/cancel_token.h"
#include "store/object_store.h"

namespace backspool::points {

/// Called for each object before what is beneath it: a node of any tree, a version record, a chunk. Returns false to pass over what is
/// beneath (it was seen before). @p path is of the directory or file that needs it.
class TreeVisitor
{
public:
    virtual ~TreeVisitor() = default;
    virtual Result<bool> object(const ObjectName &name, format::ObjectKind kind, QByteArrayView path) = 0;
    /// An object that cannot be read. Return success to go on with the rest.
    virtual Status unreadable(const ObjectName &name, QByteArrayView path, const Error &error) = 0;
};

/// Depth first, without recursion on the depth of the tree. Errors: the visitor's; Cancelled.
Status walkPoint(const store::ObjectStore &store, const ObjectName &root, const ObjectName &hints, TreeVisitor &visitor, const CancelToken &cancel);

} // namespace backspool::points
