#pragma once
/// One point, opened: finds paths in it and reads its folders.
#include "read/directory_cursor.h"

namespace backspool::engine {

/// An entry of a point, with what is needed to read on from it.
struct PointEntry
{
    QByteArray path; ///< absolute
    format::DirectoryEntry entry;
    ObjectName parent; ///< the node that holds the entry: what it holds is asked for under this; null for "/"
    /// Its place in its folder, and the places of the folders that lead to it, from "/" on: where its hints are.
    std::vector<uint64_t> positions;
};

/// Not thread-safe. Waits for the service.
class PointReader
{
public:
    /// Errors: NotFound, Damaged, and those of the connection.
    static Result<PointReader> open(PointService &service, NodeReader &nodes, PointId point);

    const format::PointRecord &record() const { return record_; }
    PointEntry root() const;
    /// The entry at @p path (normalised). Errors: NotFound (says which part of the path is not in the point), Damaged.
    Result<PointEntry> find(QByteArrayView path) const;
    /// The entries of @p folder. REQUIRES: it is a directory.
    DirectoryCursor list(const PointEntry &folder) const;
    /// What list()'s cursor stands on.
    static PointEntry entryAt(const DirectoryCursor &cursor, const PointEntry &folder);

private:
    PointReader(NodeReader &nodes, format::PointRecord record) : nodes_(&nodes), record_(std::move(record)) {}

    NodeReader *nodes_;
    format::PointRecord record_;
};

/// @p folder + "/" + @p name.
QByteArray pathIn(const QByteArray &folder, QByteArrayView name);
/// The names between the slashes of an absolute, normalised path.
std::vector<QByteArrayView> pathComponents(QByteArrayView path);

} // namespace backspool::engine
