#pragma once
/// Contents that are databases and their logs by their first bytes.
#include <QByteArray>

namespace backspool::tests {

inline QByteArray database(char version)
{
    return QByteArray("SQLite format 3\0", 16) + QByteArray(4'096 - 16, version);
}

inline QByteArray wal(char version)
{
    return QByteArray::fromHex("377f0682") + QByteArray(200, version);
}

} // namespace backspool::tests
