#include "policy/group_policy.h"

#include "policy/path_glob.h"

#include <QJsonObject>

namespace backspool::policy {

namespace {

constexpr qsizetype kMostGroups = 256;
constexpr qsizetype kMostMembers = 64;
/// PATH_MAX of Linux.
constexpr qsizetype kLongestText = 4096;

std::unexpected<Error> wrong(const QString &why)
{
    return fail(ErrorKind::Invalid, why);
}

Result<QString> text(const QJsonObject &group, const QString &name)
{
    const QString value = group[name].toString();
    if (value.isEmpty() || value.size() > kLongestText || value.contains(QChar(0)))
        return wrong(QStringLiteral("must have \"%1\", a text, in each group").arg(name));
    return value;
}

Result<GroupPolicy> groupFromJson(const QJsonObject &object)
{
    for (const auto &key : object.keys()) {
        if (key != QStringLiteral("name") && key != QStringLiteral("folder") && key != QStringLiteral("members"))
            return wrong(QStringLiteral("has a group with \"%1\", which is not known").arg(key.left(200)));
    }
    GroupPolicy group{.name = TRY(text(object, QStringLiteral("name"))), .folder = {}, .members = {}};
    group.folder = TRY(text(object, QStringLiteral("folder"))).toUtf8();
    while (group.folder.endsWith('/'))
        group.folder.chop(1);
    if (!group.folder.startsWith('/'))
        return wrong(QStringLiteral("must have a whole path as \"folder\" of each group"));
    if (const auto compiled = PathGlob::compile(QByteArrayView(group.folder).sliced(1)); !compiled)
        return wrong(QStringLiteral("has a folder that is no pattern: ") + compiled.error().text());
    const QJsonArray members = object[QStringLiteral("members")].toArray();
    if (members.isEmpty() || members.size() > kMostMembers)
        return wrong(QStringLiteral("must have \"members\", a list of 1 to %1 names, in each group").arg(kMostMembers));
    for (const auto &member : members) {
        const QString name = member.toString();
        if (name.isEmpty() || name.size() > kLongestText || name.contains(QLatin1Char('/')) || name.contains(QChar(0)))
            return wrong(QStringLiteral("must have names of files in the folder, without slashes, as \"members\""));
        group.members.push_back(name.toUtf8());
        if (const auto compiled = NameGlob::compile(group.members.back()); !compiled)
            return wrong(QStringLiteral("has a member that is no pattern: ") + compiled.error().text());
    }
    return group;
}

} // namespace

Result<std::vector<GroupPolicy>> groupsFromJson(const QJsonValue &value)
{
    const QJsonArray array = value.toArray();
    if (!value.isArray() || array.size() > kMostGroups)
        return wrong(QStringLiteral("must be a list of %1 groups at most, in brackets").arg(kMostGroups));
    std::vector<GroupPolicy> groups;
    for (const auto &group : array) {
        if (!group.isObject())
            return wrong(QStringLiteral("must hold groups: {\"name\", \"folder\", \"members\"}"));
        groups.push_back(TRY(groupFromJson(group.toObject())));
    }
    return groups;
}

QJsonArray groupsToJson(const std::vector<GroupPolicy> &groups)
{
    QJsonArray array;
    for (const auto &group : groups) {
        QJsonArray members;
        for (const auto &member : group.members)
            members.append(QString::fromUtf8(member));
        array.append(QJsonObject{{QStringLiteral("name"), group.name},
                                 {QStringLiteral("folder"), QString::fromUtf8(group.folder)},
                                 {QStringLiteral("members"), members}});
    }
    return array;
}

} // namespace backspool::policy
