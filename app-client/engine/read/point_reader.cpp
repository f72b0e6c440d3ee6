#include "read/point_reader.h"

namespace backspool::engine {

QByteArray pathIn(const QByteArray &folder, QByteArrayView name)
{
    QByteArray path;
    path.reserve(folder.size() + 1 + name.size());
    path += folder;
    if (!path.endsWith('/'))
        path += '/';
    path += name;
    return path;
}

std::vector<QByteArrayView> pathComponents(QByteArrayView path)
{
    std::vector<QByteArrayView> names;
    for (qsizetype at = 0; at < path.size();) {
        qsizetype end = path.indexOf('/', at);
        if (end < 0)
            end = path.size();
        if (end > at)
            names.push_back(path.sliced(at, end - at));
        at = end + 1;
    }
    return names;
}

Result<PointReader> PointReader::open(PointService &service, NodeReader &nodes, PointId point)
{
    return PointReader(nodes, TRY(service.point(point)));
}

PointEntry PointReader::root() const
{
    return {QByteArrayLiteral("/"), record_.root, {}, {}};
}

Result<PointEntry> PointReader::find(QByteArrayView path) const
{
    PointEntry at = root();
    for (const auto name : pathComponents(path)) {
        const QByteArray full = pathIn(at.path, name);
        if (!at.entry.isDirectory())
            return fail(
                ErrorKind::NotFound,
                QStringLiteral("%1 is no folder in point %2").arg(QString::fromUtf8(at.path)).arg(record_.point.value));
        auto found = TRY_CONTEXT(
            QStringLiteral("reading %1 in point %2").arg(QString::fromUtf8(at.path)).arg(record_.point.value),
            findEntry(*nodes_, at.entry.content, at.parent, name));
        if (!found)
            return fail(ErrorKind::NotFound,
                        QStringLiteral("%1 is not in point %2").arg(QString::fromUtf8(full)).arg(record_.point.value));
        at.path = full;
        at.entry = std::move(found->entry);
        at.parent = found->leaf;
        at.positions.push_back(found->position);
    }
    return at;
}

DirectoryCursor PointReader::list(const PointEntry &folder) const
{
    return {*nodes_, folder.entry.content, folder.parent};
}

PointEntry PointReader::entryAt(const DirectoryCursor &cursor, const PointEntry &folder)
{
    PointEntry entry{pathIn(folder.path, cursor.entry().name), cursor.entry(), cursor.leaf(), folder.positions};
    entry.positions.push_back(cursor.position());
    return entry;
}

} // namespace backspool::engine
