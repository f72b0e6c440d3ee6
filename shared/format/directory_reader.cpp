#include "format/directory_reader.h"

namespace backspool::format {

Status DirectoryOrder::check(QByteArrayView name)
{
    if (last_ && compareNames(*last_, name) >= 0)
        return fail(
            ErrorKind::Damaged,
            QStringLiteral("the entries of a directory are not in order at \"%1\"").arg(QString::fromUtf8(name)));
    last_ = name.toByteArray();
    return {};
}

Status forEachDirectoryEntry(const ObjectName &root, const NodeFetch &fetch,
                             const std::function<Result<bool>(DirectoryEntry &&entry)> &visit)
{
    DirectoryOrder order;
    return forEachItem(root, TreeKind::Directory, fetch, [&](QByteArrayView item) -> Result<bool> {
        auto entry = TRY(DirectoryEntry::decode(item));
        TRY(order.check(entry.name));
        return visit(std::move(entry));
    });
}

Result<std::optional<DirectoryEntry>> findDirectoryEntry(const ObjectName &root, QByteArrayView name,
                                                         const NodeFetch &fetch)
{
    const auto item = TRY(findItem(root, name, fetch));
    if (!item)
        return std::nullopt;
    return TRY(DirectoryEntry::decode(*item));
}

} // namespace backspool::format
