#pragma once
/// What is kept of what a tool prints: only what stays the same while the computer does, and no secrets.
#include "core/result.h"

#include <QJsonValue>
#include <QStringList>

#include <vector>

namespace backspool::engine {

struct OutputForm
{
    enum class Kind { Text, SortedLines, Json };
    Kind kind = Kind::Text;
    /// Text: only lines that begin so. JSON: only members of these names, at any depth. Empty: all.
    QStringList keep;
    /// Text: not the lines that begin so. JSON: not the members of these names, at any depth.
    QStringList drop;
    /// JSON: not the elements of lists whose member at this path ("linkinfo.info_kind") has this value.
    std::vector<std::pair<QString, QJsonValue>> dropElements;
    /// Text: what matches this expression is taken out of the lines.
    QString cut;
    /// Text: the values of passwords (as in mount options) are masked.
    bool masksPasswords = false;
};

/// Bytes that are not UTF-8 are replaced. Lines end with a newline.
QString textForm(const OutputForm &form, const QByteArray &output);
/// Errors: Damaged (it is no JSON).
Result<QJsonValue> jsonForm(const OutputForm &form, const QByteArray &output);

} // namespace backspool::engine
