#pragma once
/// Goes through the items of one tree in order, node by node, with its user asked about every node before it is read.
/// What a parent says of a child (level, number of items, weight, first key) is checked against the child.
#include "format/node.h"
#include "store/object_store.h"

#include <optional>
#include <vector>

namespace backspool::points {

/// What the user of a cursor says of the nodes that it comes to.
class NodeGate
{
public:
    virtual ~NodeGate() = default;
    /// Before the node @p name is read, beneath one that was entered with the mark @p outer. The mark for what is
    /// beneath it, or nullopt to pass it over.
    virtual Result<std::optional<uint8_t>> enter(const ObjectName &name, uint8_t outer) = 0;
    /// The entered node cannot be read, or is not what its parent says. Success passes it over.
    virtual Status unreadable(const ObjectName &name, const Error &error) = 0;
    /// The cursor is done with an entered node (one that was unreadable, too).
    virtual void left(const ObjectName &name) = 0;
};

/// Not thread-safe. Keeps one node for each level.
class TreeCursor
{
public:
    /// @p root null: no items. @p mark is what the root's gate gets as its outer mark.
    TreeCursor(const store::ObjectStore &store, format::TreeKind kind, const ObjectName &root, uint8_t mark = 0);

    /// Goes to the next item; false when there is none. The gate is the same in every call. Errors: the gate's.
    Result<bool> next(NodeGate &gate);

    // Of the item that next() went to.
    QByteArrayView item() const { return item_; }       ///< valid until the next call of next() or park()
    uint64_t position() const { return position_ - 1; } ///< from 0 on, over all items of the tree
    uint8_t mark() const { return levels_.back().mark; }
    const ObjectName &nodeName() const { return levels_.back().name; }

    /// Lets go of the nodes; they are read again when they are needed.
    void park();
    ByteCount loadedBytes() const;

private:
    struct Level
    {
        ObjectName name;
        std::optional<format::Node> node;
        size_t next = 0;
        uint8_t mark = 0;
    };
    Status enter(const ObjectName &name, const format::ChildNode *statement, uint8_t outer, NodeGate &gate);
    Result<format::Node> load(const ObjectName &name, const format::ChildNode *statement) const;
    void leave(NodeGate &gate);

    const store::ObjectStore *store_;
    format::TreeKind kind_;
    ObjectName root_;
    uint8_t rootMark_;
    bool begun_ = false;
    std::vector<Level> levels_;
    QByteArrayView item_;
    uint64_t position_ = 0; ///< items gone through or passed over
};

/// Whether @p node is what its parent's @p statement says. Errors: Damaged.
Status checkStatement(const format::ChildNode &statement, const format::Node &node);

/// The entry at @p position of the directory tree @p root. Errors: the store's; Damaged; NotFound (not so many).
Result<QByteArray> entryAt(const store::ObjectStore &store, const ObjectName &root, uint64_t position);

/// The name in a directory entry's bytes; valid as long as those. Errors: Damaged.
Result<QByteArrayView> nameInEntry(QByteArrayView item);

} // namespace backspool::points
