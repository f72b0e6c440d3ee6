#pragma once
/// The names in a data directory (docs/format.md, "The folders of a data directory").
#include <QString>

namespace backspool::appliance {

inline QString lockPath(const QString &dataFolder)
{
    return dataFolder + QStringLiteral("/lock");
}
inline QString keyFolder(const QString &dataFolder)
{
    return dataFolder + QStringLiteral("/keys");
}
inline QString keyPath(const QString &dataFolder)
{
    return keyFolder(dataFolder) + QStringLiteral("/repository.key");
}
inline QString storeFolder(const QString &dataFolder)
{
    return dataFolder + QStringLiteral("/store");
}
inline QString indexFolder(const QString &dataFolder)
{
    return dataFolder + QStringLiteral("/index");
}
inline QString rfeFolder(const QString &dataFolder)
{
    return indexFolder(dataFolder) + QStringLiteral("/rfe");
}
inline QString cataloguePath(const QString &dataFolder)
{
    return dataFolder + QStringLiteral("/catalogue.sqlite");
}

} // namespace backspool::appliance
