#pragma once
/// Walks the trees of a point down to its chunks, over every object that it needs.
#include "core/cancel_token.h"
#include "format/directory_entry.h"
#include "format/file_content.h"
#include "store/object_store.h"

namespace backspool::points {

/// Called for each object before what is beneath it: a node of any tree, a version record, a chunk. @p path is of the
/// directory or file that needs it ("/" for the top).
class TreeVisitor
{
public:
    virtual ~TreeVisitor() = default;
    /// Returns false to pass over what is beneath (it was seen before). Trees share what they have in common, to any
    /// depth: who never passes over anything may never come to an end.
    virtual Result<bool> object(const ObjectName &name, format::ObjectKind kind, QByteArrayView path) = 0;
    /// An object that cannot be read. Return success to go on with the rest.
    virtual Status unreadable(const ObjectName &name, QByteArrayView path, const Error &error) = 0;
    /// What is beneath a node or version record that was not passed over has been walked. (The tree of a directory and
    /// that of its hints are walked side by side, so the one may be left while the other is not.)
    virtual void left(const ObjectName &) {}
    /// An entry of a directory that was not passed over, in the directory @p path.
    virtual Status entry(const format::DirectoryEntry &, QByteArrayView /*path*/) { return {}; }
    /// False: paths are of no use, and what is read only to know them is not read.
    virtual bool wantsPaths() const { return true; }
};

/// Depth first, without recursion on the depth of the tree; @p hints may be null. Memory: some nodes for each
/// level, bounded; a few hundred bytes for each level beyond. Errors: the visitor's; Cancelled.
/// Does not know of the point's system information.
Status walkPoint(const store::ObjectStore &store, const ObjectName &root, const ObjectName &hints, TreeVisitor &visitor,
                 const CancelToken &cancel);

/// The same for one content; the visitor gets @p path as it is.
Status walkContent(const store::ObjectStore &store, const format::FileContent &content, QByteArrayView path,
                   TreeVisitor &visitor, const CancelToken &cancel);

/// Stands for a path where objects of a point's system information are told.
inline constexpr QByteArrayView kSystemInformationPath = "(system information)";

} // namespace backspool::points
