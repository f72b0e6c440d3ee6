#include "policy/selection.h"

#include "core/small_file.h"
#include "core/units.h"
#include "policy/exclude_pattern.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace backspool::policy {

namespace {

constexpr int kVersion = 1;
/// Far over what a person selects; a bound on memory for a file that is something else.
constexpr qint64 kMaxFile = 64_MiB;

QString forPeople(QByteArrayView bytes)
{
    return QString::fromUtf8(bytes);
}

/// {"path": ...}, and "path_base64" beside it where UTF-8 would lose something.
QJsonObject toJson(const QString &field, const QByteArray &bytes)
{
    QJsonObject object{{field, forPeople(bytes)}};
    if (!bytes.isValidUtf8())
        object[field + QStringLiteral("_base64")] = QString::fromLatin1(bytes.toBase64());
    return object;
}

Result<QByteArray> fromJson(const QString &field, const QJsonValue &value)
{
    const QJsonObject object = value.toObject();
    const QString exact = field + QStringLiteral("_base64");
    if (object.contains(exact)) {
        const auto decoded = QByteArray::fromBase64Encoding(object[exact].toString().toLatin1(),
                                                            QByteArray::AbortOnBase64DecodingErrors);
        if (!object[exact].isString() || !decoded)
            return fail(ErrorKind::Damaged, QStringLiteral("\"%1\" is not Base64").arg(exact));
        return *decoded;
    }
    if (!object[field].isString())
        return fail(ErrorKind::Damaged, QStringLiteral("an entry has no \"%1\"").arg(field));
    return object[field].toString().toUtf8();
}

QJsonArray toArray(const QString &field, const std::vector<QByteArray> &all)
{
    QJsonArray array;
    for (const QByteArray &bytes : all)
        array.append(toJson(field, bytes));
    return array;
}

Result<Selection> parse(const QByteArray &content)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(content, &error);
    if (error.error != QJsonParseError::NoError)
        return fail(ErrorKind::Damaged, QStringLiteral("at byte %1: %2").arg(error.offset).arg(error.errorString()));
    const QJsonObject object = document.object();
    if (object[QLatin1StringView("version")].toInt() != kVersion)
        return fail(ErrorKind::Damaged, QStringLiteral("its version is not %1").arg(kVersion));
    const QJsonValue paths = object[QLatin1StringView("paths")];
    const QJsonValue excludes = object[QLatin1StringView("excludes")];
    if (!paths.isArray() || !excludes.isArray())
        return fail(ErrorKind::Damaged, QStringLiteral("it has no list \"paths\" or no list \"excludes\""));

    Selection selection;
    const QJsonArray pathArray = paths.toArray();
    for (const auto &value : pathArray)
        TRY(selection.addPath(TRY(fromJson(QStringLiteral("path"), value))));
    const QJsonArray excludeArray = excludes.toArray();
    for (const auto &value : excludeArray)
        selection.excludes.push_back(TRY(fromJson(QStringLiteral("pattern"), value)));
    TRY(ExcludeRules::compile(selection.excludes));
    return selection;
}

} // namespace

Result<SelectionChange> Selection::addPath(QByteArrayView path)
{
    const QByteArray added = TRY(normalisedPath(path));
    SelectionChange change;
    for (const QByteArray &selected : paths) {
        if (isWithin(added, selected)) {
            change.coveredBy = selected;
            return change;
        }
    }
    std::erase_if(paths, [&](const QByteArray &selected) {
        if (!isWithin(selected, added))
            return false;
        change.removed.push_back(selected);
        return true;
    });
    paths.insert(std::ranges::lower_bound(paths, added), added);
    change.added.push_back(added);
    return change;
}

Result<SelectionChange> Selection::removePath(QByteArrayView path)
{
    const QByteArray removed = TRY(normalisedPath(path));
    if (std::erase(paths, removed) > 0)
        return SelectionChange{.added = {}, .removed = {removed}, .coveredBy = {}};
    for (const QByteArray &selected : paths) {
        if (isWithin(removed, selected))
            return fail(ErrorKind::NotFound,
                        QStringLiteral(
                            "\"%1\" is not selected itself: it lies in \"%2\", which is. Exclude it, or remove \"%2\".")
                            .arg(forPeople(removed), forPeople(selected)));
    }
    return fail(ErrorKind::NotFound, QStringLiteral("\"%1\" is not selected").arg(forPeople(removed)));
}

Result<SelectionChange> Selection::addExclude(QByteArrayView pattern)
{
    const QByteArray added = pattern.toByteArray();
    TRY(ExcludeRules::compile({added}));
    SelectionChange change;
    if (!excludes.empty() && excludes.back() == added) {
        change.coveredBy = added;
        return change;
    }
    if (std::erase(excludes, added) > 0)
        change.removed.push_back(added);
    excludes.push_back(added);
    change.added.push_back(added);
    return change;
}

Result<SelectionChange> Selection::removeExclude(QByteArrayView pattern)
{
    const QByteArray removed = pattern.toByteArray();
    if (std::erase(excludes, removed) == 0)
        return fail(ErrorKind::NotFound, QStringLiteral("there is no pattern \"%1\"").arg(forPeople(removed)));
    return SelectionChange{.added = {}, .removed = {removed}, .coveredBy = {}};
}

Result<Selection> Selection::load(const QString &file)
{
    const QString doing = QStringLiteral("reading the selection from \"%1\"").arg(file);
    const auto content = TRY_CONTEXT(doing, readSmallFile(file, kMaxFile));
    return TRY_CONTEXT(doing, parse(content));
}

Status Selection::save(const QString &file) const
{
    const QString doing = QStringLiteral("saving the selection in \"%1\"").arg(file);
    const QJsonObject object{
        {QStringLiteral("version"), kVersion},
        {QStringLiteral("paths"), toArray(QStringLiteral("path"), paths)},
        {QStringLiteral("excludes"), toArray(QStringLiteral("pattern"), excludes)},
    };
    TRY_CONTEXT(doing, replaceFile(file, QJsonDocument(object).toJson()));
    return {};
}

} // namespace backspool::policy
