#pragma once
/// Where in a JSON text each member stands, for messages: Qt's parser does not say. Also finds names that an object
/// gives twice, of which Qt's parser takes the last.
#include "core/result.h"

#include <QByteArray>
#include <QString>

#include <map>

namespace backspool::policy {

struct JsonPositions
{
    /// Line (from 1) of each member of an object, by its path: "schedule.catch_up". Not of what lies in arrays or more
    /// than eight objects deep; of a name, the first 200 characters count.
    std::map<QString, int> lines;
    QString duplicate; ///< the path of the first member that stands there twice; empty: none
    int duplicateLine = 0;

    /// @p path's line, or that of the nearest member above it; 1 for the whole.
    int lineOf(const QString &path) const;
    /// REQUIRES: @p json was accepted by QJsonDocument.
    static JsonPositions of(const QByteArray &json);
    /// The line of the byte at @p offset.
    static int lineAt(const QByteArray &json, qsizetype offset);
};

} // namespace backspool::policy
