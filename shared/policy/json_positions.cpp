#include "policy/json_positions.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <vector>

namespace backspool::policy {

namespace {

/// More than any file that is read by this has: bounds on work for a file that is something else.
constexpr size_t kMostLevels = 8;
constexpr qsizetype kLongestName = 200;

/// The text of the string that begins at @p at (a quotation mark); @p at is then behind its end.
QString stringAt(const QByteArray &json, qsizetype &at)
{
    const qsizetype begin = at++;
    while (at < json.size() && json[at] != '"')
        at += json[at] == '\\' ? 2 : 1;
    at = std::min(at + 1, json.size());
    const auto array = QJsonDocument::fromJson('[' + json.sliced(begin, at - begin) + ']').array();
    return array.at(0).toString();
}

} // namespace

int JsonPositions::lineAt(const QByteArray &json, qsizetype offset)
{
    return 1 + int(json.first(std::clamp<qsizetype>(offset, 0, json.size())).count('\n'));
}

JsonPositions JsonPositions::of(const QByteArray &json)
{
    struct Level
    {
        bool isObject = false;
        bool wantsName = false; ///< the next string is a member's name
        QString name;
    };
    JsonPositions positions;
    std::vector<Level> levels;
    int line = 1;
    for (qsizetype at = 0; at < json.size();) {
        const char c = json[at];
        if (c == '"') {
            const QString text = stringAt(json, at);
            if (levels.empty() || !levels.back().wantsName)
                continue;
            levels.back().name = text.left(kLongestName);
            levels.back().wantsName = false;
            if (levels.size() > kMostLevels)
                continue;
            QStringList path;
            bool isInArray = false;
            for (const auto &level : levels) {
                isInArray |= !level.isObject;
                path += level.name;
            }
            const QString whole = path.join(QLatin1Char('.'));
            if (!isInArray && !positions.lines.emplace(whole, line).second && positions.duplicate.isEmpty()) {
                positions.duplicate = whole;
                positions.duplicateLine = line;
            }
            continue;
        }
        if (c == '\n')
            ++line;
        else if (c == '{' || c == '[')
            levels.push_back({.isObject = c == '{', .wantsName = c == '{', .name = {}});
        else if ((c == '}' || c == ']') && !levels.empty())
            levels.pop_back();
        else if (c == ',' && !levels.empty())
            levels.back().wantsName = levels.back().isObject;
        ++at;
    }
    return positions;
}

int JsonPositions::lineOf(const QString &path) const
{
    for (QString above = path; !above.isEmpty();
         above.truncate(std::max<qsizetype>(0, above.lastIndexOf(QLatin1Char('.'))))) {
        if (const auto found = lines.find(above); found != lines.end())
            return found->second;
    }
    return 1;
}

} // namespace backspool::policy
