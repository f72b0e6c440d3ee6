#pragma once
/// One node of a tree as bytes (docs/format.md, "Trees").
#include "core/bytes.h"
#include "format/object.h"

#include <QByteArray>

#include <vector>

namespace backspool::format {

enum class TreeKind : uint8_t { Directory = 1, Hints = 2, Extents = 3 };
constexpr uint8_t kMaxTreeLevel = 12;
/// An item that is larger might not fit a node that is not full yet (kMaxNodeSize less the 64 KiB at which one is).
constexpr qsizetype kMaxItemSize = kMaxNodeSize - 65'536 - 16;
/// Keys are names of directory entries.
constexpr qsizetype kMaxKeySize = 255;

/// Names in the order of a directory: as unsigned bytes. Less than, equal to or greater than 0.
inline int compareNames(QByteArrayView a, QByteArrayView b)
{
    return QtPrivate::compareMemory(a, b);
}

/// What a node above the leaves says of one child.
struct ChildNode
{
    ObjectName name;
    uint64_t itemCount = 0; ///< leaf items beneath
    uint64_t weight = 0;    ///< bytes of content beneath (extents)
    QByteArray firstKey;    ///< name of the first entry beneath (directories)
};

/// A parsed node: its items are views into the bytes it was parsed from, which the node keeps (shared).
class Node
{
public:
    /// No item is empty; a node above the leaves has children.
    /// Errors: Damaged (structure), with bounds checked: size, level, item sizes.
    static Result<Node> parse(QByteArray bytes);

    TreeKind kind() const { return kind_; }
    uint8_t level() const { return level_; }
    size_t count() const { return items_.size(); }
    /// Bytes of leaf item @p i. REQUIRES: level() == 0.
    QByteArrayView item(size_t i) const { return items_[i]; }
    /// REQUIRES: level() > 0.
    Result<ChildNode> child(size_t i) const;
    const QByteArray &bytes() const { return bytes_; }

private:
    QByteArray bytes_;
    TreeKind kind_ = TreeKind::Directory;
    uint8_t level_ = 0;
    std::vector<QByteArrayView> items_;
};

} // namespace backspool::format
