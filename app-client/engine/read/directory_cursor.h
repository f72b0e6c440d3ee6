#pragma once
/// Goes through the entries of one directory in order, and fetches its nodes as it comes to them.
#include "format/directory_reader.h"
#include "read/node_reader.h"

#include <optional>

namespace backspool::engine {

/// Not thread-safe. Keeps one node for each level.
class DirectoryCursor
{
public:
    /// Nodes that are fetched together: a listing of a large directory waits once for so many.
    static constexpr size_t kTogether = 16;
    /// The directory whose tree has the root @p root, named by @p parent (null: "/" of a point).
    DirectoryCursor(NodeReader &nodes, const ObjectName &root, const ObjectName &parent, size_t together = kTogether);

    /// Goes to the next entry; false when there is none. Errors: NodeReader::read(); Damaged (structure, order).
    Result<bool> next();
    const format::DirectoryEntry &entry() const { return entry_; }
    /// The node that holds the entry, and so names what it holds.
    const ObjectName &leaf() const { return levels_.back().name; }
    /// Place of the entry among all of the directory, from 0.
    uint64_t position() const { return position_ - 1; }

    /// The nodes that begin with the entry to which next() would go, the largest first; empty in the middle of a node
    /// and at the end.
    Result<std::vector<ObjectName>> nodesAhead();
    /// next() has to go to another node, or to find out that there is none.
    bool needsNode() const { return levels_.empty() ? !begun_ : levels_.back().isInner() || levels_.back().isPassed(); }
    /// Goes to that node, which may be one that leads to others; at the end none is needed any more. REQUIRES:
    /// needsNode(). Errors: as next().
    Status enterNode();
    /// The node to which it goes next, after passing over @p ahead of them; nothing where it has not been told of it.
    std::optional<NodeReader::Place> upcoming(size_t ahead) const;
    /// Passes over one of nodesAhead() with all that is in it.
    void skip(const ObjectName &node);

private:
    struct Level
    {
        ObjectName name;
        format::Node node;
        size_t next = 0;
        bool isInner() const { return node.level() > 0; }
        bool isPassed() const { return next == node.count(); }
    };
    Status descend(const ObjectName &name, const ObjectName &parent, const format::ChildNode *statement);
    Status goToLeaf();
    void prefetch(const Level &level) const;

    NodeReader &nodes_;
    const ObjectName root_, parent_;
    const size_t together_;
    bool begun_ = false;
    std::vector<Level> levels_;
    format::DirectoryEntry entry_;
    format::DirectoryOrder order_;
    uint64_t position_ = 0;
};

/// The entry named @p name of the directory @p root, and the node that holds it.
struct FoundEntry
{
    format::DirectoryEntry entry;
    ObjectName leaf;
    uint64_t position = 0; ///< among all of the directory
};
/// By descending only where it can be; nullopt when there is none. Errors: as DirectoryCursor::next().
Result<std::optional<FoundEntry>> findEntry(NodeReader &nodes, const ObjectName &root, const ObjectName &parent,
                                            QByteArrayView name);

} // namespace backspool::engine
