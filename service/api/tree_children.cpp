#include "api/tree_children.h"

#include "format/directory_entry.h"
#include "format/hint.h"

namespace backspool::api {

namespace {

Result<ObjectName> nameInItem(format::TreeKind kind, QByteArrayView item)
{
    switch (kind) {
    case format::TreeKind::Directory:
        return TRY(format::DirectoryEntry::decode(item)).content;
    case format::TreeKind::Hints:
        return TRY(format::Hint::decode(item)).hints;
    case format::TreeKind::Extents:
        return TRY(format::Extent::decode(item)).chunk;
    }
    return ObjectName();
}

} // namespace

Result<std::vector<ObjectName>> childrenOf(format::ObjectKind kind, const QByteArray &bytes)
{
    std::vector<ObjectName> names;
    const auto add = [&](const ObjectName &name) {
        if (!name.isNull())
            names.push_back(name);
    };
    if (kind == format::ObjectKind::Version) {
        const auto record = TRY(format::VersionRecord::decode(bytes));
        add(record.extentTree);
        for (const auto &extent : record.inlineExtents)
            add(extent.chunk);
        return names;
    }
    if (kind != format::ObjectKind::Node)
        return names;
    const auto node = TRY(format::Node::parse(bytes));
    for (size_t i = 0; i < node.count(); ++i)
        add(node.level() > 0 ? TRY(node.child(i)).name : TRY(nameInItem(node.kind(), node.item(i))));
    return names;
}

} // namespace backspool::api
